"""What Kokoro-82M reads: the phonemes of its training, for each of its languages.

English and the Latin and Hindi languages go through espeak-ng and misaki's table; Mandarin through misaki's `ZHG2P`;
Japanese through misaki's `JAG2P`, which needs `pyopenjtalk-plus` (espeak-ng reads no kanji).
"""

import re
from collections.abc import Callable
from importlib.util import find_spec
from types import SimpleNamespace

Phonemizer = Callable[[str], str]

ESPEAK = {"es": "es", "fr-FR": "fr-fr", "hi": "hi", "it": "it", "pt-BR": "pt-br"}
_LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]+(?:[ '’-]+[A-Za-zÀ-ÖØ-öø-ÿ]+)*")
_SPELLED = str.maketrans({"’": "'", "–": "—", "\n": " ", "\t": " ", "-": " ", "・": " "})


class Phonemes:
    """Phonemes of text by BCP 47 language; each language is prepared when first needed and kept.

    Not for several threads at once: espeak-ng keeps state of its own.
    """

    def __init__(self) -> None:
        self._kept: dict[str, Phonemizer] = {}

    @staticmethod
    def readable(language: str) -> bool:
        """Whether what reads `language` is installed."""
        needed = {"ja": "pyopenjtalk", "zh-Hans": "jieba"}.get(language, "phonemizer")
        return find_spec(needed) is not None

    def of(self, text: str, language: str) -> str:
        """The phonemes of `text`, white space made single."""
        if language not in self._kept:
            self._kept[language] = self._prepare(language)
        return " ".join(self._kept[language](text.translate(_SPELLED)).split())

    def _prepare(self, language: str) -> Phonemizer:
        if language.startswith("en"):
            return _english(british=language == "en-GB")
        if language.startswith("zh"):
            return _WithLatin(self, _mandarin())
        if language == "ja":
            return _WithLatin(self, _japanese())
        from misaki.espeak import EspeakG2P

        spoken = EspeakG2P(ESPEAK[language])
        return lambda text: str(spoken(text)[0])


def _english(*, british: bool) -> Phonemizer:
    from misaki.espeak import EspeakFallback

    spoken = EspeakFallback(british=british)
    return lambda text: str(spoken(SimpleNamespace(text=text))[0] or "").replace("əɹɹ", "əɹ")


def _japanese() -> Phonemizer:
    from misaki.ja import JAG2P

    spoken = JAG2P(version="pyopenjtalk")

    def phonemes(text: str) -> str:
        both = str(spoken(text)[0])
        return both[: len(both) // 2]  # a mark of pitch for each phoneme follows, which this model does not know

    return phonemes


def _mandarin() -> Phonemizer:
    import jieba  # type: ignore[import-untyped]
    from misaki.zh import ZHG2P

    jieba.setLogLevel("ERROR")  # it tells of its dictionary on stderr
    spoken = ZHG2P()
    return lambda text: str(spoken(text)[0])


class _WithLatin:
    """A language without Latin letters; names in them are read as English."""

    def __init__(self, phonemes: Phonemes, own: Phonemizer) -> None:
        self._phonemes = phonemes
        self._own = own

    def __call__(self, text: str) -> str:
        parts: list[str] = []
        done = 0
        for latin in _LATIN.finditer(text):
            parts += [self._read(text[done : latin.start()]), self._phonemes.of(latin.group(), "en-US")]
            done = latin.end()
        parts.append(self._read(text[done:]))
        return " ".join(parts)

    def _read(self, text: str) -> str:
        return self._own(text) if text.strip() else ""
