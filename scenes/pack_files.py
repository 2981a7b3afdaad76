"""The files of a site pack by name, size and digest: what `pack.json` lists and what is held against it."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from scenes.finding import Finding, Refused
from scenes.pack_models import TILE

MANIFEST = "pack.json"
FORMAT = "caravanserai-pack"
MAX_FILES = 250_000
MAX_BYTES = 256 * 1024**3
MAX_NAME = 240
"""Characters of a file's path inside the pack."""
FORBIDDEN = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]')
"""What some file system cannot keep in a name."""
CHUNK = 1024 * 1024


class PackedFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of a pack."""

    name: str
    """Path inside the pack, with `/`."""
    bytes: int
    sha256: str


class PackManifest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `pack.json` holds: every other file of the pack, in the order of their names."""

    format: str
    version: int
    site: str
    files: tuple[PackedFile, ...]

    @property
    def bytes(self) -> int:
        """Of all files together."""
        return sum(file.bytes for file in self.files)


def list_files(folder: Path) -> tuple[PackedFile, ...]:
    """Every file of a pack, read once, by name; hidden files are left out.

    Raises `Refused` for a link, a name that another machine could not keep, or a tile whose name belies its bytes.
    """
    found = tuple(_packed(folder, name) for name in sorted(_names(folder)))
    check_names(file.name for file in found)
    check_tiles(found)
    return found


def check_tiles(files: Iterable[PackedFile]) -> None:
    """Refuse a tile that is named by another digest than its own."""
    for file in files:
        tile = TILE.fullmatch(file.name.rpartition("/")[2])
        if tile is not None and tile.group(1) != file.sha256:
            remedy = "ingest the scan again"
            raise refused("TILE_DIGEST", "the tile's bytes are not those its name stands for", remedy, file.name)


def check_names(names: Iterable[str]) -> None:
    """Refuse names that lead elsewhere, are hidden, or that some file system would take for one another."""
    seen: set[str] = set()
    for name in names:
        if not is_safe(name):
            remedy = "use plain relative names"
            raise refused("ZIP_NAME", "a name that cannot be kept everywhere, or leads out of the pack", remedy, name)
        key = unicodedata.normalize("NFC", name).casefold()
        if key in seen:
            raise refused("ZIP_NAME_TWICE", "two files of one name", "give each file its own name", name)
        seen.add(key)
    for key in seen:
        above = key.rpartition("/")[0]
        while above:
            if above in seen:
                raise refused("ZIP_NAME_TWICE", "a file and a folder of one name", "give each its own name", above)
            above = above.rpartition("/")[0]


def refused(code: str, message: str, remedy: str, file: str = "") -> Refused:
    """A pack that is not taken, with the file inside it that is the reason."""
    shown = file[:MAX_NAME].encode("unicode_escape").decode() if FORBIDDEN.search(file) else file[:MAX_NAME]
    return Refused(Finding(code=code, message=message, remedy=remedy, file=shown))


def digest_of(path: Path) -> str:
    """SHA-256 of a file, lower-case hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_safe(name: str) -> bool:
    """Whether a file of a pack can be called so: no way out of it, not hidden, fit for every file system."""
    parts = name.split("/")
    plain = all(part and not part.startswith(".") and not part.endswith((".", " ")) for part in parts)
    return plain and len(name) <= MAX_NAME and FORBIDDEN.search(name) is None


def _names(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        name = path.relative_to(folder)
        if any(part.startswith((".", "__pycache__")) for part in name.parts) or name.as_posix() == MANIFEST:
            continue
        if path.is_symlink():
            raise refused("PACK_LINK", "a link", "put the file itself into the pack", name.as_posix())
        if path.is_file():
            yield name.as_posix()


def _packed(folder: Path, name: str) -> PackedFile:
    path = folder / name
    return PackedFile(name=name, bytes=path.stat().st_size, sha256=digest_of(path))
