"""A curator who never rests: writes, deletes, publishes and backs up until killed, and says what is acknowledged.

`python -m tests.tour.records.restless DATA SEED`; one JSON object a line, after what it tells of is committed.
"""

import json
import random
import sys
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from scenes.gathered import gather
from scenes.pack_records import import_records, take_apart
from scenes.store import ANYTHING
from scenes.stores import sqlite
from scenes.stores.releases import latest, pending, release
from tour.audit import append
from tour.editing.published import PUBLISHED, files_in, write
from tour.records import Records, RecordsNow
from tour.records.backup import back_up
from tour.records.records import FILE

FACTS = ("depth", "year", "bench")


def say(**what: Any) -> None:
    """Tell the one who will kill us what they may rely on."""
    print(json.dumps(what), flush=True)


def save(connection: Connection, fact: str, text: str) -> str:
    """Save a fact and write down that it was done."""
    found = sqlite.newest(connection, "well", "fact", fact)
    assert found is not None
    now = datetime.now(UTC)
    body = {**found.body, "text": {**found.body["text"], "en": text}}
    saved = sqlite.save(connection, "well", "fact", fact, body, author="ada", now=now, expected=ANYTHING)
    append(connection, "ada", "fact-saved", fact, "well", {"etag": saved.etag}, now=now)
    return saved.etag


def publish(connection: Connection) -> int:
    """Release everything that waits; 0 where nothing does."""
    changes, now = pending(connection, "well"), datetime.now(UTC)
    if not changes:
        return 0
    append(connection, "ada", "site-published", "well", "well", now=now)
    return release(connection, "well", changes, author="ada", now=now).number


def one_step(records: RecordsNow, data: Path, chance: random.Random) -> None:
    """Do one thing, and say so."""
    match chance.choices(("save", "publish", "backup"), (20, 3, 1))[0]:
        case "save":
            fact, text = chance.choice(FACTS), f"It is {chance.randint(0, 10**9)} metres deep."
            say(saved=fact, etag=records.write(save, fact, text))
        case "publish":
            number = records.write(publish) or records.read(latest, "well")
            write(records.read(gather, "well", published=True), number, data / PUBLISHED / "well", files_in(data))
            say(published=number)
        case "backup":
            say(backup=back_up(data / FILE, data / "backup.sqlite"))


def main(data: Path, seed: int) -> None:
    """Never returns."""
    chance = random.Random(seed)
    with Records.open_now(data / FILE) as records:
        if records.read(sqlite.get, "well", "site", "well") is None:
            found = take_apart(data / "pack", files_in(data))
            records.write(import_records, found, author="ada", now=datetime.now(UTC))
        say(begun=True)
        while True:
            one_step(records, data, chance)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
