"""Pulling where the disk is too small, fills up or cannot be written."""

import errno
import io
import os
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from narration.models.catalogue import Entry
from narration.models.disk import MARGIN, Disk
from narration.models.errors import DiskFull, WeightsError
from narration.models.pull import pull
from tests.narration.models.tiny import PARTS, Hub, Registry, visible


def test_too_little_room_is_said_before_anything_is_fetched(guide: Entry, shelf: Path, registry: Registry) -> None:
    disk = Disk(free=lambda _: MARGIN)
    with pytest.raises(DiskFull, match=rf"tiny-guide needs .* in {shelf}, 0\.4 MB more than is free"):
        pull(guide, shelf, registry.origins(), disk=disk)
    assert registry.asked == []


def test_what_is_here_already_needs_no_room(guide: Entry, shelf: Path, registry: Registry) -> None:
    registry.down = {"tiny-guide-3"}
    with pytest.raises(WeightsError):
        pull(guide, shelf, registry.origins())
    registry.down.clear()
    rest = len(PARTS[2]) + max(map(len, PARTS))
    pull(guide, shelf, registry.origins(), disk=Disk(free=lambda _: MARGIN + rest))
    assert (shelf / "tiny-guide/guide.gguf").exists()


class Bounded(io.FileIO):
    """A file on a disk with room for so many bytes."""

    room = 150_000

    def write(self, data: object) -> int:
        piece = cast(bytes, data)
        if self.tell() + len(piece) > self.room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(piece)


def bounded(path: Path, mode: str) -> BinaryIO:
    return cast(BinaryIO, io.BufferedRandom(Bounded(path, "a+")) if mode == "ab" else path.open(mode))


def test_a_disk_that_fills_up_keeps_what_arrived(guide: Entry, shelf: Path, registry: Registry) -> None:
    with pytest.raises(DiskFull, match=r"no room left in .*what has arrived is kept"):
        pull(guide, shelf, registry.origins(), disk=Disk(open=bounded))
    assert visible(shelf) == []
    registry.asked.clear()
    pull(guide, shelf, registry.origins())
    assert registry.asked == ["tiny-guide-2", "tiny-guide-3"]


def test_a_disk_that_fills_up_ends_a_hub_download_too(guide: Entry, shelf: Path, registry: Registry, hub: Hub) -> None:
    with pytest.raises(DiskFull):
        pull(guide, shelf, registry.origins(hub.url), disk=Disk(open=bounded))
    assert registry.asked == []


def test_a_folder_that_cannot_be_written_is_named(guide: Entry, tmp_path: Path, registry: Registry) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WeightsError, match=r"file/weights cannot be used for tiny-guide.*--weights"):
        pull(guide, tmp_path / "file/weights", registry.origins())
