"""The wire: every message of the subprotocol `caravanserai.v1`.

A frame is one msgpack array `[name, {field: value}]`. Receivers skip fields and names they do not know; a field added
later has a default. Positions are metres in scene space (right-handed, +Y up), orientations quaternions x, y, z, w,
times milliseconds. `tour schema` prints this table, and the TypeScript types are generated from it.
"""

import re
from functools import cache
from typing import Annotated, Literal

from msgspec import Meta, Struct

SUBPROTOCOL = "caravanserai.v1"
VERSION = 1

Id = Annotated[str, Meta(min_length=1, max_length=64)]
Tag = Annotated[str, Meta(min_length=2, max_length=35, description="BCP 47")]
Words = Annotated[str, Meta(max_length=2000)]
Vector = tuple[float, float, float]
Quaternion = tuple[float, float, float, float]
Codec = Literal["opus", "mp3", "pcm_s16le"]
Purpose = Literal["personalise", "analytics", "voice"]
PURPOSES: tuple[Purpose, ...] = ("personalise", "analytics", "voice")


class Message(Struct, frozen=True, kw_only=True):
    """Anything that crosses the wire."""


class Profile(Struct, frozen=True, kw_only=True):
    """What a visitor chose to say about themselves; used only with their consent, never kept after the visit."""

    interests: Annotated[tuple[Annotated[str, Meta(max_length=40)], ...], Meta(max_length=16)] = ()
    age_group: Literal["", "child", "family", "adult", "expert"] = ""
    home_country: Annotated[str, Meta(max_length=2)] = ""
    detail: Literal["", "brief", "normal", "deep"] = ""


# ---- client → server


class Hello(Message, frozen=True, kw_only=True):
    """Opens a visit, or takes one up again when `resume` is given."""

    site: Id
    language: Tag
    device: Literal["headset", "desktop", "kiosk", "mobile"] = "desktop"
    audio: Annotated[tuple[Annotated[str, Meta(max_length=16)], ...], Meta(max_length=8)] = ()
    """How the client can hear, best first; none means captions only. `opus-16k` is Opus for slow lines."""
    captions: bool = True
    captions_language: Tag | None = None
    """Captions in another language than the voice; none means the same."""
    captions_beside: Tag | None = None
    """A second language of captions beside the first, for two visitors before one screen."""
    token: Annotated[str, Meta(max_length=4096)] | None = None
    resume: Annotated[str, Meta(max_length=128)] | None = None
    received: Annotated[int, Meta(ge=0)] = 0
    """With `resume`: how many numbered messages of the visit had arrived (see `NUMBERED`)."""
    profile: Profile | None = None


class VisitorMoved(Message, frozen=True, kw_only=True):
    """Where the visitor is, 10 to 15 times a second; only the newest counts."""

    position: Vector
    orientation: Quaternion
    t: float = 0.0


class VisitorPointed(Message, frozen=True, kw_only=True):
    """What is that? A ray in scene space."""

    origin: Vector
    direction: Vector


class VisitorAsked(Message, frozen=True, kw_only=True):
    """A typed question."""

    question: Id
    text: Words


class VisitorSpoke(Message, frozen=True, kw_only=True):
    """A piece of a spoken question."""

    question: Id
    sequence: Annotated[int, Meta(ge=0)]
    codec: Codec
    data: bytes
    last: bool = False


class VisitorReacted(Message, frozen=True, kw_only=True):
    """What the visitor did with what they heard."""

    reaction: Literal["like", "skip", "more", "repeat", "share", "story", "wrong"]
    """`story`: tell the story that was offered; `wrong`: that sounds wrong."""
    utterance: Annotated[str, Meta(max_length=64)] = ""


class LanguageChosen(Message, frozen=True, kw_only=True):
    """Go on in another language; `captions` chooses theirs, none means the same as the voice's."""

    language: Tag
    captions: Tag | None = None
    beside: Tag | None = None
    """A second language of captions beside the first; none means one is enough."""


class AudioChosen(Message, frozen=True, kw_only=True):
    """Hear otherwise from the next utterance on, as `audio` of `Hello`; none means captions only."""

    audio: Annotated[tuple[Annotated[str, Meta(max_length=16)], ...], Meta(max_length=8)] = ()


class Interrupt(Message, frozen=True, kw_only=True):
    """Be quiet now."""


class Consent(Message, frozen=True, kw_only=True):
    """Purposes the visitor agrees to, replacing what was agreed before."""

    purposes: tuple[Purpose, ...] = ()
    profile: Profile | None = None
    """What they now say of themselves; none leaves what was said before."""
    words: Annotated[str, Meta(max_length=48)] = ""
    """The words they were shown, as `/api/privacy/words` names them."""
    change: Annotated[str, Meta(max_length=64)] = ""
    """An id the client makes, which the answer carries."""


class ForgetMe(Message, frozen=True, kw_only=True):
    """Drop everything that is known about this visit, at once."""


class Say(Message, frozen=True, kw_only=True):
    """Words to the others of a group tour."""

    text: Words


class Lead(Message, frozen=True, kw_only=True):
    """Take the lead of a group."""

    room: Id


class Follow(Message, frozen=True, kw_only=True):
    """Follow the leader of a group."""

    room: Id


class Heartbeat(Message, frozen=True, kw_only=True):
    """Either side is alive; the server answers each with its own. `received` lets the server forget what arrived."""

    t: float = 0.0
    received: Annotated[int, Meta(ge=0)] = 0


class Goodbye(Message, frozen=True, kw_only=True):
    """The visit ends; nothing is kept to resume."""


# ---- server → client


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


FROM_CLIENT: tuple[type[Message], ...] = (
    Hello, VisitorMoved, VisitorPointed, VisitorAsked, VisitorSpoke, VisitorReacted, LanguageChosen,
    AudioChosen, Interrupt, Consent, ForgetMe, Say, Lead, Follow, Heartbeat, Goodbye,
)  # fmt: skip

FROM_SERVER: tuple[type[Message], ...] = (
    Welcome, Encountered, UtteranceStarted, Caption, SpeechChunk, UtteranceEnded, Transcript, VisitorsMoved,
    VisitorJoined, VisitorLeft, Said, TourMoved, AnnotationChanged, Consented, Heartbeat, Problem,
)  # fmt: skip

NUMBERED: frozenset[type[Message]] = frozenset(
    {
        Encountered,
        UtteranceStarted,
        Caption,
        SpeechChunk,
        UtteranceEnded,
        Transcript,
        Said,
        TourMoved,
        AnnotationChanged,
    }
)
"""Messages that a resumed visit neither loses nor repeats: both sides count them from the start of the visit."""


@cache
def name_of(kind: type[Message]) -> str:
    """The wire name of a message type: `VisitorMoved` → `visitor-moved`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", kind.__name__).lower()
