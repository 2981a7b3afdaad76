"""Rendered clauses on disk, so that an approved take plays at once."""

import asyncio
import hashlib
import os
import struct
import tempfile
import zlib
from contextlib import suppress
from pathlib import Path

from narration.voice.rendering import Rendering, WireCodec

REVISION = "2"
"""Changes when the same speech would be trimmed, levelled or encoded otherwise."""
LIMIT = 512 * 1024 * 1024
_MAGIC = b"CSPEECH1"
_HEAD = struct.Struct("<8sIBIII")
"""Magic, CRC-32 of what follows it, codec, sample rate, milliseconds, number of pieces."""
_CODECS: tuple[WireCodec, ...] = ("opus", "pcm_s16le")


def digest(text: str, voice: str, engine: str, version: str) -> str:
    """The name of a rendering: SHA-256 over what it depends on."""
    return hashlib.sha256("\0".join((REVISION, text, voice, engine, version)).encode()).hexdigest()


class SpeechCache:
    """A folder of renderings by digest; the least recently read go first when it grows over `limit` bytes."""

    def __init__(self, folder: Path, *, limit: int = LIMIT) -> None:
        self._folder = folder
        self._limit = limit

    def get(self, name: str) -> Rendering | None:
        """The rendering called `name`, or None when it is not here or damaged; under 5 ms."""
        path = self._path(name)
        try:
            rendering = _read(path.read_bytes())
            os.utime(path)
        except OSError:
            return None
        except ValueError:
            path.unlink(missing_ok=True)
            return None
        return rendering

    async def put(self, name: str, rendering: Rendering) -> None:
        """Keep a rendering; a full disk is no error, it is then not kept."""
        with suppress(OSError):
            await asyncio.to_thread(self._write, name, rendering)

    def _write(self, name: str, rendering: Rendering) -> None:
        path = self._path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self._folder, prefix=".new-", delete=False) as file:
            try:
                file.write(_written(rendering))
                file.close()
                Path(file.name).replace(path)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
        self._make_room()

    def _make_room(self) -> None:
        entries = [(path.stat(), path) for path in self._folder.glob("*/*.speech")]
        total = sum(stat.st_size for stat, _ in entries)
        for stat, path in sorted(entries, key=lambda entry: entry[0].st_mtime_ns):
            if total <= self._limit:
                return
            path.unlink(missing_ok=True)
            total -= stat.st_size

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / f"{name}.speech"


def _written(rendering: Rendering) -> bytes:
    body = b"".join(struct.pack("<I", len(piece)) + piece for piece in rendering.pieces)
    head = (_CODECS.index(rendering.codec), rendering.sample_rate, rendering.duration_ms, len(rendering.pieces))
    check = zlib.crc32(body, zlib.crc32(struct.pack("<BIII", *head)))
    return _HEAD.pack(_MAGIC, check, *head) + body


def _read(data: bytes) -> Rendering:
    if len(data) < _HEAD.size:
        raise ValueError("cut off")
    magic, check, codec, sample_rate, duration_ms, count = _HEAD.unpack_from(data)
    head = struct.pack("<BIII", codec, sample_rate, duration_ms, count)
    if magic != _MAGIC or zlib.crc32(data[_HEAD.size :], zlib.crc32(head)) != check:
        raise ValueError("damaged")
    pieces, position = [], _HEAD.size
    for _ in range(count):
        (length,) = struct.unpack_from("<I", data, position)
        pieces.append(data[position + 4 : position + 4 + length])
        position += 4 + length
    return Rendering(codec=_CODECS[codec], sample_rate=sample_rate, pieces=tuple(pieces), duration_ms=duration_ms)
