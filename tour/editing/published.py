"""The packs of published sites on the disk; they follow the records, and can always be written anew from them."""

import asyncio
import logging
import time
from contextlib import suppress
from pathlib import Path

from scenes.exchange.write_pack import RELEASE
from scenes.gathered import Gathered, gather
from scenes.pack_error import SitePackError
from scenes.pack_records import write_records
from scenes.scene import Site
from scenes.sites import put_back
from scenes.stores.files import FileStore
from scenes.stores.named import NamedFiles
from scenes.stores.releases import released_sites
from tour.records import Records
from tour.records.records import FILE

PUBLISHED = "published"
"""Folder of the published packs in the data folder."""

REST, LONGEST = 3.0, 30.0
"""Seconds that a release waits for a next one before its pack is written, and the most that it waits."""

log = logging.getLogger(__name__)


class Published:
    """Writes a site's pack once its curators rest a moment; of several releases that wait only the newest."""

    def __init__(self, root: Path, files: NamedFiles) -> None:
        """Packs lie under `root` by their sites' ids."""
        self._root, self._files = root, files
        self._waiting: dict[str, tuple[Gathered, int]] = {}
        self._work: asyncio.Task[None] | None = None
        self._hurry = asyncio.Event()
        self._count = 0

    def folder(self, site: str) -> Path:
        """Where the pack of a site lies, or will lie."""
        return self._root / site

    def follow(self, found: Gathered, number: int) -> None:
        """Have the pack of a release written soon, unless it is there."""
        if number_of(self.folder(found.site)) == number:
            return
        self._waiting[found.site] = (found, number)
        self._count += 1
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._write_all())

    async def settled(self) -> None:
        """Wait until every pack is written."""
        self._hurry.set()
        if self._work is not None:
            await self._work
        self._hurry.clear()

    async def _write_all(self) -> None:
        while self._waiting:
            await self._rest()
            site, (found, number) = self._waiting.popitem()
            await asyncio.to_thread(write, found, number, self.folder(site), self._files)

    async def _rest(self) -> None:
        """Wait until nothing more was released for a while, or somebody is in a hurry."""
        latest, count = time.monotonic() + LONGEST, -1
        while count != self._count and time.monotonic() < latest:
            count = self._count
            with suppress(TimeoutError):
                async with asyncio.timeout(REST):
                    await self._hurry.wait()
                    return


def write(found: Gathered, number: int, folder: Path, files: NamedFiles) -> None:
    """Write the pack of a release, whole or not at all; what stands in the way is logged, and tried again next time."""
    try:
        put_back(folder)
        write_records(found, folder, files, number)
    except (SitePackError, OSError) as wrong:
        log.warning("the pack of %s, release %d, could not be written: %s", found.site, number, wrong)


def number_of(folder: Path) -> int:
    """The release that the pack in a folder is of, 0 where there is none."""
    try:
        return int((folder / RELEASE).read_text())
    except (OSError, ValueError):
        return 0


def published_sites(data: Path) -> tuple[dict[str, Site], list[SitePackError]]:
    """The sites that were published here, as their visitors get them, and what is wrong with those that cannot be.

    Packs that a server did not live to write are written. Raises `RecordsError`.
    """
    sites: dict[str, Site] = {}
    problems: list[SitePackError] = []
    if not (data / FILE).is_file():
        return sites, problems
    files = files_in(data)
    with Records.open_now(data / FILE) as records:
        released = records.read(released_sites)
        gathered = {site: records.read(gather, site, published=True) for site in released}
    for site, found in gathered.items():
        folder = data / PUBLISHED / site
        try:
            if number_of(folder) != released[site]:
                write(found, released[site], folder, files)
            sites[site] = found.assemble(files, folder, published=True)
        except SitePackError as wrong:
            problems.append(wrong)
    return sites, problems


def files_in(data: Path) -> NamedFiles:
    """Where the files that records name are kept in a data folder."""
    return NamedFiles(FileStore(data / "assets"), data / "named")
