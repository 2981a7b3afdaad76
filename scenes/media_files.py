"""The files of pictures and sounds in a pack: by name, by size and by what they hold."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from scenes.image_header import ImageBroken, image_header
from scenes.media import KINDS, MOST_BYTES, Media, digest_in
from scenes.pack_error import SitePackError
from scenes.scene import Level


def named(media: Iterable[Media], folder: Path) -> Iterator[Level]:
    """The files as they would lie in a folder; their sizes are those that are there."""
    for each in {one.file: one for one in media}.values():
        path = folder / each.file
        size = path.stat().st_size if path.is_file() else 0
        yield Level(path=path, digest=digest_in(each.file), size=size, media_type=each.type)


def check_file(path: Path, file: str) -> None:
    """Refuse a file that is too large, or not what its name stands for; raises `SitePackError`."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise SitePackError(path, "", f"{size} bytes, at most {MOST_BYTES}", "attach it again, smaller")
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != digest_in(file):
        raise SitePackError(path, "", "its bytes are not those its name stands for", "attach it again")
    kind = KINDS[path.suffix]
    if kind.startswith("image/") and _picture(data) != kind:
        raise SitePackError(path, "", f"it is no {kind}", "attach it again")


def _picture(data: bytes) -> str:
    try:
        header = image_header(memoryview(data))
    except ImageBroken:
        return ""
    return header.media if header else ""
