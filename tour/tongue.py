"""What one visitor hears and reads: the guide of the place they are at, in the languages they chose."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from narration.captions import Captions
from narration.guide import Guide
from narration.voice.rendering import SpeechCodec
from scenes.annotation import Annotation
from scenes.language import text_in
from tour.telling import Listener

PLAYABLE: tuple[SpeechCodec, ...] = ("opus", "opus-16k", "pcm_s16le")
"""What the server can send."""


def playable(wanted: tuple[str, ...]) -> SpeechCodec | None:
    """The first codec a client asks for that the server can send, or None for captions only."""
    return next((codec for asked in wanted for codec in PLAYABLE if codec == asked), None)


@dataclass(slots=True, kw_only=True)
class Tongue:
    """The languages of one visitor, which are always among those of their guide."""

    guide: Guide
    language: str
    """Of the voice."""
    captions: str | None = None
    """The captions' language where it is not the voice's."""
    beside: str | None = None
    """The language of a second visitor's captions, where it is neither of these."""
    codec: SpeechCodec | None = None
    """How the visitor hears; None for captions only."""
    listener: Callable[[str], Listener]
    """How this visitor listens in a language, with the voices there are now."""

    @property
    def reading(self) -> str:
        """The language of what the visitor reads."""
        return self.captions or self.language

    def __post_init__(self) -> None:
        self.beside = self._second(self.beside)

    def choose(self, wanted: str, captions: str | None, beside: str | None = None) -> bool:
        """Go on in another language; False, and nothing changed, where the guide does not offer it."""
        language = self.guide.language_for(wanted)
        if language is None:
            return False
        self.language = language
        self.captions = self.guide.language_for(captions) if captions else None
        self.beside = self._second(beside)
        return True

    def renew(self, guide: Guide) -> None:
        """Go on with another guide, in the same languages where it offers them."""
        self.guide = guide
        self.language = guide.language_for(self.language) or guide.site.languages[0]
        self.captions = guide.language_for(self.captions) if self.captions else None
        self.beside = self._second(self.beside)

    def nearest(self, wanted: str) -> str:
        """The wanted language where the guide offers it, else the visitor's."""
        return self.guide.language_for(wanted) or self.language

    def listening(self, language: str) -> Listener:
        """How the visitor listens now, with captions in their own language where that is another."""
        listener = self.listener(language)
        read = self.captions or language
        second = self.beside if self.beside != read else self.reading
        return replace(
            listener,
            captions=self._captions(read) if read != language else None,
            beside=self._captions(second) if self.beside and second and second != read else None,
        )

    def _captions(self, language: str) -> Captions:
        return Captions(site=self.guide.site, language=language)

    def _second(self, wanted: str | None) -> str | None:
        found = self.guide.language_for(wanted) if wanted else None
        return None if found == self.reading else found

    def label(self, note: Annotation) -> str:
        """What a part is called for who reads; in the site's first language where nobody named it in theirs."""
        return text_in(note.label, self.reading) or next(iter(note.label.values()), note.id)
