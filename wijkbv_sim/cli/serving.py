"""Serving the dashboard: where its files are, and one web server for it."""

from __future__ import annotations

import errno
import importlib
import socket
import sys
import threading
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

from wijkbv_sim.cli.failures import InputError
from wijkbv_sim.language import translator

if TYPE_CHECKING:
    from wijkbv_sim.scenario.parameter import Language

STOPS = 5
"""Seconds that open screens may hold up the end of the server."""

_PACKAGE = Path(__file__).resolve().parents[1]


def home() -> Path:
    """The folder that holds the dashboard's own: inside the installed package, or a checkout's root."""
    inside = _PACKAGE / "_bundled"
    return inside if (inside / "dashboard").is_dir() else _PACKAGE.parent


def serve(host: str, port: int, *, browser: bool, language: Language) -> None:
    """Serve the dashboard until Ctrl-C. Raises InputError where the address is taken or cannot be had."""
    _ = translator(language)
    address = f"http://{'localhost' if host in ('127.0.0.1', '0.0.0.0') else host}:{port}/"
    taken = _listening(host, port)
    if taken is not None:
        text = _("{address} cannot be used ({why}); choose another with --port")
        raise InputError(text.format(address=address, why=taken))
    sys.path.insert(0, str(home()))
    import uvicorn

    app = importlib.import_module("dashboard.app").app
    print(_("The dashboard is at {address} (stop it with Ctrl-C).").format(address=address), flush=True)
    if browser:
        threading.Timer(1.5, webbrowser.open, args=(address,)).start()
    uvicorn.run(
        app, host=host, port=port, log_level="warning", access_log=False,
        ws="dashboard.gathering:GatheringProtocol", ws_max_size=64 * 2**20, timeout_graceful_shutdown=STOPS,
    )  # fmt: skip


def _listening(host: str, port: int) -> str | None:
    """Why the address cannot be listened at, or None where it can."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        return "in use" if error.errno == errno.EADDRINUSE else (error.strerror or str(error))
    return None
