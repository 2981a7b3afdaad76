"""Frames, as DESIGN section 6 has them, and everything that is no frame."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgpack
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some

from tour.codec import (
    FRAME_LIMIT,
    VOICE_LIMIT,
    FrameError,
    FrameTooLarge,
    UnknownMessage,
    encode,
    from_client,
    from_server,
)
from tour.messages import FROM_CLIENT, FROM_SERVER, Hello, VisitorMoved, VisitorSpoke, name_of

GOLDEN = json.loads((Path(__file__).parents[1] / "wire" / "golden.json").read_text("utf-8"))


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda golden: golden["name"])
def test_golden_frames_read_and_write_the_same(golden: dict[str, Any]) -> None:
    frame = bytes.fromhex(golden["hex"])
    decoder = from_client if golden["from"] == "client" else from_server
    message = decoder.decode(frame)
    fields = msgspec.to_builtins(message, builtin_types=(bytes,))
    told = {k: v.hex() if isinstance(v, bytes) else v for k, v in fields.items() if v is not None}
    assert name_of(type(message)) == golden["name"]
    assert json.loads(json.dumps(told)) == golden["message"]
    assert encode(message) == frame


def test_golden_frames_cover_every_message() -> None:
    told = {(golden["from"], golden["name"]) for golden in GOLDEN}
    assert told >= {("client", name_of(kind)) for kind in FROM_CLIENT}
    assert told >= {("server", name_of(kind)) for kind in FROM_SERVER}


def test_unknown_fields_are_skipped_and_missing_ones_have_defaults() -> None:
    frame = msgpack.packb(["hello", {"site": "well", "language": "it", "colour_of_hat": "red"}])
    assert from_client.decode(frame) == Hello(site="well", language="it")


@pytest.mark.parametrize(
    ("frame", "says"),
    [
        (b"", "not msgpack"),
        (b"\xc1", "not msgpack"),
        (b"hello", "not msgpack"),
        (msgpack.packb("hello"), "array"),
        (msgpack.packb(["hello"]), "array"),
        (msgpack.packb([7, {}]), "array"),
        (msgpack.packb(["hello", []]), "array"),
        (msgpack.packb(["hello", {"site": "well"}]), "language"),
        (msgpack.packb(["hello", {"site": 7, "language": "it"}]), r"site"),
        (msgpack.packb(["hello", {"site": "x" * 65, "language": "it"}]), r"site"),
        (msgpack.packb(["visitor-moved", {"position": [1, 2], "orientation": [0, 0, 0, 1]}]), "position"),
        (msgpack.packb(["visitor-moved", {"position": "here", "orientation": [0, 0, 0, 1]}]), "position"),
        (msgpack.packb(["visitor-reacted", {"reaction": "yawn"}]), "reaction"),
        (msgpack.packb(["visitor-asked", {"question": "q", "text": "x" * 2001}]), "text"),
        (msgpack.packb(["consent", {"purposes": ["sell"]}]), "purposes"),
        (b"\x81" * 600, "not msgpack"),
    ],
)
def test_malformed_frames_name_what_is_wrong(frame: bytes, says: str) -> None:
    with pytest.raises(FrameError, match=says):
        from_client.decode(frame)


def test_a_name_nobody_knows_is_told_apart_so_that_it_can_be_skipped() -> None:
    with pytest.raises(UnknownMessage, match="teleported"):
        from_client.decode(msgpack.packb(["teleported", {}]))


def test_a_frame_beyond_64_kib_is_too_large_unless_it_is_voice() -> None:
    with pytest.raises(FrameTooLarge, match="65536"):
        from_client.decode(msgpack.packb(["visitor-asked", {"question": "q", "text": "x" * FRAME_LIMIT}]))
    spoken = VisitorSpoke(question="q", sequence=0, codec="opus", data=bytes(FRAME_LIMIT + 1))
    assert from_client.decode(encode(spoken)) == spoken
    with pytest.raises(FrameTooLarge, match=str(VOICE_LIMIT)):
        from_client.decode(bytes(VOICE_LIMIT + 1))


def test_infinite_numbers_pass_the_codec_and_are_left_to_the_pose_check() -> None:
    frame = msgpack.packb(["visitor-moved", {"position": [float("nan"), 0, 0], "orientation": [0, 0, 0, 1]}])
    assert isinstance(from_client.decode(frame), VisitorMoved)


@given(some.binary(max_size=200))
def test_no_bytes_do_anything_but_decode_or_raise_a_frame_error(frame: bytes) -> None:
    with suppress(FrameError):
        assert type(from_client.decode(frame)) in FROM_CLIENT
