"""Blobs that are served where they lie in a pack."""

import gzip
import hashlib
import os
from pathlib import Path

import brotli
import pytest

from scenes.scene import Level
from scenes.store import AssetStore
from scenes.stores.files import FileStore
from scenes.stores.packed import unpacks_to
from scenes.stores.packs import PackStore

TILE = b"glTF" * 100_000
DIGEST = hashlib.sha256(TILE).hexdigest()


@pytest.fixture
def tile(tmp_path: Path) -> Path:
    path = tmp_path / "pack" / f"{DIGEST}.glb"
    path.parent.mkdir()
    path.write_bytes(TILE)
    return path


@pytest.fixture
def store(tmp_path: Path, tile: Path) -> PackStore:
    return PackStore(FileStore(tmp_path / "assets"), [Level(path=tile, digest=DIGEST, size=len(TILE))])


def test_it_is_an_asset_store(store: PackStore) -> None:
    assert isinstance(store, AssetStore)


def test_a_tile_is_where_it_lies(store: PackStore, tile: Path, tmp_path: Path) -> None:
    assert store.path(DIGEST) == tile
    assert store.codings(DIGEST) == {}
    assert not (tmp_path / "assets").exists(), "nothing is copied"


def test_what_is_put_is_kept_underneath(store: PackStore, tmp_path: Path) -> None:
    source = tmp_path / "other.bin"
    source.write_bytes(b"other")
    place = store.path(store.put(source))
    assert place is not None
    assert place.read_bytes() == b"other"
    assert place.is_relative_to(tmp_path / "assets")
    assert store.path("0" * 64) is None
    assert store.codings("0" * 64) == {}


def test_what_comes_later_is_served_too_and_where_it_lies_then(tmp_path: Path, tile: Path) -> None:
    store = PackStore(FileStore(tmp_path / "assets"), ())
    assert store.path(DIGEST) is None
    store.stand([Level(path=tile, digest=DIGEST, size=len(TILE))])
    assert store.path(DIGEST) == tile
    moved = tile.rename(tmp_path / "elsewhere.glb")
    store.stand([Level(path=moved, digest=DIGEST, size=len(TILE))])
    assert store.path(DIGEST) == moved


def test_a_name_that_lies_is_not_believed(store: PackStore, tile: Path) -> None:
    tile.write_bytes(b"glTF" * 99_999 + b"gltf")
    assert store.path(DIGEST) is None


def test_a_tile_that_changes_is_gone_and_comes_back(store: PackStore, tile: Path) -> None:
    assert store.path(DIGEST) == tile
    tile.write_bytes(b"other")
    assert store.path(DIGEST) is None
    assert store.codings(DIGEST) == {}
    tile.unlink()
    assert store.path(DIGEST) is None
    tile.write_bytes(TILE)
    assert store.path(DIGEST) == tile


def test_a_tile_edited_without_changing_its_length_is_noticed(store: PackStore, tile: Path) -> None:
    assert store.path(DIGEST) == tile
    tile.write_bytes(b"x" + TILE[1:])
    os.utime(tile, ns=(1, 1))
    assert store.path(DIGEST) is None


def test_packed_copies_that_are_true_are_offered(store: PackStore, tile: Path) -> None:
    br, gz = (tile.with_name(tile.name + suffix) for suffix in (".br", ".gz"))
    br.write_bytes(brotli.compress(TILE))
    gz.write_bytes(gzip.compress(b"other"))
    assert store.codings(DIGEST) == {"br": br}


def test_a_file_store_takes_true_packed_copies_in(tmp_path: Path, tile: Path) -> None:
    tile.with_name(tile.name + ".br").write_bytes(brotli.compress(TILE))
    tile.with_name(tile.name + ".gz").write_bytes(gzip.compress(b"other"))
    store = FileStore(tmp_path / "assets")
    assert store.put(tile) == DIGEST
    [(coding, place)] = store.codings(DIGEST).items()
    assert coding == "br"
    assert brotli.decompress(place.read_bytes()) == TILE


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"not packed",
        brotli.compress(b"other"),
        brotli.compress(TILE + b"x"),
        brotli.compress(TILE)[:-3],
        brotli.compress(bytes(300_000_000), quality=1),
    ],
    ids=["empty", "noise", "other", "longer", "cut", "bomb"],
)
def test_a_packed_copy_that_is_something_else_is_refused(tmp_path: Path, packed: bytes) -> None:
    place = tmp_path / "x.br"
    place.write_bytes(packed)
    assert not unpacks_to(place, "br", DIGEST, len(TILE))


@pytest.mark.parametrize("packed", [b"", b"no", gzip.compress(TILE)[:-9], gzip.compress(TILE + b"x")])
def test_a_gzip_copy_that_is_something_else_is_refused(tmp_path: Path, packed: bytes) -> None:
    place = tmp_path / "x.gz"
    place.write_bytes(packed)
    assert not unpacks_to(place, "gzip", DIGEST, len(TILE))
    place.write_bytes(gzip.compress(TILE))
    assert unpacks_to(place, "gzip", DIGEST, len(TILE))
