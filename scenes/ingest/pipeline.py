"""Files in, a site pack out: whole, or nothing."""

import fcntl
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from threading import Event
from time import time

from msgspec import json

from scenes.finding import Finding, Refused
from scenes.ingest.assemble import assemble
from scenes.ingest.draft import not_ours
from scenes.ingest.journal import Journal, drop_old
from scenes.ingest.line import GROUND, Line, Progress
from scenes.ingest.names import names_of
from scenes.ingest.remembered import remembered
from scenes.ingest.report import Report
from scenes.ingest.request import Request, checked
from scenes.ingest.scan import Taken, take_in
from scenes.ingest.sources import Source, sources
from scenes.ingest.standing import standing
from scenes.scene import Site
from scenes.sites import DEMONSTRATIONS, put_back

VERSION = "1"
"""Changes when the same files and settings are to give other bytes."""


def ingest(
    files: Sequence[Path],
    request: Request,
    *,
    packs: Path,
    scratch: Path,
    progress: Progress = lambda stage, done: None,
    cancelled: Event | None = None,
) -> Report:
    """Take scans into the site `packs`/`request.site`, which is made or added to, and say what was done.

    The stages are kept in `scratch` until all is done: an ingest that was broken off goes on where it stood.
    Raises `Refused` with the reason, `WorkerFailed` with reason `cancelled`, `OSError` when the disk does not take it.
    """
    checked(request)
    if request.site in DEMONSTRATIONS:
        raise not_ours(request.site)
    found = sources(files)
    key = _key(found, request)
    folder = packs / request.site
    packs.mkdir(parents=True, exist_ok=True)
    cancelled = cancelled or Event()
    drop_old(scratch, time())
    with _alone(packs / f".{request.site}.lock", request.site):
        put_back(folder)
        names = names_of(found, request)
        ids = [name for name, _ in names]
        site = standing(folder)
        there = remembered(folder, ids, key) if _all_in(site, ids) else None
        if there is not None:
            return Report(site=request.site, key=key, models=there, unchanged=True)
        journals = scratch / f"{request.site}-{sha256(bytes(packs.resolve())).hexdigest()[:8]}"
        work = journals / key[:32]
        taken = _take_all(found, names, request, work, progress, cancelled)
        line = Line(
            journal=Journal(work / "site"), file=request.site, progress=progress, cancelled=cancelled, done=1 - GROUND
        )
        report = assemble(folder, request, taken, key, line, work)
        shutil.rmtree(journals, ignore_errors=True)
    progress("done", 1.0)
    return report


def _key(found: Sequence[Source], request: Request) -> str:
    settings = json.encode(request, order="deterministic")
    names = b"\n".join(os.fsencode(each.path.name) + b" " + each.digest.encode() for each in found)
    return sha256(b"\0".join((VERSION.encode(), version("caravanserai").encode(), settings, names))).hexdigest()


@contextmanager
def _alone(lock: Path, site: str) -> Iterator[None]:
    with lock.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            message = f"another ingest is at work on {site}"
            raise Refused(Finding(code="SITE_IN_USE", message=message, remedy="wait until it has ended")) from None
        yield


def _all_in(site: Site | None, ids: Sequence[str]) -> bool:
    return site is not None and {*ids} <= {model.id for model in site.scene.models}


def _take_all(
    found: Sequence[Source],
    names: Sequence[tuple[str, str]],
    request: Request,
    work: Path,
    progress: Progress,
    cancelled: Event,
) -> list[Taken]:
    taken = []
    for number, (source, (name, label)) in enumerate(zip(found, names, strict=True)):
        start, width = (1 - GROUND) * number / len(found), (1 - GROUND) / len(found)

        def told(stage: str, done: float, start: float = start, width: float = width, name: str = name) -> None:
            progress(f"{name}: {stage}", start + width * done)

        line = Line(
            journal=Journal(work / name),
            file=source.name,
            progress=told,
            cancelled=cancelled,
            unchanged=source.check_unchanged,
        )
        taken.append(take_in(source, name, label, request, line))
    return taken
