"""What is sealed opens with its key, in its place, unchanged; otherwise not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tour.privacy.sealing import Seal, Unopened

KEY = bytes(range(32))


@given(st.binary(max_size=200), st.text(max_size=20))
def test_it_opens_again(text: bytes, place: str) -> None:
    assert Seal(KEY).open(Seal(KEY).close(text, place), place) == text


def test_the_same_words_never_look_the_same() -> None:
    sealed = {Seal(KEY).close(b"where is the well?", "deeds") for _ in range(100)}
    assert len(sealed) == 100
    assert not any(b"well" in each for each in sealed)


@pytest.mark.parametrize("at", [0, 1, 13, 20, -1])
def test_a_changed_byte_is_found(at: int) -> None:
    sealed = bytearray(Seal(KEY).close(b"where is the well?", "deeds"))
    sealed[at] ^= 1
    with pytest.raises(Unopened):
        Seal(KEY).open(bytes(sealed), "deeds")


@pytest.mark.parametrize(("key", "place"), [(bytes(32), "deeds"), (KEY, "deeds of another")])
def test_another_key_or_another_place_does_not_open_it(key: bytes, place: str) -> None:
    with pytest.raises(Unopened):
        Seal(key).open(Seal(KEY).close(b"words", "deeds"), place)


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01" + bytes(12), b"\x02" + bytes(60)])
def test_what_is_nothing_sealed_is_refused(sealed: bytes) -> None:
    with pytest.raises(Unopened):
        Seal(KEY).open(sealed, "deeds")
