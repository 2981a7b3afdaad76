"""Zip files that hurt."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from tests.builders import box_glb

Build = Callable[[Path], Path]


def packed(name: str, fill: Callable[[zipfile.ZipFile], object]) -> Build:
    """Writes a zip that `fill` has filled."""

    def build(folder: Path) -> Path:
        path = folder / f"{name}.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
            fill(made)
        return path

    return build


def raw(name: str, data: Callable[[], bytes]) -> Build:
    """Writes the bytes of a zip."""

    def build(folder: Path) -> Path:
        path = folder / f"{name}.zip"
        path.write_bytes(data())
        return path

    return build


def swelling() -> bytes:
    """1.9 MB that unpack to 2 GB of OBJ: the deflate stream of a million lines, said again and again."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = b"v 0 0 0\n" * 131_072
    first = squeeze.compress(block) + squeeze.flush(zlib.Z_FULL_FLUSH)
    again = squeeze.compress(block) + squeeze.flush(zlib.Z_FULL_FLUSH)
    times = 2_000
    body = first + again * (times - 1) + squeeze.flush(zlib.Z_FINISH)
    return _zip([(b"bomb.obj", body, len(block) * times, 8)])


def _zip(entries: list[tuple[bytes, bytes, int, int]], offsets: list[int] | None = None) -> bytes:
    """Name, data, length once unpacked and method of each; the directory may point elsewhere."""
    out, directory, starts = io.BytesIO(), b"", []
    for name, data, length, method in entries:
        starts.append(out.tell())
        facts = (20, 0, method, 0, 0, 0, len(data), length, len(name), 0)
        out.write(struct.pack("<4s5H3L2H", b"PK\x03\x04", *facts) + name + data)
    for (name, data, length, method), start in zip(entries, offsets or starts, strict=True):
        facts = (20, 20, 0, method, 0, 0, 0, len(data), length, len(name), 0, 0, 0, 0, 0, start)
        directory += struct.pack("<4s6H3L5H2L", b"PK\x01\x02", *facts) + name
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, len(entries), len(entries), len(directory), out.tell(), 0)
    return out.getvalue() + directory + end


def overlapping() -> bytes:
    """Ten entries that are one and the same bytes."""
    data = box_glb()
    return _zip([(b"%d.glb" % i, data, len(data), 0) for i in range(10)], offsets=[0] * 10)


def flagged() -> bytes:
    """An entry that says it is encrypted."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as opened:
        opened.writestr("box.glb", box_glb())
    data = bytearray(made.getvalue())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def linked(made: zipfile.ZipFile) -> None:
    """A link out of the folder, and a file written through it."""
    entry = zipfile.ZipInfo("box.glb")
    entry.external_attr = 0o120777 << 16
    made.writestr(entry, "/etc/passwd")


def doll(made: zipfile.ZipFile) -> None:
    """A zip in a zip, by another name."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("box.glb", box_glb())
    made.writestr("box.glb", inner.getvalue())


def many(made: zipfile.ZipFile) -> None:
    """5,000 small files."""
    made.writestr("box.glb", box_glb())
    for i in range(5_000):
        made.writestr(f"{i}.txt", "")


def lying() -> bytes:
    """Deflated data that are longer than the directory says."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = squeeze.compress(box_glb() + bytes(50_000_000)) + squeeze.flush()
    return _zip([(b"box.glb", data, len(box_glb()), 8)])


ZIPS: dict[str, tuple[Build, str]] = {
    "zip-bomb": (raw("zip-bomb", swelling), "ARCHIVE_RATIO"),
    "zip-up": (packed("zip-up", lambda made: made.writestr("../evil.glb", box_glb())), "ARCHIVE_PATH"),
    "zip-root": (packed("zip-root", lambda made: made.writestr("/tmp/evil.glb", box_glb())), "ARCHIVE_PATH"),
    "zip-link": (packed("zip-link", linked), "ARCHIVE_SPECIAL_FILE"),
    "zip-doll": (packed("zip-doll", doll), "ARCHIVE_NESTED"),
    "zip-overlap": (raw("zip-overlap", overlapping), "ARCHIVE_OVERLAP"),
    "zip-encrypted": (raw("zip-encrypted", flagged), "ARCHIVE_ENCRYPTED"),
    "zip-many": (packed("zip-many", many), "ARCHIVE_TOO_MANY_FILES"),
    "zip-lying": (raw("zip-lying", lying), "ARCHIVE_INVALID"),
    "zip-cut": (raw("zip-cut", lambda: flagged()[:200]), "ARCHIVE_INVALID"),
}
"""By name: how to write it, and the code that it is refused with."""
