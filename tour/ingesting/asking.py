"""Asking for uploads to be taken in."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePosixPath
from sqlite3 import Connection

import msgspec

from scenes.ingest.sources import MODELS
from scenes.stores import sqlite
from tour.ingesting.request import Ingesting
from tour.jobs import Job
from tour.jobs.job import ask as ask_job
from tour.uploads.refusing import Refusing
from tour.uploads.upload import Upload, claim, get

KIND = "ingest"


class NotWritten(LookupError):
    """The site has no records."""


def ask(connection: Connection, site: str, wanted: Ingesting, who: str, now: datetime) -> Job:
    """Ask for uploads to be taken in; the job that is open for the very same, where there is one.

    Raises `NotWritten`, `NoUpload`, `InUse`, `TooManyJobs`, and `Refusing` for uploads that do not go together.
    """
    if sqlite.get(connection, site, "site", site) is None:
        raise NotWritten(site)
    ids = tuple(dict.fromkeys(wanted.uploads))
    found = [get(connection, id_, site) for id_ in ids]
    check_together(found)
    plain = msgspec.to_builtins(msgspec.structs.replace(wanted, uploads=ids))
    job = ask_job(connection, KIND, site, plain, who, now)
    claim(connection, site, ids, job.id)
    return job


def check_together(found: Sequence[Upload]) -> None:
    """Refuse uploads that are not whole, have one name, or have no scan among them; raises `Refusing`."""
    half = next((each for each in found if not each.is_whole), None)
    if half is not None:
        raise Refusing(409, f"{half.name}: {half.offset:,} of {half.size:,} bytes are here. Send the rest first.")
    names: dict[str, str] = {}
    for each in found:
        if names.setdefault(each.name, each.id) != each.id:
            raise Refusing(422, f"Two of the uploads are called {each.name}. Delete one of them.")
    folders = {str(parent) for name in names for parent in PurePosixPath(name).parents}
    if strange := folders & names.keys():
        raise Refusing(422, f"{min(strange)} is a file and a folder. Delete one of them.")
    if not any(PurePosixPath(name).suffix.lower() in MODELS for name in names):
        known = ", ".join(sorted(each[1:] for each in MODELS))
        raise Refusing(422, f"None of the uploads is a scan. Send one of {known} with them.")
