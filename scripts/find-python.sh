#!/bin/sh
# Print the newest usable Python, or the one that was asked for: 3.11 or later, able to make virtual environments.
# A name on the PATH is not enough: version managers leave stubs there that start nothing.

recent='import sys; sys.exit(sys.version_info < (3, 11))'
complete='import ensurepip, venv'
found=

for python in ${1:-python3.13 python3.12 python3.11 python3 python}; do
    if "$python" -c "$recent" >/dev/null 2>&1; then
        if "$python" -c "$complete" >/dev/null 2>&1; then
            echo "$python"
            exit 0
        fi
        found=$python
    fi
done

if [ -n "$found" ]; then
    echo "$found has no venv module. On Debian and Ubuntu: sudo apt install python3-venv" >&2
elif [ -n "$1" ]; then
    echo "$1 is not Python 3.11 or later." >&2
else
    echo "Python 3.11 or later is needed and was not found. Install it, or name it: make demo PYTHON=/path/to/python" >&2
fi
exit 1
