"""Messages are sent a few at once, all of them, in their order."""

from __future__ import annotations

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from dashboard.gathering import Gathered


class Wire(asyncio.Transport):
    """Remembers what was written to it."""

    def __init__(self):
        super().__init__()
        self.written = []
        self.closed = False

    def write(self, data):
        assert not self.closed
        self.written.append(bytes(data))

    def close(self):
        self.closed = True

    abort = close

    def is_closing(self):
        return self.closed


@given(st.lists(st.binary(max_size=5) | st.none(), max_size=30))
def test_everything_arrives_in_its_order_in_fewer_pieces(messages):
    """None stands for a while in which nothing is sent."""

    async def run():
        wire = Wire()
        gathered = Gathered(wire, asyncio.get_running_loop(), 0.0)
        for message in messages:
            if message is None:
                await asyncio.sleep(0.001)
            else:
                gathered.write(message)
        gathered.close()
        return wire

    wire = asyncio.run(run())
    assert b"".join(wire.written) == b"".join(m for m in messages if m is not None)
    assert len(wire.written) <= messages.count(None) + 1
    assert wire.closed


def test_what_waits_is_sent_before_the_end_and_nothing_after_it():
    async def run():
        wire = Wire()
        gathered = Gathered(wire, asyncio.get_running_loop(), 0.001)
        gathered.write(b"one")
        gathered.close()
        assert wire.written == [b"one"]
        gathered.write(b"late")
        await asyncio.sleep(0.01)
        assert wire.written == [b"one"]
        other = Wire()
        gathered = Gathered(other, asyncio.get_running_loop(), 0.001)
        gathered.write(b"one")
        gathered.abort()
        await asyncio.sleep(0.01)
        assert other.written == []

    asyncio.run(run())
