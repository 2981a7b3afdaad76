"""The built Colosseum in a zip and out again, to the byte."""

import hashlib
from pathlib import Path

from scenes.pack_zip import pack, unpack


def bytes_of(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_colosseum_comes_out_of_its_pack_as_it_went_in(colosseum: Path, tmp_path: Path) -> None:
    packed = pack(colosseum, tmp_path / "one.zip")
    unpacked = unpack(packed.path, tmp_path / "sites")
    assert unpacked.state == "new"
    assert bytes_of(unpacked.folder) == bytes_of(colosseum)
    again = pack(unpacked.folder, tmp_path / "two.zip")
    assert again.sha256 == packed.sha256
