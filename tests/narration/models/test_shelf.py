import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec
import pytest

from narration.models.catalogue import Catalogue, CatalogueError, Entry
from narration.models.errors import WeightsError
from narration.models.pull import pull
from narration.models.shelf import Shelf
from narration.models.verify import verify
from tests.narration.models.tiny import GUIDE, Registry


@pytest.fixture
def shelf(tmp_path: Path, catalogue: Catalogue) -> Shelf:
    return Shelf(tmp_path / "weights", catalogue)


def test_nothing_is_here_before_a_pull(shelf: Shelf, guide: Entry) -> None:
    assert shelf.path("standard") is None
    assert shelf.state(guide) == "missing"


def test_a_single_file_is_a_path_to_the_file(shelf: Shelf, guide: Entry, registry: Registry) -> None:
    pull(guide, shelf.folder, registry.origins())
    assert shelf.path("standard") == shelf.path("tiny-guide") == shelf.folder / "tiny-guide/guide.gguf"


def test_several_files_are_a_path_to_their_folder(shelf: Shelf, voice: Entry, registry: Registry) -> None:
    pull(voice, shelf.folder, registry.origins())
    assert shelf.path("tiny-voice") == shelf.folder / "tiny-voice"


def test_a_file_put_there_unverified_is_not_used(shelf: Shelf, guide: Entry) -> None:
    path = shelf.folder / "tiny-guide/guide.gguf"
    path.parent.mkdir(parents=True)
    path.write_bytes(GUIDE)
    assert (shelf.path("standard"), shelf.state(guide)) == (None, "changed")
    assert verify(guide, shelf.folder).state == "whole"
    assert shelf.path("standard") == path


@pytest.mark.parametrize("change", [lambda p: os.truncate(p, 100), lambda p: os.utime(p, (1, 1)), Path.unlink])
def test_a_file_that_changed_is_not_used(
    shelf: Shelf, guide: Entry, registry: Registry, change: Callable[[Path], None]
) -> None:
    pull(guide, shelf.folder, registry.origins())
    change(shelf.folder / "tiny-guide/guide.gguf")
    assert shelf.path("standard") is None


def test_same_size_and_time_but_other_bytes_is_found_by_verify(shelf: Shelf, guide: Entry, registry: Registry) -> None:
    pull(guide, shelf.folder, registry.origins())
    path = shelf.folder / "tiny-guide/guide.gguf"
    before = path.stat()
    path.write_bytes(GUIDE[:-1] + bytes([GUIDE[-1] ^ 1]))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert shelf.path("standard") == path
    assert verify(guide, shelf.folder).damages[0].reason == "its SHA-256 is not that of the catalogue"
    assert shelf.path("standard") is None


@pytest.mark.parametrize("marker", [b"", b"{", b"[]", b'{"files": {"guide.gguf": {"bytes": "x"}}}'])
def test_a_broken_marker_is_as_good_as_none(shelf: Shelf, guide: Entry, registry: Registry, marker: bytes) -> None:
    pull(guide, shelf.folder, registry.origins())
    (shelf.folder / "tiny-guide/.verified.json").write_bytes(marker)
    assert shelf.path("standard") is None
    assert verify(guide, shelf.folder).state == "whole"


def test_weights_of_an_older_catalogue_are_not_used(shelf: Shelf, guide: Entry, registry: Registry) -> None:
    pull(guide, shelf.folder, registry.origins())
    newer = msgspec.structs.replace(guide, files=(msgspec.structs.replace(guide.files[0], sha256="0" * 64),))
    assert Shelf(shelf.folder, Catalogue(entry=(newer,))).path("tiny-guide") is None


def test_a_begun_pull_shows_as_unfinished(shelf: Shelf, guide: Entry, registry: Registry) -> None:
    registry.down = {"tiny-guide-2"}
    with pytest.raises(WeightsError):
        pull(guide, shelf.folder, registry.origins())
    assert (shelf.state(guide), shelf.path("standard")) == ("unfinished", None)


def test_verify_of_nothing_says_missing(shelf: Shelf, guide: Entry) -> None:
    assert verify(guide, shelf.folder).state == "missing"


@pytest.mark.parametrize("name", ["nobody", "demo"])
def test_only_one_model_has_a_path(shelf: Shelf, name: str) -> None:
    with pytest.raises(CatalogueError, match=name):
        shelf.path(name)


def at_each_look(*actions: Callable[[], object]) -> Callable[[float], Awaitable[None]]:
    """A clock that does the next thing whenever somebody waits a second."""
    left = list(actions)

    async def sleep(seconds: float) -> None:
        assert seconds == 1.0
        left.pop(0)()

    return sleep


async def test_watch_yields_what_is_here_then_what_arrives(
    shelf: Shelf, guide: Entry, voice: Entry, registry: Registry
) -> None:
    pull(voice, shelf.folder, registry.origins())
    sleep = at_each_look(lambda: None, lambda: pull(guide, shelf.folder, registry.origins()))
    arrived = [(name, shelf.path(name)) async for name in shelf.watch(["standard", "tiny-voice"], sleep=sleep)]
    assert arrived == [
        ("tiny-voice", shelf.folder / "tiny-voice"),
        ("standard", shelf.folder / "tiny-guide/guide.gguf"),
    ]


async def test_watch_does_not_yield_what_is_unfinished(shelf: Shelf, guide: Entry, registry: Registry) -> None:
    def fail() -> None:
        registry.down = {"tiny-guide-3"}
        with pytest.raises(WeightsError):
            pull(guide, shelf.folder, registry.origins())

    def enough() -> None:
        raise TimeoutError

    watching = shelf.watch(["standard"], sleep=at_each_look(fail, lambda: None, enough))
    with pytest.raises(TimeoutError):
        await anext(watching)
