"""Frames to messages and back: msgpack bounds the bytes, msgspec checks the fields."""

from collections.abc import Iterable
from typing import Any

import msgpack
import msgspec

from tour.messages import FROM_CLIENT, FROM_SERVER, Message, name_of

FRAME_LIMIT = 64 * 1024
VOICE_LIMIT = 256 * 1024
NESTING = 64
"""Array and map entries allowed in one container."""


class FrameError(ValueError):
    """A frame that is no message: which field, what is wrong with it."""


class FrameTooLarge(FrameError):
    """A frame beyond the limit of its kind."""


class UnknownMessage(FrameError):
    """A well-formed frame whose name nobody here knows; a receiver skips it."""


def encode(message: Message) -> bytes:
    """Write one message as a msgpack frame; fields that are None are left out."""
    fields = msgspec.to_builtins(message, builtin_types=(bytes,))
    frame: bytes = msgpack.packb([name_of(type(message)), {k: v for k, v in fields.items() if v is not None}])
    return frame


class Decoder:
    """Reads the frames of one direction."""

    def __init__(self, kinds: Iterable[type[Message]]) -> None:
        self._kinds = {name_of(kind): kind for kind in kinds}

    def decode(self, frame: bytes) -> Message:
        """Read one frame.

        Raises `FrameTooLarge`, `UnknownMessage`, or `FrameError` naming the field.
        """
        if len(frame) > VOICE_LIMIT:
            raise FrameTooLarge(f"frame: {len(frame)} bytes, the limit is {VOICE_LIMIT}")
        name, fields = _unpack(frame)
        if len(frame) > FRAME_LIMIT and name != "visitor-spoke":
            raise FrameTooLarge(f"frame: {len(frame)} bytes, the limit is {FRAME_LIMIT}")
        kind = self._kinds.get(name)
        if kind is None:
            raise UnknownMessage(f"name: {name[:64]!r} is no message of this protocol")
        try:
            return msgspec.convert(fields, kind)
        except msgspec.ValidationError as wrong:
            raise FrameError(f"{name}: {wrong}") from None


def _unpack(frame: bytes) -> tuple[str, dict[str, Any]]:
    try:
        value = msgpack.unpackb(
            frame, max_array_len=NESTING, max_map_len=NESTING, max_ext_len=0, strict_map_key=True, raw=False
        )
    except (ValueError, msgpack.UnpackException, RecursionError) as wrong:
        raise FrameError(f"frame: not msgpack ({type(wrong).__name__})") from None
    match value:
        case [str(name), dict(fields)]:
            return name, fields
    raise FrameError("frame: an array [name, {field: value}] is needed")


from_client = Decoder(FROM_CLIENT)
from_server = Decoder(FROM_SERVER)
