"""What every message of the wire is made of, and the one that both sides send."""

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


class Heartbeat(Message, frozen=True, kw_only=True):
    """Either side is alive; the server answers each with its own. `received` lets the server forget what arrived."""

    t: float = 0.0
    received: Annotated[int, Meta(ge=0)] = 0


@cache
def name_of(kind: type[Message]) -> str:
    """The wire name of a message type: `VisitorMoved` → `visitor-moved`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", kind.__name__).lower()
