"""A visitor of a crowd: walks from stop to stop, keeps what arrived in order, and says what was lost."""

import asyncio
import math
import random
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic

import aiohttp

from narration.encounter import ARRIVE
from scenes.pose import Vector
from scenes.scene import Site
from scenes.stops import Stop
from tests.bench.walks import STYLES, plan
from tour.codec import encode, from_server
from tour.messages import (
    NUMBERED,
    SUBPROTOCOL,
    Caption,
    Encountered,
    Goodbye,
    Heartbeat,
    Hello,
    Message,
    Problem,
    UtteranceEnded,
    UtteranceStarted,
    VisitorMoved,
    Welcome,
)

EYES = 1.65
POSES_A_SECOND = 10
BEAT = 3.0
"""Seconds between what the visitor says has arrived."""
STAYS = (9.0, 16.0)
"""Seconds at a stop."""
PACE = 2.5
"""Metres a second: brisk, so that two minutes see several stops."""


@dataclass(slots=True)
class Told:
    """One utterance as it came."""

    started: UtteranceStarted
    stop: str
    captions: list[Caption] = field(default_factory=list)


class Walker:
    """One visit of a crowd, light enough that two hundred fit beside the server on one machine."""

    def __init__(
        self, session: aiohttp.ClientSession, url: str, site: Site, rng: random.Random, *, cuts: bool = False
    ) -> None:
        self._session, self._site, self._rng, self._cuts = session, site, rng, cuts
        self._url = url.replace("http", "ws", 1) + "/visit"
        self._takes = {
            take.stop: take.sentences
            for take in site.takes
            if take.language == "en" and not take.audience and take.state == "approved"
        }
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._welcome: Welcome | None = None
        self._greeted = asyncio.Event()
        self._received, self._written = 0, 0
        self._settled = asyncio.Event()
        self._told: dict[str, Told] = {}
        self._heard: dict[str, list[str]] = {}
        """What was told at each stop, utterance by utterance."""
        self._facts: set[str] = set()
        self._stop = ""
        self._due: float | None = None
        """When the arrival at the stop of now is complete; None once its caption came."""
        self._completed: float | None = None
        """When the first pose after that was sent."""
        self._at = ""
        """The stop that the server said last."""
        self.arrivals: list[float] = []
        self.captions, self.finished, self.was_cut = 0, 0, 0
        self.lost: list[str] = []
        self.problems: list[str] = []

    async def visit(self, seconds: float) -> None:
        """Walk for so long, from the entrance on, and hear what is said."""
        until = monotonic() + seconds
        listening = await self._connect()
        beating = asyncio.create_task(self._beat())
        halfway = monotonic() + seconds / 2
        for feet, stop in self._steps(until):
            if self._cuts and not self.was_cut and monotonic() > halfway:
                listening = await self._cut(listening)
            await self._stand(feet, stop)
        beating.cancel()
        await self._settle()
        await self._send(Goodbye())
        assert self._socket is not None
        await self._socket.close()
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening

    def _steps(self, until: float) -> Iterator[tuple[Vector, Stop | None]]:
        """Where the feet are, pose by pose, and the stop that was reached there."""
        x, _, z = self._site.scene.entrance.position
        at: Vector = (x, 0.0, z)
        stops = plan(self._site, self._rng.choice(STYLES), self._rng, 40)
        self._rng.shuffle(stops)
        for stop in stops * 3:
            steps = max(2, round(math.dist(at, stop.position) / PACE * POSES_A_SECOND))
            begin = at
            for step in range(1, min(steps, 12 * POSES_A_SECOND) + 1):
                share = step / min(steps, 12 * POSES_A_SECOND)
                at = _between(begin, stop.position, share)
                inside = math.dist(at, stop.position) <= stop.radius
                yield at, stop if inside else None
            for _ in range(round(self._rng.uniform(*STAYS) * POSES_A_SECOND)):
                yield at, stop
                if monotonic() > until:
                    return

    async def _stand(self, feet: Vector, stop: Stop | None) -> None:
        now = monotonic()
        entered = stop.id if stop else ""
        if entered != self._stop:
            self._stop, self._due = entered, now + ARRIVE if entered else None
            self._completed = None
        if self._due is not None and now >= self._due and self._completed is None:
            self._completed = now
        x, y, z = feet
        await self._send(VisitorMoved(position=(x, y + EYES, z), orientation=(0.0, 0.0, 0.0, 1.0), t=now * 1000))
        await asyncio.sleep(1 / POSES_A_SECOND)

    async def _connect(self) -> "asyncio.Task[None]":
        self._socket = await self._session.ws_connect(
            self._url, protocols=(SUBPROTOCOL,), max_msg_size=1 << 20, compress=0
        )
        again = {"resume": self._welcome.resume, "received": self._received} if self._welcome else {}
        self._greeted.clear()
        await self._send(Hello(site=self._site.id, language="en", device="headset", audio=("opus",), **again))
        listening = asyncio.create_task(self._listen(self._socket))
        async with asyncio.timeout(30):
            await self._greeted.wait()
        return listening

    async def _cut(self, listening: "asyncio.Task[None]") -> "asyncio.Task[None]":
        """The line breaks without a word, and is taken up again a second later."""
        self.was_cut = 1
        listening.cancel()
        assert self._socket is not None
        transport = self._socket.get_extra_info("transport")
        (transport.abort if transport else self._socket._response.close)()
        self._due = None  # how long this arrival takes says nothing
        await asyncio.sleep(1)
        return await self._connect()

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            await self._send(Heartbeat(t=0.0, received=self._received))

    async def _settle(self) -> None:
        """Hold what arrived against what the server has counted."""
        for _ in range(20):
            self._settled.clear()
            await self._send(Heartbeat(t=0.0, received=self._received))
            async with asyncio.timeout(30):
                await self._settled.wait()
            if self._received >= self._written:
                return
        self.lost.append(f"{self._written - self._received} of {self._written} numbered messages")

    async def _send(self, message: Message) -> None:
        assert self._socket is not None
        with suppress(ConnectionError):
            await self._socket.send_bytes(encode(message))

    async def _listen(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for frame in socket:
            if frame.type is aiohttp.WSMsgType.BINARY:
                self._take(from_server.decode(frame.data))

    def _take(self, message: Message) -> None:
        if type(message) in NUMBERED:
            self._received += 1
        match message:
            case Welcome():
                self._welcome = message
                self._greeted.set()
            case Heartbeat():
                self._written = message.received
                self._settled.set()
            case Problem():
                self.problems.append(message.code)
            case Encountered():
                self._at = message.stop or ""
            case UtteranceStarted():
                self._told[message.utterance] = Told(message, self._at)
            case Caption():
                self._caption(message)
            case UtteranceEnded():
                self._ended(message)

    def _caption(self, caption: Caption) -> None:
        told = self._told[caption.utterance]
        self.captions += 1
        self._facts.update(caption.facts)
        if caption.index != len(told.captions):
            self.lost.append(f"{caption.utterance}: caption {caption.index} after {len(told.captions)}")
        told.captions.append(caption)
        first = caption.index == 0 and told.started.kind == "narration" and told.stop == self._stop
        if first and caption.origin == "approved" and self._due is not None:
            self.arrivals.append(max(0.0, monotonic() - (self._completed or self._due)))
            self._due = None

    def _ended(self, ended: UtteranceEnded) -> None:
        told = self._told.pop(ended.utterance)
        if told.started.kind == "narration" and told.stop:
            self._heard.setdefault(told.stop, []).append(_bare("".join(each.text for each in told.captions)))
            if ended.reason == "finished":
                self.finished += 1
                self._whole(told.stop)

    def _whole(self, stop: str) -> None:
        """Once a stop is told to its end, each sentence of its take was told whole, now or before an interruption.

        But for those that rest on nothing that was not told elsewhere already: the guide does not repeat itself.
        """
        for sentence in self._takes.get(stop, ()):
            known = bool(sentence.facts) and self._facts.issuperset(sentence.facts)
            if not known and not any(_bare(sentence.text) in text for text in self._heard[stop]):
                self.lost.append(f"{stop}: {sentence.text[:60]}")


def _bare(text: str) -> str:
    return "".join(text.split())


def _between(begin: Vector, end: Vector, share: float) -> Vector:
    x, y, z = (a + (b - a) * share for a, b in zip(begin, end, strict=True))
    return (x, y, z)
