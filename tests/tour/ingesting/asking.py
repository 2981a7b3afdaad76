"""Asking a house to take scans in, and waiting for the end of it."""

import asyncio
from typing import Any

from tests.tour.uploads.tus import Sender


async def ended(sender: Sender, job: dict[str, Any]) -> dict[str, Any]:
    """The job once it has ended, and never seen going back on the way."""
    done = 0
    async with asyncio.timeout(120):
        while (found := await sender.ask("GET", f"/api/sites/{sender.site}/jobs/{job['id']}"))["state"] in {
            "waiting",
            "running",
        }:
            assert found["done"] >= done
            done = found["done"]
            await asyncio.sleep(0.1)
    return found


async def asked(sender: Sender, *uploads: str, **settings: Any) -> dict[str, Any]:
    """The job for these uploads."""
    wanted = {"uploads": list(uploads), **settings}
    job: dict[str, Any] = await sender.ask("POST", f"/api/sites/{sender.site}/ingest", 202, wanted)
    return job


async def take_in(sender: Sender, *uploads: str, **settings: Any) -> dict[str, Any]:
    """The ended job for these uploads."""
    return await ended(sender, await asked(sender, *uploads, **settings))
