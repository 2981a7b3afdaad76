"""espeak-ng: a plain voice for about 130 languages, small and at once."""

import ctypes
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

from narration.engine import EngineContext, EngineUnavailable, Voice
from narration.engines.espeak_languages import UNSPOKEN, tag
from narration.engines.worker import Stop, Worker
from narration.utterance import SpeechChunk
from narration.voice import pcm
from scenes.language import primary

WORDS_A_MINUTE = 160
_SYNCHRONOUS = 2
_DONT_EXIT = 0x8000
_UTF8 = 1
_RATE = 1
_LOCK = Lock()
"""espeak-ng keeps its state in globals: one call at a time in a process, however many engines are open."""
_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class _VoiceRecord(ctypes.Structure):
    """`espeak_VOICE` of `speak_lib.h`."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_void_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("reserved", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


class Espeak:
    """Speaks every language of espeak-ng, about a hundred times faster than real time.

    Options: `espeak_words_a_minute` (160). Closing the iterator stops it within a phrase.
    """

    name = "espeak"
    title, licence, maker = "eSpeak NG", "GPL-3.0-or-later", "the contributors to eSpeak NG"
    version = "1.52-1"

    def __init__(self, context: EngineContext) -> None:
        self._rate = int(context.options.get("espeak_words_a_minute", WORDS_A_MINUTE))
        self._worker = Worker("espeak")
        self._library: _Library | None = None
        self._voices: tuple[Voice, ...] = ()

    async def __aenter__(self) -> Self:
        try:
            self._library = await self._worker.run(lambda _: _library())
        except (ImportError, OSError, RuntimeError) as error:
            await self._worker.close()
            remedy = "pip install 'caravanserai[espeak]'"
            raise EngineUnavailable(self.name, str(error), remedy) from error
        self._voices = self._library.voices
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._worker.close()
        self._library = None

    def voices(self) -> tuple[Voice, ...]:
        """Every language, each by one voice."""
        return self._voices

    async def synthesize(self, sentence: str, voice: Voice) -> AsyncIterator[SpeechChunk]:
        """Stream 22.05 kHz `pcm_s16le`: one chunk, its silent ends cut."""
        library = self._library
        if library is None:
            raise EngineUnavailable(self.name, "it is closed")
        data = await self._worker.run(lambda stop: library.speak(sentence, voice.id, self._rate, stop))
        yield SpeechChunk(codec="pcm_s16le", sample_rate=library.sample_rate, data=data)


class _Library:
    """The shared library, its data and its one callback."""

    def __init__(self, path: str, data: str) -> None:
        self._c = ctypes.CDLL(path)
        self._c.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_VoiceRecord))
        self._c.espeak_Synth.argtypes = (
            ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int, ctypes.c_uint, ctypes.c_uint,
            ctypes.c_void_p, ctypes.c_void_p,
        )  # fmt: skip
        self.sample_rate = self._c.espeak_Initialize(_SYNCHRONOUS, 0, str(Path(data)).encode(), _DONT_EXIT)
        if self.sample_rate <= 0:
            raise RuntimeError(f"its data in {data} cannot be read")
        self._heard = bytearray()
        self._stop = Stop()
        self._callback = _Callback(self._hear)  # kept: espeak-ng holds only the pointer
        self._c.espeak_SetSynthCallback(self._callback)
        self.voices = tuple(self._list_voices())

    def speak(self, text: str, voice: str, words_a_minute: int, stop: Stop) -> bytes:
        """`pcm_s16le` of `text`; raises `EngineUnavailable` when the library refuses."""
        with _LOCK:
            self._heard, self._stop = bytearray(), stop
            self._c.espeak_SetParameter(_RATE, words_a_minute, 0)
            refused = self._c.espeak_SetVoiceByName(voice.encode())
            data = text.replace("\0", " ").encode() + b"\0"
            if refused or self._c.espeak_Synth(data, len(data), 0, 1, 0, _UTF8, None, None):
                raise EngineUnavailable("espeak", f"its voice {voice} cannot speak")
            return pcm.trim(bytes(self._heard), self.sample_rate)

    def _hear(self, samples: "ctypes._Pointer[ctypes.c_short]", count: int, events: int | None) -> int:
        if samples and count > 0:
            self._heard += ctypes.string_at(samples, count * pcm.BYTES)
        return int(self._stop.is_set())

    def _list_voices(self) -> list[Voice]:
        found: list[tuple[tuple[str, int, int, int, str], Voice]] = []
        records = self._c.espeak_ListVoices(None)
        index = 0
        while records[index]:
            ranked = _voice(records[index].contents)
            if ranked is not None:
                found.append(ranked)
            index += 1
        return [voice for _, voice in sorted(found, key=lambda entry: entry[0])]


@cache
def _library() -> _Library:
    import espeakng_loader
    import numpy  # noqa: F401 - pcm.trim needs it; better found missing now

    return _Library(espeakng_loader.get_library_path(), espeakng_loader.get_data_path())


def _voice(record: _VoiceRecord) -> tuple[tuple[str, int, int, int, str], Voice] | None:
    """A voice and its place: the plain language before its regions, then by espeak-ng's priority, the shorter name."""
    identifier = record.identifier.decode()
    priority, name = ctypes.string_at(record.languages, 1)[0], ctypes.string_at(record.languages + 1).decode()
    if name in UNSPOKEN or identifier in UNSPOKEN:
        return None
    language = tag(name)
    place = (primary(language), language.count("-"), priority, len(identifier), identifier)
    return place, Voice(
        id=identifier, engine="espeak", language=language, name=record.name.decode().strip(), gender="male"
    )
