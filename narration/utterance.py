"""What a visitor hears and reads: captions and pieces of speech."""

from dataclasses import dataclass
from typing import Literal

from narration.claims import Claim

Codec = Literal["opus", "mp3", "pcm_s16le"]
Kind = Literal["narration", "answer", "notice"]
Origin = Literal["approved", "live", "verbatim"]
Offer = Literal["", "story"]
Ending = Literal["finished", "interrupted", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechChunk:
    """A piece of mono speech."""

    codec: Codec
    sample_rate: int
    """Hz."""
    data: bytes
    """`opus`: raw packets of 20 ms; `pcm_s16le`: whole little-endian 16-bit samples."""
    sizes: tuple[int, ...] = ()
    """Bytes of each packet where there are several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """A WebVTT cue of an utterance: what is read while it is heard."""

    index: int
    text: str
    start_ms: int
    end_ms: int
    facts: tuple[str, ...] = ()
    origin: Origin = "approved"
    ai: bool = False
    imaginative: bool = False
    """A story made from facts, not history."""
    offer: Offer = ""
    """What the visitor may now ask for."""
    closes: bool = True
    """Whether a sentence ends with it."""
    sentence: int = 0
    """Which sentence of the utterance it belongs to, from 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence that may be spoken, and why."""

    text: str
    language: str
    facts: tuple[str, ...]
    origin: Origin
    ai: bool = False
    """Whether a machine wrote the words."""
    model: str = ""
    """The language model that wrote them now, if one did."""
    imaginative: bool = False
    """A story made from facts, not history."""
    offer: Offer = ""
    """What the visitor may now ask for."""
    common: bool = False
    """Whether it is the same for every visitor: nothing that one of them said went into it."""
    quotes_visitor: bool = False
    """A visitor's own words are in it, so that its sound is never kept."""
    claims: tuple[Claim, ...] = ()
    """Verdicts on everything that was proposed for this place, refused proposals included."""
    seconds: float = 0.0
    """From the request for this sentence until it was ready to be spoken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """The beginning of a sentence that is still being written: a hint to prepare its sound, never to play it."""

    text: str
    language: str
