"""The command as a whole: how it speaks, and how it ends when something goes wrong."""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from collections.abc import Sequence
from typing import Any

from typer.core import TyperGroup

from wijkbv_sim.cli.failures import DEBUG_VARIABLE, ExitCode, chosen_language, tell


class Group(TyperGroup):
    """The command as a whole: every way in which it can fail ends in a sentence and an exit code."""

    def main(  # noqa: D102
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        _speak_utf8()
        language = chosen_language(sys.argv[1:] if args is None else args)
        code: int
        try:
            code = super().main(
                args, "wijkbv", complete_var, standalone_mode=False, windows_expand_args=windows_expand_args, **extra
            )
            sys.stdout.flush()
        except SystemExit as stop:
            # typer turns a broken pipe into an exit with 1.
            code = ExitCode.OK if isinstance(stop.__context__, OSError) else int(stop.code or 0)
        except BaseException as error:
            code = tell(error, language)
            if code == ExitCode.INTERNAL and os.environ.get(DEBUG_VARIABLE):
                traceback.print_exc()
        _close_quietly()
        sys.exit(int(code or 0))


def _speak_utf8() -> None:
    """A Windows code page knows no euro sign from the Dutch; nothing that is printed may end in an error."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError, OSError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]


def _close_quietly() -> None:
    """Hand over what is still in the buffers; where nobody reads any more, say nothing of it."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            with contextlib.suppress(OSError, ValueError, AttributeError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
