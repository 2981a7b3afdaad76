"""`/api/wording`: a wrong word of the interface, as a visitor reports it; kept in a file for the house's people."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import ceil
from pathlib import Path
from time import monotonic
from typing import Annotated

import msgspec
from aiohttp import web
from msgspec import Meta, Struct

from tour.errors import problem
from tour.keys import COMERS, SETTINGS
from tour.people.tempo import Tempo
from tour.routes.operations import Operation
from tour.routes.studio.entering import where_from
from tour.routes.studio.exchange import Line, body, done

FILE = "wording.jsonl"
LARGEST = 1024 * 1024
"""Bytes of that file; then it has to be read and moved away before it takes more."""
AT_ONCE, A_MINUTE = 10, 1 / 6
"""Reports from one place: somebody who reads a page through, not a machine that fills the file."""
ALL_AT_ONCE, ALL_A_MINUTE = 60, 1.0
"""The same from everywhere: the file lasts for most of a day at the least, whoever writes in it."""


class WrongWord(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words of the interface that are wrong, and how they should read; nothing of who says so."""

    language: Annotated[str, Meta(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$(?!\n)")]
    wrong: Annotated[Line, Meta(min_length=1)]
    better: Line = ""


class Reported(WrongWord, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A report as it is kept."""

    day: Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$(?!\n)")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """How fast reports may come."""

    tempo: Tempo = field(default_factory=lambda: Tempo(at_once=AT_ONCE, a_minute=A_MINUTE))
    together: Tempo = field(default_factory=lambda: Tempo(at_once=ALL_AT_ONCE, a_minute=ALL_A_MINUTE))

    def wait(self, place: str, now: float) -> int:
        """Take in one more report from a place, at a time in seconds; seconds until it may come, 0 for now."""
        return ceil(self.tempo.wait(place, now) or self.together.wait("", now))


REPORTS: web.AppKey[Reports] = web.AppKey("wording-reports", Reports)


async def report(request: web.Request) -> web.Response:
    """Keep a report."""
    given = await body(request, WrongWord)
    if seconds := request.app[REPORTS].wait(request.app[COMERS].place(where_from(request)), monotonic()):
        detail = "Many wrong words were reported just now. Please try again later."
        return problem(429, detail, {"Retry-After": str(seconds)})
    line = msgspec.json.encode(Reported(day=f"{datetime.now(UTC):%Y-%m-%d}", **msgspec.structs.asdict(given)))
    if await asyncio.to_thread(_kept, request.app[SETTINGS].data / FILE, line):
        return done()
    return problem(507, f"{FILE} in the data folder is full: move it away, then reports are kept again.")


def reported(file: Path) -> tuple[tuple[Reported, ...], int]:
    """What was reported, in the order it came in, and the number of lines that are no reports; raises `OSError`."""
    lines = file.read_bytes().splitlines() if file.exists() else []
    found = tuple(each for line in lines if (each := _read(line)) is not None)
    return found, len(lines) - len(found)


def _read(line: bytes) -> Reported | None:
    try:
        return msgspec.json.decode(line, type=Reported)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _kept(file: Path, line: bytes) -> bool:
    """Add a line, unless the file is as large as it may be."""
    if file.exists() and file.stat().st_size + len(line) >= LARGEST:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("ab") as kept:
        kept.write(line + b"\n")
    return True


ROUTES = (web.post("/api/wording", report),)

OPERATIONS = {
    "POST /api/wording": Operation(
        summary="Report a wrong word of the interface.", takes=WrongWord, status=204, refuses=(429, 507)
    )
}
