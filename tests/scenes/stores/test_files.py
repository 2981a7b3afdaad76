"""Blobs by digest."""

import hashlib
import os
from pathlib import Path

import pytest

from scenes.store import AssetStore
from scenes.stores.files import FileStore


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "assets")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "scan.glb"
    path.write_bytes(b"glTF" * 400_000)
    return path


def everything(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_it_is_an_asset_store(store: FileStore) -> None:
    assert isinstance(store, AssetStore)


def test_a_blob_is_named_by_its_bytes(store: FileStore, source: Path) -> None:
    digest = store.put(source)
    assert digest == hashlib.sha256(source.read_bytes()).hexdigest()
    place = store.path(digest)
    assert place is not None
    assert place.read_bytes() == source.read_bytes()


def test_the_same_bytes_are_one_blob(store: FileStore, source: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.glb"
    again.write_bytes(source.read_bytes())
    assert store.put(source) == store.put(again)
    assert len(everything(tmp_path / "assets")) == 1


def test_another_store_on_the_same_folder_knows_it(store: FileStore, source: Path, tmp_path: Path) -> None:
    assert FileStore(tmp_path / "assets").path(store.put(source)) is not None


def test_a_source_edited_in_place_does_not_change_the_blob(store: FileStore, source: Path) -> None:
    digest = store.put(source)
    with source.open("r+b") as file:
        file.write(b"edited")
    place = store.path(digest)
    assert place is not None
    assert hashlib.sha256(place.read_bytes()).hexdigest() == digest


@pytest.mark.parametrize(
    "name", ["", "0" * 64, "0" * 63, "A" * 64, "../../etc/passwd", "/etc/passwd", "0" * 60 + "/../x", "0" * 64 + "\n"]
)
def test_what_is_not_known(store: FileStore, name: str) -> None:
    assert store.path(name) is None


def test_a_source_that_is_missing_leaves_nothing(store: FileStore, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        store.put(tmp_path / "missing.glb")
    assert everything(tmp_path / "assets") == []


def test_a_disk_that_fills_leaves_nothing(
    store: FileStore, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            store.put(source)
    assert everything(tmp_path / "assets") == []
    assert store.path(hashlib.sha256(source.read_bytes()).hexdigest()) is None
    assert store.path(store.put(source)) is not None
