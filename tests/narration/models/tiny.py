"""Tiny models in real wheels and tarballs, an index that can fail, and what a hub answers."""

import hashlib
import io
import random
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from narration.models.catalogue import Licence, Part, WeightFile
from narration.models.errors import SourceFailed
from narration.models.packages import local_archive
from narration.models.progress import Fetching, Notice, Stop
from narration.models.pull import Origins
from narration.models.staging import PULLING


def random_bytes(seed: int, length: int) -> bytes:
    return random.Random(seed).randbytes(length)


GUIDE = random_bytes(1, 300_000)
CUT = (120_000, 250_000)
PARTS = (GUIDE[: CUT[0]], GUIDE[CUT[0] : CUT[1]], GUIDE[CUT[1] :])
MODEL = random_bytes(2, 50_000)
VOICES = {"voices/anna.bin": random_bytes(3, 2_000), "voices/bruno.bin": random_bytes(4, 2_000)}
LICENCE = Licence(spdx="Apache-2.0", attribution="nobody", stated="this test")


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def weight(name: str, data: bytes) -> WeightFile:
    return WeightFile(name=name, bytes=len(data), sha256=digest(data))


def part(package: str, data: bytes, member: str = "data/part.bin") -> Part:
    return Part(package=package, version="1.0", member=member, bytes=len(data), sha256=digest(data))


def write_wheel(folder: Path, package: str, members: dict[str, bytes]) -> Path:
    path = folder / f"{package.replace('-', '_')}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def write_tarball(path: Path, members: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, data in members.items():
            information = tarfile.TarInfo(name)
            information.size = len(data)
            archive.addfile(information, io.BytesIO(data))
    return path


@dataclass
class Registry:
    """A package index that can be asked, counted and switched off."""

    depot: Path
    asked: list[str] = field(default_factory=list)
    down: set[str] = field(default_factory=set)

    def fetch(self, package: str, version: str, folder: Path, portion: Callable[[float], None], stop: Stop) -> Path:
        self.asked.append(package)
        if package in self.down:
            raise SourceFailed(f"{package} cannot be fetched: the index is away")
        found = local_archive(self.depot)(package, version, folder, portion, stop)
        folder.mkdir(parents=True, exist_ok=True)
        copy = folder / found.name
        copy.write_bytes(found.read_bytes())
        return copy

    def origins(self, hub: str | None = None) -> Origins:
        return Origins(hub=hub, fetch_wheel=self.fetch, fetch_tarball=self.fetch, timeout=5.0)


@dataclass
class Heard:
    """What a pull told."""

    events: list[Fetching | Notice] = field(default_factory=list)

    def __call__(self, event: Fetching | Notice) -> None:
        self.events.append(event)

    @property
    def notices(self) -> str:
        return "\n".join(event.text for event in self.events if isinstance(event, Notice))

    @property
    def fetching(self) -> list[Fetching]:
        return [event for event in self.events if isinstance(event, Fetching)]


@dataclass
class Hub:
    """A model hub on loopback that can cut connections."""

    url: str = ""
    content: dict[str, bytes] = field(default_factory=dict)
    cuts: list[int] = field(default_factory=list)
    """After how many bytes each of the next answers ends."""
    ranges: list[str | None] = field(default_factory=list)
    knows_ranges: bool = True


def answer(hub: Hub, request: BaseHTTPRequestHandler) -> None:
    asked = request.headers.get("Range")
    hub.ranges.append(asked)
    data = hub.content.get(request.path)
    if data is None:
        request.send_error(404)
        return
    start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and hub.knows_ranges else 0
    request.send_response(206 if start else 200)
    if start:
        request.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
    request.send_header("Content-Length", str(len(data) - start))
    request.end_headers()
    body = data[start:]
    request.wfile.write(body[: hub.cuts.pop(0)] if hub.cuts else body)
    request.close_connection = True


def visible(shelf: Path) -> list[str]:
    """What anybody but a pull may see."""
    return sorted(
        path.relative_to(shelf).as_posix() for path in shelf.rglob("*") if path.is_file() and PULLING not in path.parts
    )
