"""Rendered clauses on disk."""

import os
import random

import pytest

from narration.voice.rendering import Rendering
from narration.voice.speech_cache import SpeechCache, digest

NAME = digest("An arch.", "af_heart", "kokoro", "1")


def rendering(size=60, count=50):
    pieces = tuple(random.Random(n).randbytes(size) for n in range(count))
    return Rendering(codec="opus", sample_rate=48_000, pieces=pieces, duration_ms=count * 20)


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


async def test_what_was_put_is_got(tmp_path):
    cache = SpeechCache(tmp_path)
    assert cache.get(NAME) is None
    await cache.put(NAME, rendering())
    assert cache.get(NAME) == SpeechCache(tmp_path).get(NAME) == rendering()
    assert [path.name for path in files(tmp_path)] == [f"{NAME}.speech"]


@pytest.mark.parametrize(
    "other",
    [
        ("An arch!", "af_heart", "kokoro", "1"),
        ("An arch.", "af_bella", "kokoro", "1"),
        ("An arch.", "af_heart", "espeak", "1"),
        ("An arch.", "af_heart", "kokoro", "2"),
        ("An arch.a", "f_heart", "kokoro", "1"),
    ],
)
def test_the_name_changes_with_all_that_is_heard(other):
    assert digest(*other) != NAME


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:10],
        lambda data: data[:-1],
        lambda data: b"",
        lambda data: data[:40] + bytes([data[40] ^ 1]) + data[41:],
        lambda data: data[:13] + b"\xff" + data[14:],
        lambda data: data[:-4] + b"\xff\xff\xff\xff",
    ],
    ids=["head cut", "end cut", "empty", "a bit", "the rate", "the end"],
)
async def test_a_damaged_entry_is_none_and_goes(tmp_path, damage):
    cache = SpeechCache(tmp_path)
    await cache.put(NAME, rendering())
    [path] = files(tmp_path)
    path.write_bytes(damage(path.read_bytes()))
    assert cache.get(NAME) is None
    assert files(tmp_path) == []
    await cache.put(NAME, rendering())
    assert cache.get(NAME) == rendering()


async def test_the_least_recently_read_goes_first(tmp_path):
    cache = SpeechCache(tmp_path, limit=10_000)
    names = [digest(str(n), "v", "e", "1") for n in range(4)]
    for age, name in enumerate(names[:3]):
        await cache.put(name, rendering())
        [path] = tmp_path.rglob(f"{name}.speech")
        os.utime(path, (1000 + age, 1000 + age))
    assert cache.get(names[0]) is not None
    await cache.put(names[3], rendering())
    assert [cache.get(name) is not None for name in names] == [True, False, True, True]


async def test_a_folder_that_cannot_be_written_is_no_error(tmp_path):
    place = tmp_path / "taken"
    place.write_text("a file where the folder should be")
    cache = SpeechCache(place)
    await cache.put(NAME, rendering())
    assert cache.get(NAME) is None


async def test_nothing_half_written_stays(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    cache = SpeechCache(tmp_path)
    await cache.put(NAME, rendering())
    assert files(tmp_path) == []
