"""A server that is there to be killed: `python -m tests.tour.uploads.house FOLDER`; says on which port it listens."""

import asyncio
import sys
from pathlib import Path

from aiohttp import web

from tests.people import house_settings
from tour.app import create_app
from tour.places import open_sites


async def main(folder: Path) -> None:
    settings = house_settings(folder)
    runner = web.AppRunner(create_app(settings, open_sites(settings)[0]), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
