"""Reading a zip that a stranger made: nothing is taken out that `pack.json` does not name with its size and digest."""

import hashlib
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from scenes.pack_files import (
    CHUNK,
    FORMAT,
    MANIFEST,
    MAX_BYTES,
    MAX_FILES,
    PackedFile,
    PackManifest,
    check_names,
    check_tiles,
    refused,
)  # fmt: skip
from scenes.pack_read import ID

MAX_MANIFEST = 64 * 1024 * 1024
MAX_DIRECTORY = 96 * 1024 * 1024
"""Bytes of a zip's own list of files, all of which Python keeps in memory."""
TAIL = 22 + 65_535 + 20
"""The end of a zip: its last record, the longest comment, the pointer to the record of a large one."""
END, END64_POINTER, END64 = b"PK\5\6", b"PK\6\7", b"PK\6\6"
NOT_ZIP = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError, ValueError, NotImplementedError,
    RuntimeError,
)  # fmt: skip
"""What Python's zipfile raises for files that are broken, whichever way."""
CODINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
ENCRYPTED = 0x1
ROOM = 64 * 1024 * 1024
"""Bytes left free on the disk."""
AGAIN = "pack the site again with `tour pack`"


def verify(archive: Path) -> None:
    """Refuse what is no zip, or one whose list of files alone would fill the memory."""
    if not archive.is_file():
        raise refused("ZIP_MISSING", f"{archive}: no such file", "name the zip that `tour pack` wrote")
    with archive.open("rb") as file:
        size = _directory(file)
    if size > MAX_DIRECTORY:
        raise refused("ZIP_DIRECTORY", f"its list of files has {size} bytes, at most {MAX_DIRECTORY}", AGAIN)


def read_manifest(zipped: zipfile.ZipFile) -> PackManifest:
    """What the zip says it holds, after checking that it holds just that; raises `Refused`."""
    members = zipped.infolist()
    _check_members(members)
    manifest = _manifest(zipped)
    check_names(file.name for file in manifest.files)
    check_tiles(manifest.files)
    listed, held = {file.name: file.bytes for file in manifest.files}, {each.filename: each for each in members}
    for name in sorted(held.keys() - listed.keys() - {MANIFEST}):
        raise refused("PACK_UNLISTED", f"{MANIFEST} does not name it", AGAIN, name)
    for name in sorted(listed.keys() - held.keys()):
        raise refused("PACK_MISSING", f"{MANIFEST} names it, but it is not there", AGAIN, name)
    for name, size in listed.items():
        if held[name].file_size != size:
            raise refused("PACK_SIZE", f"{held[name].file_size} bytes, {MANIFEST} says {size}", AGAIN, name)
    return manifest


def take_out(
    zipped: zipfile.ZipFile, manifest: PackManifest, folder: Path, progress: Callable[[int, int], None]
) -> None:
    """Write the files of the manifest into an empty folder; raises `Refused` at the first that is not as it says."""
    free = shutil.disk_usage(folder).free
    if manifest.bytes > free - ROOM:
        raise refused("NO_ROOM", f"{manifest.bytes} bytes do not fit {folder.parent}, which has {free}", "make room")
    done = 0
    for file in manifest.files:
        target = folder / file.name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as writer:
            for part in _true(zipped, file):
                writer.write(part)
                done += len(part)
                progress(done, manifest.bytes)


def _true(zipped: zipfile.ZipFile, file: PackedFile) -> Iterator[bytes]:
    known, length = hashlib.sha256(), 0
    try:
        with zipped.open(file.name) as reader:
            while part := reader.read(CHUNK):
                length += len(part)
                if length > file.bytes:
                    raise refused("PACK_SIZE", f"more than the {file.bytes} bytes it should have", AGAIN, file.name)
                known.update(part)
                yield part
    except NOT_ZIP as wrong:
        raise refused("ZIP_BROKEN", f"it cannot be unpacked ({wrong})", "fetch or pack it again", file.name) from wrong
    if length != file.bytes or known.hexdigest() != file.sha256:
        raise refused("PACK_DIGEST", f"its bytes are not those {MANIFEST} names", "fetch or pack it again", file.name)


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_FILES + 1:
        raise refused("ZIP_FILES", f"{len(members)} files, at most {MAX_FILES}", AGAIN)
    check_names(member.filename for member in members)
    for member in members:
        kind = stat.S_IFMT(member.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            raise refused("ZIP_LINK", "no plain file", AGAIN, member.filename)
        if member.flag_bits & ENCRYPTED or member.compress_type not in CODINGS:
            raise refused("ZIP_CODING", "encrypted, or packed in a way that is not read here", AGAIN, member.filename)


def _manifest(zipped: zipfile.ZipFile) -> PackManifest:
    try:
        member = zipped.getinfo(MANIFEST)
    except KeyError:
        raise refused("PACK_NO_MANIFEST", f"no {MANIFEST}: this is no site pack", AGAIN) from None
    if member.file_size > MAX_MANIFEST:
        raise refused("PACK_MANIFEST", f"{member.file_size} bytes, at most {MAX_MANIFEST}", AGAIN, MANIFEST)
    try:
        with zipped.open(member) as reader:
            manifest = msgspec.json.decode(reader.read(MAX_MANIFEST + 1), type=PackManifest)
    except (msgspec.DecodeError, *NOT_ZIP) as wrong:
        raise refused("PACK_MANIFEST", f"it cannot be read ({wrong})", AGAIN, MANIFEST) from wrong
    _check_manifest(manifest)
    return manifest


def _check_manifest(manifest: PackManifest) -> None:
    if (manifest.format, manifest.version) != (FORMAT, 1):
        message = f"{manifest.format[:40]!r} version {manifest.version}; {FORMAT!r} version 1 is read here"
        raise refused("PACK_VERSION", message, "unpack it with a newer Caravanserai", MANIFEST)
    if not ID.fullmatch(manifest.site):
        raise refused("PACK_SITE", f"{manifest.site[:80]!r} is no id of a site", AGAIN, MANIFEST)
    if len(manifest.files) > MAX_FILES or any(file.bytes < 0 for file in manifest.files) or manifest.bytes > MAX_BYTES:
        raise refused("PACK_TOO_LARGE", f"more than {MAX_FILES} files or {MAX_BYTES} bytes", AGAIN, MANIFEST)


def _directory(file: BinaryIO) -> int:
    """Bytes of the central directory (APPNOTE 4.3.16, and 4.3.14 for a large zip)."""
    length = file.seek(0, 2)
    file.seek(max(0, length - TAIL))
    tail = file.read(TAIL)
    at = tail.rfind(END)
    if at < 0 or len(tail) - at < 22:
        raise refused(
            "ZIP_BROKEN", f"{Path(file.name).name} is no zip, or only its beginning", "fetch or pack it again"
        )
    size = int(struct.unpack_from("<I", tail, at + 12)[0])
    if at < 20 or tail[at - 20 : at - 16] != END64_POINTER:
        return size
    file.seek(min(length, struct.unpack_from("<Q", tail, at - 12)[0]))
    record = file.read(56)
    large = record[:4] == END64 and len(record) == 56
    return max(size if size != 0xFFFFFFFF else 0, struct.unpack_from("<Q", record, 40)[0]) if large else size
