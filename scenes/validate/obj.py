"""Wavefront OBJ and its MTL: finite vertices, faces within them, material files and textures inside the folder."""

from dataclasses import dataclass, field
from pathlib import Path

from scenes.validate import caps
from scenes.validate.bundle import Bundle
from scenes.validate.clock import Clock
from scenes.validate.images import Pixels
from scenes.validate.notes import Notes
from scenes.validate.text_lines import finite, lines

ROWS = {b"v": 0, b"vt": 1, b"vn": 2}
LEAST = (3, 1, 3)
NAMES = ("vertex", "texture coordinate", "normal")


@dataclass(slots=True)
class _Seen:
    counts: list[int] = field(default_factory=lambda: [0, 0, 0])
    highest: list[int] = field(default_factory=lambda: [0, 0, 0])
    where: list[int] = field(default_factory=lambda: [0, 0, 0])
    """Lines of the highest."""
    libraries: dict[str, int] = field(default_factory=dict)
    faces: int = 0


def check_obj(path: Path, notes: Notes, clock: Clock) -> None:
    """Reads every line while there is time."""
    seen = _Seen()
    with path.open("rb") as file:
        for number, line in lines(file, notes, clock):
            if notes.failed:
                return
            _line(line.split(), number, seen, notes)
        whole = not file.read(1)
    if whole and not notes.failed:
        _ends(seen, notes)
    with Bundle(path.parent) as bundle:
        pixels = Pixels()
        for name in list(seen.libraries)[: caps.LIBRARIES]:
            _library(name, seen.libraries[name], bundle, pixels, notes, clock)


def _line(words: list[bytes], number: int, seen: _Seen, notes: Notes) -> None:
    if not words:
        return
    kind = words[0]
    if kind in ROWS:
        row = ROWS[kind]
        seen.counts[row] += 1
        given = words[1 : 1 + max(LEAST[row], min(3, len(words) - 1))]
        if len(given) < LEAST[row] or not finite(given):
            notes.error("OBJ_NUMBER_INVALID", f"Line {number}: a {NAMES[row]} is not {LEAST[row]} finite numbers.")
    elif kind in (b"f", b"l", b"p"):
        seen.faces += kind == b"f"
        _face(words[1:], number, seen, notes)
    elif kind == b"mtllib":
        for name in words[1:]:
            seen.libraries.setdefault(name.decode(errors="replace"), number)
        if len(words) > 2:
            seen.libraries.setdefault(b" ".join(words[1:]).decode(errors="replace"), number)


def _face(corners: list[bytes], number: int, seen: _Seen, notes: Notes) -> None:
    if len(corners) > caps.POLYGON:
        notes.error("OBJ_FACE_TOO_LARGE", f"Line {number}: a face has {len(corners)} corners.")
        return
    try:
        for corner in corners:
            for row, word in enumerate(corner.split(b"/", 2)):
                if word:
                    _index(int(word), row, number, seen)
    except (ValueError, IndexError):
        notes.error("OBJ_INDEX_INVALID", f"Line {number}: a corner of a face names nothing that is there.")


def _index(value: int, row: int, number: int, seen: _Seen) -> None:
    """Counts from 1, or backwards from the last with a minus."""
    if value == 0 or -value > seen.counts[row]:
        raise IndexError(value)
    if value > seen.highest[row]:
        seen.highest[row], seen.where[row] = value, number


def _ends(seen: _Seen, notes: Notes) -> None:
    for row, name in enumerate(NAMES):
        if seen.highest[row] > seen.counts[row]:
            missing = f"A face names {name} {seen.highest[row]}; there are {seen.counts[row]}."
            notes.error("OBJ_INDEX_OOB", f"Line {seen.where[row]}: {missing}")
    if not seen.counts[0]:
        notes.error("OBJ_NO_VERTICES", "There is not one vertex in the file.")


def _library(name: str, number: int, bundle: Bundle, pixels: Pixels, notes: Notes, clock: Clock) -> None:
    """A missing library is no error: the shape is there. One that leads out of the folder is."""
    inner = Notes(notes.file)
    path = bundle.resolve(name, inner)
    for found in inner.findings:
        if found.code == "IO_ERROR":
            notes.warning("MTL_MISSING", f"Line {number}: {found.message}")
        else:
            notes.error(found.code, f"Line {number}: {found.message}")
    if path is None:
        return
    if path.stat().st_size > caps.MTL_BYTES:
        notes.error("FILE_TOO_LARGE", f"'{path.name}' is larger than {caps.MTL_BYTES} bytes.")
        return
    with path.open("rb") as file:
        for at, line in lines(file, notes, clock):
            words = line.split()
            if words and words[0].lower().startswith((b"map_", b"bump", b"norm", b"disp", b"decal", b"refl")):
                _texture(words, f"{path.name}, line {at}", bundle, pixels, notes)


def _texture(words: list[bytes], where: str, bundle: Bundle, pixels: Pixels, notes: Notes) -> None:
    """Options stand before the file name, which may have spaces: no reading may lead out of the folder."""
    inner, images = Notes(notes.file), Notes(notes.file)
    path = None
    for start in range(1, min(len(words), 32)):
        inner = Notes(notes.file)
        path = bundle.resolve(b" ".join(words[start:]).decode(errors="replace"), inner)
        outside = [found for found in inner.findings if found.code != "IO_ERROR"]
        if outside:
            notes.error(outside[0].code, f"{where}: {outside[0].message}")
            return
        if path is not None:
            break
    if path is None:
        last = inner.findings[-1].message if inner.findings else "no file is named"
        notes.warning("MTL_TEXTURE_MISSING", f"{where}: {last}")
        return
    data = bundle.look(path, caps.IMAGE_BYTES, images)
    if data is not None:
        pixels.look(data, images, "")
    for found in images.findings:
        (notes.error if found.severity == "error" else notes.warning)(found.code, f"{where}: {found.message}")
