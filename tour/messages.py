"""The wire: every message of the subprotocol `caravanserai.v1`.

A frame is one msgpack array `[name, {field: value}]`. Receivers skip fields and names they do not know; a field added
later has a default. Positions are metres in scene space (right-handed, +Y up), orientations quaternions x, y, z, w,
times milliseconds. `tour schema` prints this table, and the TypeScript types are generated from it.
"""

from tour.from_client import (
    AudioChosen,
    Consent,
    Follow,
    ForgetMe,
    Goodbye,
    Hello,
    Interrupt,
    LanguageChosen,
    Lead,
    Profile,
    Say,
    VisitorAsked,
    VisitorMoved,
    VisitorPointed,
    VisitorReacted,
    VisitorSpoke,
)
from tour.from_server import (
    AnnotationChanged,
    Caption,
    Consented,
    Encountered,
    LanguageOffer,
    Presence,
    Problem,
    Said,
    SpeechChunk,
    TourMoved,
    Transcript,
    UtteranceEnded,
    UtteranceStarted,
    VisitorJoined,
    VisitorLeft,
    VisitorsMoved,
    VoiceOffer,
    Welcome,
)
from tour.wire import (
    PURPOSES,
    SUBPROTOCOL,
    VERSION,
    Codec,
    Heartbeat,
    Id,
    Message,
    Purpose,
    Quaternion,
    Tag,
    Vector,
    Words,
    name_of,
)

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

__all__ = [
    "FROM_CLIENT",
    "FROM_SERVER",
    "NUMBERED",
    "PURPOSES",
    "SUBPROTOCOL",
    "VERSION",
    "AnnotationChanged",
    "AudioChosen",
    "Caption",
    "Codec",
    "Consent",
    "Consented",
    "Encountered",
    "Follow",
    "ForgetMe",
    "Goodbye",
    "Heartbeat",
    "Hello",
    "Id",
    "Interrupt",
    "LanguageChosen",
    "LanguageOffer",
    "Lead",
    "Message",
    "Presence",
    "Problem",
    "Profile",
    "Purpose",
    "Quaternion",
    "Said",
    "Say",
    "SpeechChunk",
    "Tag",
    "TourMoved",
    "Transcript",
    "UtteranceEnded",
    "UtteranceStarted",
    "Vector",
    "VisitorAsked",
    "VisitorJoined",
    "VisitorLeft",
    "VisitorMoved",
    "VisitorPointed",
    "VisitorReacted",
    "VisitorSpoke",
    "VisitorsMoved",
    "VoiceOffer",
    "Welcome",
    "Words",
    "name_of",
]
