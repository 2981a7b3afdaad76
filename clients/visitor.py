"""A visitor without eyes: walks a path, asks, and returns what it heard.

It knows only the wire (`tour.messages`, `tour.codec`), as any client somebody else writes would.
"""

import asyncio
import math
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import pairwise
from time import monotonic
from typing import Self

import aiohttp

from tour.codec import encode, from_server
from tour.messages import (
    NUMBERED,
    SUBPROTOCOL,
    AnnotationChanged,
    Caption,
    Consented,
    Encountered,
    Goodbye,
    Heartbeat,
    Hello,
    Interrupt,
    Message,
    Problem,
    Quaternion,
    SpeechChunk,
    Transcript,
    UtteranceEnded,
    UtteranceStarted,
    Vector,
    VisitorAsked,
    VisitorMoved,
    VisitorReacted,
    VisitorSpoke,
    Welcome,
)

EYE_HEIGHT = 1.65
POSES_A_SECOND = 12
HEARING_RATE = 16_000
"""Samples a second of what a visitor says."""
PIECE = 0.1
"""Seconds of speech in one message."""


@dataclass(slots=True, kw_only=True)
class Heard:
    """One utterance as it arrived."""

    started: UtteranceStarted
    at: float
    """Seconds since the visit began."""
    captions: list[Caption] = field(default_factory=list)
    chunks: list[SpeechChunk] = field(default_factory=list)
    first_audio: float | None = None
    ended: str | None = None

    @property
    def text(self) -> str:
        """Everything that was said, as one text."""
        return "".join(caption.text for caption in self.captions)

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts it rests on, each once."""
        return tuple(dict.fromkeys(fact for caption in self.captions for fact in caption.facts))


@dataclass(slots=True)
class Visitor:
    """A visit over one WebSocket, which may be cut and taken up again."""

    url: str
    hello: Hello
    welcome: Welcome | None = None
    heard: list[Heard] = field(default_factory=list)
    encounters: list[Encountered] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    consents: list[Consented] = field(default_factory=list)
    """What the house answered to each consent."""
    transcripts: list[Transcript] = field(default_factory=list)
    changes: list[AnnotationChanged] = field(default_factory=list)
    """Curators' edits, as they came."""
    closed: int | None = None
    """The close code, once the server closed."""
    received: int = 0
    began: float = field(default_factory=monotonic)
    position: Vector | None = None
    _session: aiohttp.ClientSession | None = None
    _socket: aiohttp.ClientWebSocketResponse | None = None
    _listening: asyncio.Task[None] | None = None
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession()
        try:
            await self.connect()
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        with suppress(ConnectionError):
            if self._socket is not None and not self._socket.closed:
                await self.send(Goodbye())
        await self.cut()
        if self._session is not None:
            await self._session.close()

    async def connect(self) -> None:
        """Open the visit, or take it up again after `cut`."""
        assert self._session is not None
        self._socket = await self._session.ws_connect(self.url, protocols=(SUBPROTOCOL,), max_msg_size=1 << 20)
        again = {"resume": self.welcome.resume, "received": self.received} if self.welcome else {}
        fields = {name: getattr(self.hello, name) for name in self.hello.__struct_fields__}
        await self.send(Hello(**{**fields, **again}))
        self._listening = asyncio.create_task(self._listen(self._socket))
        before = self.welcome
        await self.until(lambda: self.welcome is not before)

    async def cut(self) -> None:
        """Drop the line without a word."""
        if self._listening is not None:
            self._listening.cancel()
            with suppress(asyncio.CancelledError):
                await self._listening
        if self._socket is not None:
            await self._socket.close()

    async def send(self, message: Message) -> None:
        """Send one message."""
        await self.send_frame(encode(message))

    async def send_frame(self, frame: bytes) -> None:
        """Send bytes as one frame, whatever they are."""
        assert self._socket is not None
        await self._socket.send_bytes(frame)

    async def stand(self, feet: Vector, looking_at: Vector | None = None) -> None:
        """Be somewhere: one pose, with the eyes over the feet."""
        x, y, z = feet
        self.position = (x, y + EYE_HEIGHT, z)
        await self.send(
            VisitorMoved(position=self.position, orientation=_towards(feet, looking_at or (0.0, y, 0.0)),
                         t=(monotonic() - self.began) * 1000)
        )  # fmt: skip

    async def walk(self, path: Sequence[Vector], speed: float = 1.4) -> None:
        """Walk straight from point to point at `speed` metres a second, sending a dozen poses a second."""
        for begin, end in pairwise(path):
            steps = max(1, round(math.dist(begin, end) / speed * POSES_A_SECOND))
            for step in range(steps + 1):
                share = step / steps
                feet = tuple(a + (b - a) * share for a, b in zip(begin, end, strict=True))
                await self.stand((feet[0], feet[1], feet[2]), end if begin != end else None)
                await asyncio.sleep(1 / POSES_A_SECOND)

    async def ask(self, question: str, text: str) -> None:
        """Ask something; `question` is the id that the answer will carry."""
        await self.send(VisitorAsked(question=question, text=text))

    async def say_aloud(self, question: str, pcm: bytes, *, last: bool = True, pace: float = 1.0) -> None:
        """Speak 16 kHz mono `pcm_s16le` in pieces of 100 ms, `pace` times as fast as it sounds; 0 is all at once.

        With `last` false the button is held on: the server hears by itself where the question ends.
        """
        step = round(PIECE * HEARING_RATE) * 2
        pieces = [pcm[begin : begin + step] for begin in range(0, len(pcm), step)] or [b""]
        for sequence, data in enumerate(pieces):
            done = last and sequence == len(pieces) - 1
            await self.send(VisitorSpoke(question=question, sequence=sequence, codec="pcm_s16le", data=data, last=done))
            await asyncio.sleep(PIECE / pace if pace else 0)

    async def understood(self, question: str, within: float = 30.0) -> Transcript:
        """What the server finally understood of a spoken question."""
        await self.until(lambda: any(each.final for each in self._transcripts(question)), within)
        return next(each for each in self._transcripts(question) if each.final)

    def _transcripts(self, question: str) -> list[Transcript]:
        return [each for each in self.transcripts if each.question == question]

    async def react(self, reaction: str, utterance: str = "") -> None:
        """`like`, `skip`, `more`, `repeat`, `share`, `story` or `wrong`."""
        await self.send(VisitorReacted(reaction=reaction, utterance=utterance))  # type: ignore[arg-type]

    async def interrupt(self) -> None:
        """Ask for silence."""
        await self.send(Interrupt())

    async def beat(self) -> None:
        """Tell the server what arrived."""
        await self.send(Heartbeat(t=(monotonic() - self.began) * 1000, received=self.received))

    async def hears(self, count: int, *, ended: bool = True, within: float = 60.0) -> Heard:
        """The `count`-th utterance of the visit (from 1), once it began or, by default, ended."""
        await self.until(
            lambda: len(self.heard) >= count and (not ended or self.heard[count - 1].ended is not None), within
        )
        return self.heard[count - 1]

    async def until(self, what: Callable[[], bool], within: float = 30.0) -> None:
        """Wait until a predicate over this visitor holds.

        Raises `TimeoutError` after `within` seconds, `ConnectionError` when the server closed meanwhile.
        """
        async with asyncio.timeout(within), self._changed:
            await self._changed.wait_for(lambda: what() or self.closed is not None)
        if not what():
            raise ConnectionError(f"the server closed the visit: {self.closed}")

    async def _listen(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for frame in socket:
            if frame.type is aiohttp.WSMsgType.BINARY:
                self._take(from_server.decode(frame.data))
                async with self._changed:
                    self._changed.notify_all()
        self.closed = socket.close_code
        async with self._changed:
            self._changed.notify_all()

    def _take(self, message: Message) -> None:
        if type(message) in NUMBERED:
            self.received += 1
        match message:
            case Welcome():
                self.welcome = message
            case Encountered():
                self.encounters.append(message)
            case Problem():
                self.problems.append(message)
            case Consented():
                self.consents.append(message)
            case Transcript():
                self.transcripts.append(message)
            case AnnotationChanged():
                self.changes.append(message)
            case _:
                self._hear(message)

    def _hear(self, message: Message) -> None:
        match message:
            case UtteranceStarted():
                self.heard.append(Heard(started=message, at=monotonic() - self.began))
            case Caption():
                self._of(message.utterance).captions.append(message)
            case SpeechChunk():
                self._of(message.utterance).chunks.append(message)
                self._of(message.utterance).first_audio = self._of(message.utterance).first_audio or (
                    monotonic() - self.began
                )
            case UtteranceEnded():
                self._of(message.utterance).ended = message.reason

    def _of(self, utterance: str) -> Heard:
        return next(heard for heard in reversed(self.heard) if heard.started.utterance == utterance)


@asynccontextmanager
async def visiting(
    base: str, site: str, language: str, audio: Iterable[str] = ("opus", "pcm_s16le")
) -> AsyncIterator[Visitor]:
    """A visit at `base` (like `http://localhost:8080`) for the length of the block."""
    url = base.rstrip("/").replace("http", "ws", 1) + "/visit"
    async with Visitor(url, Hello(site=site, language=language, audio=tuple(audio))) as visitor:
        yield visitor


def _towards(begin: Vector, end: Vector) -> Quaternion:
    yaw = math.atan2(begin[0] - end[0], begin[2] - end[2])
    return (0.0, math.sin(yaw / 2), 0.0, math.cos(yaw / 2))
