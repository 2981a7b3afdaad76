"""The job `ingest`: uploads laid out as files, taken in as `tour ingest` does, and brought into the records."""

import asyncio
import logging
import os
import shutil
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection
from time import time
from typing import Any

import msgspec

from scenes.finding import Refused
from scenes.gathered import Gathered, gather
from scenes.ingest.request import Request
from scenes.pack_error import SitePackError
from tour.audit import append
from tour.editing import Editing
from tour.ingesting.asking import KIND
from tour.ingesting.making import Made, Making, request_of
from tour.ingesting.request import Ingesting
from tour.ingesting.telling import refusal, told
from tour.jobs import Errand
from tour.jobs.job import get, note_result
from tour.jobs.runner import Failed
from tour.uploads import UploadFiles, upload
from tour.uploads.refusing import Refusing
from tour.uploads.upload import NoUpload

__all__ = ["KIND", "Ingestion"]

FOLDER, SCRATCH = "taking-in", "ingest"
"""Of the data folder: where scans lie while they are taken in, and where what was done of it is kept."""
STEPS = 100
"""Of a job, whatever it takes in."""
LOOK = 0.4
"""Seconds between looks at how far it is."""
LEFT = 24 * 3600.0
"""Seconds after which nobody goes on with files that were laid out."""
NICE = 10
"""Visitors come first."""

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Progress:
    """How far the thread is; only its newest word counts."""

    stage: str = "looking at the files"
    share: float = 0.0

    def __call__(self, stage: str, share: float) -> None:
        """Called by the thread."""
        self.stage, self.share = stage, share

    async def tell(self, errand: Errand) -> None:
        """Write it down; what was done before and is passed over again is not undone."""
        errand.done = max(errand.done, int(self.share * (STEPS - 1)))
        await errand.stage(self.stage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingestion:
    """Does jobs of the kind `ingest`, in worker processes that give way to whatever a visitor waits for."""

    editing: Editing
    uploads: UploadFiles
    data: Path

    async def work(self, errand: Errand) -> Mapping[str, Any]:
        """Take the uploads in; what an earlier attempt did is not done again."""
        wanted = msgspec.convert(errand.job.request, Ingesting)
        await asyncio.to_thread(_sweep, self.data / FOLDER, time())
        try:
            if not errand.job.result:
                await self._take_in(errand, wanted)
        finally:
            await asyncio.to_thread(shutil.rmtree, self._folder(errand), True)
        for id_ in wanted.uploads:
            await asyncio.to_thread(self.uploads.drop, id_)
        return (await errand.records.read(get, errand.job.id)).result

    async def _take_in(self, errand: Errand, wanted: Ingesting) -> None:
        await errand.stage("laying out", STEPS)
        files = await self._laid_out(errand, wanted)
        standing = await errand.records.read(gather, errand.job.site)
        try:
            made = await self._beside(errand, files, request_of(errand.job.site, wanted, standing), standing)
            await self._brought(errand, made, wanted)
        except Refused as refused:
            sentence, findings = refusal(refused)
            raise Failed(sentence, findings) from None
        except SitePackError as wrong:
            raise Failed(f"The site as it is stands in the way: {wrong.problem}. {wrong.remedy}.") from None
        except OSError as wrong:
            raise Failed(f"The disk does not take it: {wrong.strerror}. Ask an operator to make room.") from wrong

    async def _brought(self, errand: Errand, made: Made, wanted: Ingesting) -> None:
        """Write everything that the ingest changes, at once."""
        result = await asyncio.to_thread(told, made.report, made.found)
        errand.done = STEPS
        await errand.step("taken in", lambda records: self._keep(records, errand, made, wanted, result), steps=0)

    async def _laid_out(self, errand: Errand, wanted: Ingesting) -> list[Path]:
        """The uploads under their names."""
        try:
            names = await errand.records.read(_names, errand.job.site, wanted.uploads)
            return await asyncio.to_thread(self.uploads.lay_out, names, self._folder(errand))
        except NoUpload:
            raise Failed("One of the uploads is not here any more. Send it again.") from None
        except Refusing as refusing:
            raise Failed(refusing.sentence) from None

    async def _beside(self, errand: Errand, files: Sequence[Path], request: Request, standing: Gathered) -> Made:
        """Make it in a thread, say how far it is, and end it when the work is no longer wanted of us."""
        making = Making(packs=self.data / FOLDER / "packs", scratch=self.data / SCRATCH, files=self.editing.files)
        progress, cancelled = Progress(), threading.Event()
        with ThreadPoolExecutor(1, thread_name_prefix="ingest", initializer=_give_way) as thread:
            doing = asyncio.get_running_loop().run_in_executor(
                thread, making.make, files, request, standing, progress, cancelled
            )
            try:
                while not (await asyncio.wait({doing}, timeout=LOOK))[0]:
                    await progress.tell(errand)
            finally:
                cancelled.set()
                await asyncio.wait({doing})
                doing.exception()
            return doing.result()

    def _keep(
        self, connection: Connection, errand: Errand, made: Made, wanted: Ingesting, result: Mapping[str, Any]
    ) -> None:
        job = errand.job
        for kind, id_, body in made.brought.changes(connection):
            self.editing.save_within(connection, job.site, kind, id_, body, job.made_by)
        upload.used_up(connection, wanted.uploads)
        details = {"models": list(made.brought.ids), "uploads": len(wanted.uploads), "job": job.id}
        append(connection, job.made_by, "scans-taken-in", job.site, job.site, details, now=datetime.now(UTC))
        note_result(connection, job.id, result)

    def _folder(self, errand: Errand) -> Path:
        return self.data / FOLDER / f"files-{errand.job.id}"


def _sweep(root: Path, now: float) -> None:
    """Remove what a house left that was killed, of jobs that nobody went on with; `now` in seconds since 1970."""
    for folder in root.glob("files-*"):
        if folder.stat().st_mtime < now - LEFT:
            shutil.rmtree(folder, ignore_errors=True)


def _names(connection: Connection, site: str, ids: Sequence[str]) -> dict[str, str]:
    """Uploads' ids by their names."""
    return {upload.get(connection, id_, site).name: id_ for id_ in ids}


def _give_way() -> None:
    """Run this thread, and the processes it starts, behind everything else; on Linux, elsewhere nothing."""
    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
