"""Microsoft's online voices, for an operator who opted in: what the guide says leaves the house."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Mapping
from contextlib import ExitStack, aclosing, contextmanager
from time import monotonic
from types import ModuleType, TracebackType
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from narration.engine import EngineContext, EngineUnavailable, Voice
from narration.engines.breaker import CircuitBreaker
from narration.engines.mp3 import SAMPLE_RATE, Mp3Decoder
from narration.utterance import SpeechChunk

PATIENCE = 3.0
"""Seconds to the first audio, and between two pieces of it."""
_LANGUAGES = {"zh-CN": "zh-Hans-CN", "zh-TW": "zh-Hant-TW", "zh-HK": "yue-Hant-HK"}
_USUAL = ("en-US", "en-GB", "es-ES", "fr-FR", "de-DE", "pt-BR", "ar-SA", "zh-CN")
"""Where a language is asked for without a region."""


class EdgeTts:
    """Speaks some 80 languages through Microsoft Edge's read-aloud service.

    Options: `edge_tts` must be `yes`; `edge_tts_endpoint`, a base URL (`ws://host:port/path`) of another server of the
    same protocol; `edge_tts_patience`, seconds (3). After three failures in a row it is left alone for a minute.
    """

    name = "edge_tts"
    title, licence, maker = "Read aloud of Microsoft Edge", "", "Microsoft"
    version = "1"

    def __init__(self, context: EngineContext, *, clock: Callable[[], float] = monotonic) -> None:
        self._options = context.options
        self._patience = float(context.options.get("edge_tts_patience", PATIENCE))
        self._breaker = CircuitBreaker(clock=clock)
        self._stack = ExitStack()
        self._voices: tuple[Voice, ...] = ()

    async def __aenter__(self) -> Self:
        if self._options.get("edge_tts") != "yes":
            raise EngineUnavailable(self.name, "is off, since text leaves the house", "set TOUR_EDGE_TTS=yes")
        try:
            import av  # noqa: F401 - the decoder needs it; better found missing now
            import edge_tts
        except ImportError as error:
            raise EngineUnavailable(self.name, str(error), "pip install 'caravanserai[edge]'") from error
        if endpoint := self._options.get("edge_tts_endpoint"):
            self._stack.enter_context(_another_server(endpoint))
        try:
            async with asyncio.timeout(self._patience):
                self._voices = tuple(sorted(map(_voice, await edge_tts.list_voices()), key=_rank))
        except Exception as error:
            self._stack.close()
            reason = f"its list of voices cannot be had: {type(error).__name__}"
            raise EngineUnavailable(self.name, reason, "is this machine online?") from error
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def voices(self) -> tuple[Voice, ...]:
        """Every voice of the service; of a language's regions the usual one comes first."""
        return self._voices

    async def synthesize(self, sentence: str, voice: Voice) -> AsyncIterator[SpeechChunk]:
        """Stream 24 kHz `pcm_s16le` as it arrives, its silent ends cut; raises `EngineUnavailable` on any failure."""
        if not self._breaker.ask():
            raise EngineUnavailable(self.name, "it failed three times and rests for a minute")
        decoder = Mp3Decoder()
        heard = False
        try:
            async with aclosing(self._arriving(sentence, voice)) as arriving:
                async for data in arriving:
                    if sound := decoder.feed(data):
                        heard = True
                        yield SpeechChunk(codec="pcm_s16le", sample_rate=SAMPLE_RATE, data=sound)
            if not heard:
                raise ValueError("no sound was in the answer")
        except Exception as error:
            self._breaker.failed()
            raise EngineUnavailable(self.name, f"the service failed: {type(error).__name__}") from error
        self._breaker.worked()
        yield SpeechChunk(codec="pcm_s16le", sample_rate=SAMPLE_RATE, data=decoder.finish())

    async def _arriving(self, sentence: str, voice: Voice) -> AsyncGenerator[bytes, None]:
        """MP3 as it arrives; `TimeoutError` when nothing does for the time of patience.

        Raises `ConnectionError` when the connection was cut: edge-tts itself takes that for the end, but adds up the
        bytes only when it was told of the end.
        """
        import edge_tts

        service, received = edge_tts.Communicate(sentence, voice.id), 0
        async with aclosing(service.stream()) as messages:
            while True:
                try:
                    async with asyncio.timeout(self._patience):
                        message = await anext(messages)
                except StopAsyncIteration:
                    break
                if message["type"] == "audio":
                    received += len(message["data"])
                    yield message["data"]
        if service.state["cumulative_audio_bytes"] != received:
            raise ConnectionError("the connection was cut")


def _voice(entry: Mapping[str, Any]) -> Voice:
    gender: Literal["female", "male"] = "female" if entry.get("Gender") == "Female" else "male"
    locale, identifier = str(entry["Locale"]), str(entry["ShortName"])
    return Voice(
        id=identifier,
        engine="edge_tts",
        language=_LANGUAGES.get(locale, locale),
        name=identifier.removeprefix(f"{locale}-").removesuffix("Neural"),
        gender=gender,
        online=True,
    )


def _rank(voice: Voice) -> bool:
    return not voice.id.startswith(_USUAL)


@contextmanager
def _another_server(endpoint: str) -> Iterator[None]:
    """Let the edge-tts package, which has no setting for it, speak with the server at `endpoint` (for all engines)."""
    from edge_tts import communicate
    from edge_tts import voices as listing

    parts = urlsplit(endpoint)
    http = parts._replace(scheme="https" if parts.scheme == "wss" else "http").geturl()
    with (
        _constant(communicate, "WSS_URL", f"{endpoint}/edge/v1?TrustedClientToken="),
        _constant(listing, "VOICE_LIST", f"{http}/voices/list?trustedclienttoken="),
    ):
        yield


@contextmanager
def _constant(module: ModuleType, name: str, value: str) -> Iterator[None]:
    before = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, before)
