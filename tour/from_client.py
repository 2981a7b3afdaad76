"""What a client sends: who comes, what they do, what they ask, what they agree to."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from tour.wire import Codec, Id, Message, Purpose, Quaternion, Tag, Vector, Words


class Profile(Struct, frozen=True, kw_only=True):
    """What a visitor chose to say about themselves; used only with their consent, never kept after the visit."""

    interests: Annotated[tuple[Annotated[str, Meta(max_length=40)], ...], Meta(max_length=16)] = ()
    age_group: Literal["", "child", "family", "adult", "expert"] = ""
    home_country: Annotated[str, Meta(max_length=2)] = ""
    detail: Literal["", "brief", "normal", "deep"] = ""


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


class Goodbye(Message, frozen=True, kw_only=True):
    """The visit ends; nothing is kept to resume."""
