"""What the server sends: the guide's words and voice, what there is to see, what went wrong."""

from typing import Literal

from msgspec import Struct

from tour.wire import VERSION, Codec, Message, Purpose, Quaternion, Vector


class VoiceOffer(Struct, frozen=True, kw_only=True):
    """A voice the guide can speak with."""

    id: str
    language: str
    engine: str
    online: bool = False


class LanguageOffer(Struct, frozen=True, kw_only=True):
    """A language of the site and what stands behind it."""

    tag: str
    tier: Literal["reviewed", "checked"]
    """`reviewed`: people's own words; `checked`: a machine's translation that passed the checks."""
    voice: bool
    """Whether the guide can be heard in it, not only read."""
    direction: Literal["ltr", "rtl"] = "ltr"


class Welcome(Message, frozen=True, kw_only=True):
    """The visit is open."""

    visit: str
    resume: str
    site: str
    scene: str
    """URL of the site's description."""
    language: str
    """The language the guide will use, which may differ from the one asked for."""
    languages: tuple[str, ...]
    voices: tuple[VoiceOffer, ...]
    offers: tuple[LanguageOffer, ...] = ()
    """One for each of `languages`."""
    captions_language: str | None = None
    captions_beside: str | None = None
    """The second language of captions, where there is one."""
    version: int = VERSION
    resumed: bool = False


class Encountered(Message, frozen=True, kw_only=True):
    """Something worth words is in front of the visitor."""

    annotation: str
    label: str
    stop: str | None = None


class UtteranceStarted(Message, frozen=True, kw_only=True):
    """The guide begins to speak."""

    utterance: str
    kind: Literal["narration", "answer", "notice"]
    language: str
    origin: Literal["approved", "live", "verbatim"]
    ai: bool = False
    """A machine wrote the words."""
    voice: str | None = None
    synthetic: bool = True
    """A machine made the voice."""
    model: str | None = None
    """The language model whose words these are, where a machine wrote them now."""
    imaginative: bool = False
    """A story made from facts, not history."""
    captions_language: str | None = None
    """BCP 47 tag of the captions where they are not in `language`."""
    captions_beside: str | None = None
    """BCP 47 tag of the captions that are read beside those."""
    question: str | None = None
    """The question this answers."""


class Caption(Message, frozen=True, kw_only=True):
    """A WebVTT cue: times count from the beginning of the utterance's sound."""

    utterance: str
    index: int
    text: str
    start_ms: int
    end_ms: int
    facts: tuple[str, ...] = ()
    origin: Literal["approved", "live", "verbatim"] = "approved"
    ai: bool = False
    imaginative: bool = False
    """A story made from facts, not history."""
    offer: Literal["", "story"] = ""
    """What the visitor may now ask for by reacting with that word."""
    beside: str | None = None
    """The same in the second language of captions, empty where nobody wrote it there; none where one is enough."""
    beside_ai: bool = False
    """A machine wrote `beside`."""
    sentence: int | None = None
    """Which sentence of the utterance the clause belongs to, from 0."""


class SpeechChunk(Message, frozen=True, kw_only=True):
    """A piece of speech: raw Opus packets of 20 ms, or whole PCM samples, mono."""

    utterance: str
    index: int
    codec: Codec
    sample_rate: int
    data: bytes
    sizes: tuple[int, ...] | None = None
    """Bytes of each packet of `data` where there are several: only to who hears by `opus-16k`."""
    last: bool = False


class UtteranceEnded(Message, frozen=True, kw_only=True):
    """The guide has finished, was interrupted, or failed; on anything but `finished` the client stops the sound now."""

    utterance: str
    reason: Literal["finished", "interrupted", "failed"]


class Transcript(Message, frozen=True, kw_only=True):
    """What the guide understood of a spoken question."""

    question: str
    text: str
    final: bool
    language: str = ""
    """BCP 47 tag of what was heard, where it could be told."""
    confidence: float = 1.0
    """0 to 1."""


class Presence(Struct, frozen=True, kw_only=True, array_like=True):
    """One visitor of a group in a packed batch."""

    visitor: str
    position: Vector
    orientation: Quaternion


class VisitorsMoved(Message, frozen=True, kw_only=True):
    """Where the others are, one batch a tick."""

    tick: int
    visitors: tuple[Presence, ...]


class VisitorJoined(Message, frozen=True, kw_only=True):
    """Somebody joined the group."""

    visitor: str
    name: str = ""


class VisitorLeft(Message, frozen=True, kw_only=True):
    """Somebody left the group."""

    visitor: str


class Said(Message, frozen=True, kw_only=True):
    """Words of somebody in the group."""

    visitor: str
    text: str
    language: str = ""


class TourMoved(Message, frozen=True, kw_only=True):
    """The leader went on to another stop."""

    stop: str


class AnnotationChanged(Message, frozen=True, kw_only=True):
    """A curator's edit: of a thing's name or place, or of what is told of it."""

    annotation: str
    """Empty where so much changed that the scene is to be fetched again."""
    label: str
    removed: bool = False
    """It is no longer there."""


class Consented(Message, frozen=True, kw_only=True):
    """The answer to each `consent`, in their order, once it is in the books or was refused."""

    outcome: Literal["taken", "consent-refused", "withdrawal-failed"]
    """Where it is not `taken`, a `problem` of that code came just before."""
    change: str = ""
    """The id of the `consent`."""
    purposes: tuple[Purpose, ...] | None = None
    """What stands agreed to now; none where the house could not write, and nothing is used until it can."""


class Problem(Message, frozen=True, kw_only=True):
    """What went wrong, in the visitor's language, with a code a program can read."""

    code: str
    message: str
    retry_after: float | None = None
    """Seconds."""
    question: str | None = None
