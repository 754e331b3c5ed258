"""Simulated participants of a workshop: each speaks Streamlit's own messages over a websocket, and turns dials.

A participant opens a screen, holds the sliders that the server sends, and at set moments puts one of them elsewhere.
It keeps asking for the parts of the page that ask to be renewed, as a browser does. An answer is there when the
server has sent what the change did; waiting counts from the moment at which the change was due, so a server that
is late with one answer does not make the next look better.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)

PATIENCE = 30.0
"""Seconds after which a participant has had no answer."""


@dataclass
class Told:
    """What one participant went through: seconds from each change until its first answer, and until the whole page."""

    first: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    starved: int = 0
    dropped: int = 0
    received: int = 0


class Participant:
    """One session on the server."""

    def __init__(self, address: str, seed: int) -> None:
        at = urlsplit(address)
        self.address = address
        self.query = at.query
        self.url = f"ws://{at.netloc}/_stcore/stream"
        self.origin = f"http://{at.netloc}"
        self.screen = at.path.strip("/")
        self.draw = random.Random(seed)
        self.told = Told()
        self.sliders: dict[str, Any] = {}
        self.changes = ""
        self._page = ""
        self._fragments: dict[str, asyncio.Task[None]] = {}
        self._news = asyncio.Condition()
        self._ready = False
        self._connection: Any = None

    async def take_part(self, begin: float, every: float, changes: int) -> Told:
        """Connect, wait for the first page, and turn a dial ``every`` so many seconds, at most ``changes`` times."""
        from websockets.asyncio.client import connect

        async with connect(
            self.url,
            subprotocols=["streamlit"],
            origin=self.origin,
            max_size=None,  # type: ignore[list-item]
        ) as self._connection:
            listening = asyncio.create_task(self._listen())
            try:
                await self._ask()
                if not await self._until(lambda: self._ready and len(self.sliders) > 0, PATIENCE * 4):
                    self.told.starved += 1
                    return self.told
                due, until = begin, begin + every * changes
                while time.perf_counter() < until:
                    due = max(due, time.perf_counter() - every) + every
                    await asyncio.sleep(max(0.0, due - time.perf_counter()))
                    if listening.done():
                        break
                    await self._turn(due)
            finally:
                if listening.done() and (listening.cancelled() or listening.exception() is not None):
                    self.told.dropped += 1
                for task in (listening, *self._fragments.values()):
                    task.cancel()
        return self.told

    async def _turn(self, due: float) -> None:
        name = self.draw.choice(sorted(self.sliders))
        slider = self.sliders[name]
        place = list(slider.options).index(slider.value) if slider.value in slider.options else -1
        option = self.draw.choice([text for k, text in enumerate(slider.options) if k != place])
        before = self.changes
        await self._ask(slider.identity, option)
        slider.value = option
        if not await self._until(lambda: self.changes != before, PATIENCE):
            self.told.starved += 1
            return
        self.told.first.append(time.perf_counter() - due)
        if await self._until(lambda: self._ready, PATIENCE):
            self.told.whole.append(time.perf_counter() - due)

    async def _until(self, holds: Any, patience: float) -> bool:
        async with self._news:
            try:
                await asyncio.wait_for(self._news.wait_for(holds), patience)
            except TimeoutError:
                return False
        return True

    async def _ask(self, widget: str = "", option: str = "", fragment: str = "") -> None:
        from streamlit.proto.BackMsg_pb2 import BackMsg

        message = BackMsg()
        message.rerun_script.page_script_hash = self._page
        message.rerun_script.page_name = "" if self._page else self.screen
        message.rerun_script.query_string = self.query
        message.rerun_script.context_info.url = self.address
        message.rerun_script.context_info.locale = "nl-NL"
        if fragment:
            message.rerun_script.fragment_id = fragment
            message.rerun_script.is_auto_rerun = True
        if widget:
            state = message.rerun_script.widget_states.widgets.add()
            state.id = widget
            state.string_array_value.data.append(option)
        await self._connection.send(message.SerializeToString())

    async def _listen(self) -> None:
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        async for raw in self._connection:
            self.told.received += len(raw)
            message = ForwardMsg.FromString(raw)
            async with self._news:
                self._read(message)
                self._news.notify_all()

    def _read(self, message: Any) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            if not message.metadata.run.fragment_ids:
                for task in self._fragments.values():
                    task.cancel()
                self._fragments = {}
        elif kind == "navigation":
            self._page = message.navigation.page_script_hash
        elif kind == "script_finished":
            if message.script_finished == 0:
                self._ready = True
        elif kind == "auto_rerun":
            self._renew(message.auto_rerun.fragment_id, message.auto_rerun.interval)
        elif kind == "stop_auto_rerun":
            task = self._fragments.pop(message.stop_auto_rerun.fragment_id, None)
            if task is not None:
                task.cancel()
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._see(message.delta.new_element)

    def _see(self, element: Any) -> None:
        which = element.WhichOneof("type")
        if which == "slider":
            known = self.sliders.get(element.slider.label)
            held = _Slider(element.slider.id, list(element.slider.options))
            held.value = known.value if known else ""
            if element.slider.set_value and element.slider.raw_value:
                held.value = element.slider.raw_value[0]
            self.sliders[element.slider.label] = held
        elif which == "html" and 'class="changes"' in element.html.body:
            # The first paragraph names the change: the refined answer says the same there, another change not.
            told = PARAGRAPH.search(element.html.body)
            if told is not None and told[1] != self.changes:
                self.changes, self._ready = told[1], False

    def _renew(self, fragment: str, interval: float) -> None:
        async def again() -> None:
            while True:
                await asyncio.sleep(interval)
                await self._ask(fragment=fragment)

        if fragment not in self._fragments:
            self._fragments[fragment] = asyncio.create_task(again())


@dataclass
class _Slider:
    identity: str
    options: list[str]
    value: str = ""


async def together(address: str, count: int, every: float, seconds: float) -> list[Told]:
    """So many participants at once, each with a moment of its own within ``every``; what each went through."""
    everybody = [Participant(address, seed) for seed in range(count)]
    spread = random.Random(count)
    begin = time.perf_counter() + 1.0 + 0.25 * count
    changes = max(1, round(seconds / every))

    async def one(k: int, who: Participant) -> Told:
        # They come in one after the other, as people do.
        await asyncio.sleep(0.25 * k)
        try:
            return await who.take_part(begin + spread.uniform(0, every), every, changes)
        except OSError:
            who.told.dropped += 1
            return who.told

    return list(await asyncio.gather(*(one(k, who) for k, who in enumerate(everybody))))
