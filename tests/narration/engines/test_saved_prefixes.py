"""Shared beginnings on disk: whole or not at all, nobody else's, no more than the limit."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from narration.engines.saved_prefixes import BLOCK, SavedPrefixes, fingerprint

TOKENS = (1, 2, 3)
STATE = bytes(range(256)) * 8


@pytest.fixture
def saved(tmp_path: Path) -> SavedPrefixes:
    return SavedPrefixes(tmp_path / "prefixes", b"weights and version")


def the_file(folder: Path) -> Path:
    (found,) = (folder / "prefixes").iterdir()
    return found


def test_what_was_saved_is_there_after_a_restart(tmp_path: Path, saved: SavedPrefixes) -> None:
    assert saved.load(TOKENS) is None
    assert saved.save(TOKENS, STATE)
    assert SavedPrefixes(tmp_path / "prefixes", b"weights and version").load(TOKENS) == STATE


def test_other_tokens_and_other_weights_find_nothing(tmp_path: Path, saved: SavedPrefixes) -> None:
    saved.save(TOKENS, STATE)
    assert saved.load((1, 2)) is None
    assert saved.load((1, 2, 4)) is None
    assert SavedPrefixes(tmp_path / "prefixes", b"other weights").load(TOKENS) is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: whole[:-1],
        lambda whole: whole[:-1] + b"x",
        lambda whole: whole + b"x",
        lambda whole: b"",
        lambda whole: b"GGUF" + whole[4:],
    ],
)
def test_a_damaged_file_counts_as_missing_and_goes(
    tmp_path: Path, saved: SavedPrefixes, damage: Callable[[bytes], bytes]
) -> None:
    saved.save(TOKENS, STATE)
    file = the_file(tmp_path)
    file.write_bytes(damage(file.read_bytes()))
    assert saved.load(TOKENS) is None
    assert not file.exists()
    assert saved.save(TOKENS, STATE)
    assert saved.load(TOKENS) == STATE


def test_the_one_used_longest_ago_makes_room(tmp_path: Path) -> None:
    saved = SavedPrefixes(tmp_path, b"", limit=3 * (len(STATE) + 60))
    for number in range(3):
        saved.save((number,), STATE)
        os.utime(next(iter(sorted(tmp_path.iterdir(), key=lambda file: file.stat().st_mtime_ns))), (number, number))
    for file in tmp_path.iterdir():
        os.utime(file, (9, 9))
    assert saved.load((0,)) == STATE
    saved.save((3,), STATE)
    assert saved.load((0,)) == STATE
    assert saved.load((3,)) == STATE
    assert len(list(tmp_path.iterdir())) == 3


def test_what_is_larger_than_the_limit_is_not_kept(tmp_path: Path) -> None:
    assert not SavedPrefixes(tmp_path, b"", limit=100).save(TOKENS, STATE)
    assert not list(tmp_path.iterdir())


def test_a_disk_that_refuses_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "prefixes").write_text("a file where the folder should be")
    saved = SavedPrefixes(tmp_path / "prefixes", b"")
    assert not saved.save(TOKENS, STATE)
    assert saved.load(TOKENS) is None


def test_other_weights_have_another_fingerprint(tmp_path: Path) -> None:
    file, other = tmp_path / "one", tmp_path / "other"
    file.write_bytes(bytes(3 * BLOCK))
    other.write_bytes(bytes(3 * BLOCK - 1) + b"x")
    assert fingerprint(file) == fingerprint(file)
    assert fingerprint(file) != fingerprint(other)
