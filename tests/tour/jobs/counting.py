"""A job that counts and writes every number down; run as a program, it is there to be killed."""

import asyncio
import sys
from collections.abc import Mapping
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from tour.jobs import Errand, Runner
from tour.records import Records


async def count(errand: Errand) -> Mapping[str, Any]:
    """Count to `to`, from where it was left."""
    await errand.records.write(_table)
    known = await errand.records.read(numbers)
    await errand.stage("counting", errand.job.request["to"])
    errand.done = len(known)
    for number in range(len(known), errand.job.request["to"]):
        await asyncio.sleep(errand.job.request.get("pause", 0.0))
        await errand.step(f"number {number}", lambda connection, n=number: _put(connection, n))  # type: ignore[misc]
    return {"counted": errand.job.request["to"]}


def numbers(connection: Connection) -> list[int]:
    return [row[0] for row in connection.execute("SELECT number FROM counted ORDER BY number")]


def _table(connection: Connection) -> None:
    connection.execute("CREATE TABLE IF NOT EXISTS counted (number INTEGER PRIMARY KEY)")


def _put(connection: Connection, number: int) -> None:
    connection.execute("INSERT INTO counted VALUES (?)", (number,))


async def main(path: Path) -> None:
    async with Records.open(path) as records:
        runner = Runner(records, {"count": count})
        runner.begin()
        print("begun", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
