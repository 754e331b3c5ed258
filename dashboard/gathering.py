"""What a page is made of is sent in a few pieces: a screen is some hundred messages, and each would be a packet.

Handing a message to the operating system takes longer than making it, and holds up everybody on the server.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

GATHERED = 0.005
"""Seconds in which messages are gathered before they are sent."""


class Gathered(asyncio.Transport):
    """A transport that writes what it is given within a moment all at once, in the order in which it was given."""

    def __init__(
        self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop, seconds: float = GATHERED
    ) -> None:
        super().__init__()
        self._transport = transport
        self._loop = loop
        self._seconds = seconds
        self._waiting: list[bytes | bytearray | memoryview] = []

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send ``data``, a moment later at the most."""
        if not self._waiting:
            self._loop.call_later(self._seconds, self._send)
        self._waiting.append(data)

    def _send(self) -> None:
        waiting, self._waiting = self._waiting, []
        if waiting and not self._transport.is_closing():
            self._transport.write(b"".join(waiting))

    def close(self) -> None:
        """Send what waits, and close."""
        self._send()
        self._transport.close()

    def abort(self) -> None:
        """Close at once; what waits is lost."""
        self._waiting = []
        self._transport.abort()

    def is_closing(self) -> bool:
        """Whether it is closed or about to be."""
        return self._transport.is_closing()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """What the transport says of itself."""
        return self._transport.get_extra_info(name, default)

    def pause_reading(self) -> None:
        """Take nothing in."""
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        """Take in what comes."""
        self._transport.resume_reading()


class GatheringProtocol(WebSocketsSansIOProtocol):
    """Uvicorn's websocket, whose messages are gathered."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A browser has connected."""
        super().connection_made(Gathered(transport, self.loop))
