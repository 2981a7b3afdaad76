"""A site pack as one zip: the same folder gives the same bytes, and nothing is believed when it is opened again."""

import hashlib
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from scenes.finding import Refused
from scenes.pack_files import CHUNK, FORMAT, MANIFEST, PackedFile, PackManifest, list_files, refused
from scenes.pack_unzip import NOT_ZIP, read_manifest, take_out, verify
from scenes.site_pack import SitePackError, load_site

PLAIN = {".css", ".gltf", ".html", ".json", ".md", ".obj", ".svg", ".toml", ".txt", ".vtt", ".xml"}
"""Suffixes worth packing; models, pictures and sound are packed in themselves."""
EPOCH = (1980, 1, 1, 0, 0, 0)
PERMISSIONS = 0o100644 << 16
UNIX = 3
VERSION = 1

Progress = Callable[[int, int], None]
"""Takes the bytes done and the bytes there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A zip that was written."""

    site: str
    path: Path
    files: int
    bytes: int
    """Of the zip."""
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpacked:
    """A site that was taken out of a zip."""

    site: str
    folder: Path
    files: int
    bytes: int
    """Of all files together."""
    state: Literal["new", "same", "replaced"]


def pack(folder: Path, out: Path, progress: Progress = lambda done, total: None) -> Packed:
    """Write the site pack in `folder` to the zip `out`, which appears whole or not at all.

    Raises `SitePackError` for a pack that could not be served, `Refused` for a file that cannot be packed, `OSError`.
    """
    if out.resolve().is_relative_to(folder.resolve()):
        raise refused("PACK_INSIDE", f"{out} lies in the pack itself", "name another place with --out")
    site = load_site(folder).id
    manifest = PackManifest(format=FORMAT, version=VERSION, site=site, files=list_files(folder))
    with _beside(out) as coming:
        _write(folder, manifest, coming, progress)
        with coming.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = coming.stat().st_size
        coming.replace(out)
    return Packed(site=site, path=out, files=len(manifest.files), bytes=size, sha256=digest)


def unpack(
    archive: Path, into: Path, *, replace: bool = False, progress: Progress = lambda done, total: None
) -> Unpacked:
    """Take the site out of a zip into `into/<its id>`, checked byte by byte and loaded before it appears there.

    A site already there that differs is only replaced where `replace` says so; one that is the same is left alone.
    Raises `Refused` for a bad zip, `SitePackError` for a pack that could not be served, `OSError`.
    """
    from scenes.sites import replaced_whole

    with _opened(archive) as zipped:
        manifest = read_manifest(zipped)
        folder = into / manifest.site
        state = _standing(folder, manifest)
        if state == "changed" and not replace:
            remedy = "--replace puts the pack in its place; `tour diff` shows what differs"
            raise refused("SITE_DIFFERS", f"{folder} holds another state of the site {manifest.site!r}", remedy)
        if state != "same":
            with replaced_whole(folder) as fresh:
                take_out(zipped, manifest, fresh, progress)
                check_site(fresh, manifest)
    told: dict[str, Literal["new", "same", "replaced"]] = {"absent": "new", "same": "same", "changed": "replaced"}
    return Unpacked(
        site=manifest.site, folder=folder, files=len(manifest.files), bytes=manifest.bytes, state=told[state]
    )


@contextmanager
def unpacked_aside(archive: Path, progress: Progress = lambda done, total: None) -> Iterator[Path]:
    """The site of a zip in a folder of its own, for as long as the block lasts; raises as `unpack` does."""
    with tempfile.TemporaryDirectory(prefix="pack-") as aside:
        yield unpack(archive, Path(aside), progress=progress).folder


def zip_folder(folder: Path, out: Path) -> None:
    """Write every file of a folder into a zip, by name; the same files give the same bytes. Raises `OSError`."""
    with zipfile.ZipFile(out, "w") as zipped:
        for path in sorted(each for each in folder.rglob("*") if each.is_file()):
            member = _member(path.relative_to(folder).as_posix(), path.stat().st_size)
            with path.open("rb") as reader, zipped.open(member, "w") as writer:
                shutil.copyfileobj(reader, writer, CHUNK)


def check_site(folder: Path, manifest: PackManifest) -> None:
    """Load what was taken out; raises `SitePackError`, or `Refused` where it is another site than announced."""
    found = load_site(folder).id
    if found != manifest.site:
        message = f"site.toml says {found!r}, {MANIFEST} says {manifest.site!r}"
        raise refused("PACK_SITE", message, "pack the site again with `tour pack`", "site.toml")


def _standing(folder: Path, manifest: PackManifest) -> Literal["absent", "same", "changed"]:
    if not folder.exists():
        return "absent"
    with suppress(Refused, SitePackError, OSError):
        if list_files(folder) == manifest.files:
            return "same"
    return "changed"


@contextmanager
def _opened(archive: Path) -> Iterator[zipfile.ZipFile]:
    verify(archive)
    try:
        zipped = zipfile.ZipFile(archive)
    except NOT_ZIP as wrong:
        raise refused("ZIP_BROKEN", f"no zip that can be read ({wrong})", "fetch or pack it again") from wrong
    with zipped:
        yield zipped


@contextmanager
def _beside(out: Path) -> Iterator[Path]:
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as aside:
        yield Path(aside) / out.name


def _write(folder: Path, manifest: PackManifest, out: Path, progress: Progress) -> None:
    text = msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"
    done = 0
    with zipfile.ZipFile(out, "w") as zipped:
        zipped.writestr(_member(MANIFEST, len(text)), text)
        for file in manifest.files:
            for part in _copied(zipped, folder / file.name, file):
                done += part
                progress(done, manifest.bytes)


def _copied(zipped: zipfile.ZipFile, source: Path, file: PackedFile) -> Iterator[int]:
    known = hashlib.sha256()
    with source.open("rb") as reader, zipped.open(_member(file.name, file.bytes), "w") as writer:
        while part := reader.read(CHUNK):
            known.update(part)
            writer.write(part)
            yield len(part)
    if known.hexdigest() != file.sha256:
        raise refused("PACK_CHANGED", "it changed while it was packed", "pack again when nobody edits it", file.name)


def _member(name: str, size: int) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, EPOCH)
    member.create_system, member.external_attr, member.file_size = UNIX, PERMISSIONS, size
    plain = Path(name).suffix.lower() in PLAIN
    member.compress_type = zipfile.ZIP_DEFLATED if plain else zipfile.ZIP_STORED
    return member
