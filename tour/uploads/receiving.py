"""A piece of an upload, streamed to the disk: what is acknowledged is on it, and nothing else counts."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, BinaryIO, TypeVar

from aiohttp import StreamReader

from tour.records import Records
from tour.uploads.checksum import Checksum
from tour.uploads.files import UploadFiles
from tour.uploads.limits import check_room
from tour.uploads.refusing import Refusing
from tour.uploads.upload import Upload, grow

PART = 1024 * 1024
"""Bytes that are in memory at once."""
SYNCED = 8 * 1024 * 1024
"""Bytes after which a long piece is acknowledged to ourselves, so that a cut line costs no more than these."""
PATIENCE = 60.0
"""Seconds without a byte after which a line counts as cut."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiving:
    """What takes pieces in."""

    records: Records
    files: UploadFiles
    kept: timedelta

    async def receive(self, upload: Upload, content: StreamReader, checksum: Checksum | None, who: str) -> Upload:
        """Take in what comes after `upload.offset`; the upload as it is then.

        Without a checksum, what came before the line was cut is kept. With one, all of the piece or nothing. Raises
        `Refusing` (410, 413, 460, 507), `NoUpload`, and whatever the line raises.
        """
        file = await _finish(self.files.open, upload.id, upload.offset)
        try:
            piece = Piece(ways=self, upload=upload, file=file, who=who, checksum=checksum, offset=upload.offset)
            await _finish(check_room, self.files.root)
            await piece.take(content)
        finally:
            await _finish(file.close)
        return piece.upload


@dataclass(slots=True, kw_only=True)
class Piece:
    """One request's bytes on their way."""

    ways: Receiving
    upload: Upload
    file: BinaryIO
    who: str
    checksum: Checksum | None
    offset: int
    """Bytes of the upload that are written, acknowledged or not."""

    async def take(self, content: StreamReader) -> None:
        """Write everything, then acknowledge it."""
        try:
            async for part in _parts(content):
                await self._write(part)
        except Refusing:
            raise
        except BaseException as cut:
            if self.checksum is None:
                await _unhurried(self._acknowledge())
            if isinstance(cut, Exception):
                raise Refusing(408, "The line was cut. Ask how much is here, and go on from there.") from cut
            raise
        if self.checksum is not None:
            self.checksum.check()
        await _unhurried(self._acknowledge())

    async def _write(self, part: bytes) -> None:
        if self.offset + len(part) > self.upload.size:
            raise Refusing(
                413, f"More came than the {self.upload.size:,} bytes that were announced. Nothing of the rest was kept."
            )
        try:
            await _finish(self.file.write, part)
        except OSError as wrong:
            raise Refusing(507, f"The disk of this house does not take it: {wrong.strerror}.") from wrong
        self.offset += len(part)
        if self.checksum is not None:
            self.checksum.take(part)
        elif self.offset - self.upload.offset >= SYNCED:
            await _finish(check_room, self.ways.files.root)
            await self._acknowledge()

    async def _acknowledge(self) -> None:
        await _finish(_sync, self.file)
        change = partial(grow, upload=self.upload, offset=self.offset, who=self.who, kept=self.ways.kept)
        self.upload = await self.ways.records.write(lambda connection: change(connection, now=datetime.now(UTC)))


async def _parts(content: StreamReader) -> AsyncIterator[bytes]:
    """What comes, some at a time; raises `TimeoutError` where nothing does."""
    while True:
        async with asyncio.timeout(PATIENCE):
            part = await content.read(PART)
        if not part:
            return
        yield part


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


async def _finish(work: Callable[..., T], *arguments: Any) -> T:
    """Do it in a thread, and do not leave before it is done, even when cancelled."""
    return await _unhurried(asyncio.to_thread(work, *arguments))


async def _unhurried(work: Awaitable[T]) -> T:
    doing = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(doing)
    except asyncio.CancelledError:
        await asyncio.wait({doing})
        raise
