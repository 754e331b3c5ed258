"""What surrounds the screens: the page's language, what is said when a screen fails, and what is ready at the start."""

from __future__ import annotations

import asyncio
import gc
import importlib
import logging
import threading
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import streamlit as st

from dashboard.language import language, translate
from dashboard.shared import desk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, MutableMapping

    from starlette.types import ASGIApp, Receive, Scope, Send

log = logging.getLogger("wijkbv.dashboard")

SWEEP_SECONDS = 30.0
"""How often the server lets go of what nobody holds any more, such as the sessions of visitors who left."""


class SetLanguage:
    """Writes the language of the page into its first line.

    Streamlit says ``lang="en"`` whatever the page's language is; readers for the blind then read Dutch as if it
    were English, and browsers offer to translate it (WCAG 3.1.1).
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; change the first line of HTML pages."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        wanted = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", ["nl"])[0]
        tag = b'<html lang="en"' if wanted == "en" else b'<html lang="nl"'
        begun: MutableMapping[str, Any] | None = None

        async def changed(message: MutableMapping[str, Any]) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                kind = dict(message["headers"]).get(b"content-type", b"")
                if kind.startswith(b"text/html"):
                    # Held back until the length of the changed page is known; languages have two letters each.
                    begun = message
                    return
            elif begun is not None:
                body = message.get("body", b"").replace(b'<html lang="en"', tag, 1)
                await send(begun)
                begun = None
                message = {**message, "body": body}
            await send(message)

        await self.app(scope, receive, changed)


@asynccontextmanager
async def start(_: Any) -> AsyncIterator[dict[str, Any]]:
    """Have the processes and the first example ready before the first visitor comes; leave no process behind."""
    threading.Thread(target=_warm_up, daemon=True).start()
    sweeping = asyncio.create_task(_sweep())
    yield {}
    sweeping.cancel()
    desk().close()


async def _sweep() -> None:
    while True:
        await asyncio.sleep(SWEEP_SECONDS)
        gc.collect()


def _warm_up() -> None:
    from dashboard.link import bundled
    from dashboard.study import EXAMPLE

    try:
        desk().answer(bundled(EXAMPLE))
    except Exception:
        log.exception("the example could not be calculated at the start")
    # What screens import when they need it takes a good part of a second, in which nobody else's screen goes on.
    for name in ("pandas", "dashboard.views.explore"):
        importlib.import_module(name)
    # Libraries and examples stay as long as the server does: no sweep need look through them again.
    gc.collect()
    gc.freeze()


def on_script_error(error: Exception) -> bool:
    """Say in the reader's language that something went wrong; what, stands in the server's log."""
    log.error("a screen failed", exc_info=error)
    _ = translate(language())
    st.error(
        _(
            "Something went wrong on our side. Your scenario is still there: choose another page, and try again there. "
            "Do not load the page anew: then you begin again. What went wrong has been written down."
        )
    )
    return True
