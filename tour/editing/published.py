"""The packs of published sites on the disk; they follow the records, and can always be written anew from them."""

import asyncio
import logging
from pathlib import Path

from scenes.exchange.write_pack import RELEASE
from scenes.gathered import Gathered, gather
from scenes.pack_error import SitePackError
from scenes.pack_records import write_records
from scenes.sites import put_back
from scenes.stores.named import NamedFiles
from scenes.stores.releases import released_sites
from tour.records import Records

log = logging.getLogger(__name__)


class Published:
    """Writes a site's pack after each release, one at a time; of several that wait only the newest."""

    def __init__(self, root: Path, files: NamedFiles) -> None:
        """Packs lie under `root` by their sites' ids."""
        self._root, self._files = root, files
        self._waiting: dict[str, tuple[Gathered, int]] = {}
        self._work: asyncio.Task[None] | None = None

    def folder(self, site: str) -> Path:
        """Where the pack of a site lies, or will lie."""
        return self._root / site

    def follow(self, found: Gathered, number: int) -> None:
        """Have the pack of a release written soon, unless it is there."""
        if number_of(self.folder(found.site)) == number:
            return
        self._waiting[found.site] = (found, number)
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._write_all())

    async def settled(self) -> None:
        """Wait until every pack is written."""
        if self._work is not None:
            await self._work

    async def _write_all(self) -> None:
        while self._waiting:
            site, (found, number) = self._waiting.popitem()
            await asyncio.to_thread(write, found, number, self.folder(site), self._files)


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


def catch_up(records: Path, root: Path, files: NamedFiles) -> None:
    """Write the packs of releases that a server did not live to write; does nothing where there are no records."""
    if not records.is_file():
        return
    with Records.open_now(records) as open_records:
        for site, number in open_records.read(released_sites).items():
            if number_of(root / site) != number:
                write(open_records.read(gather, site, published=True), number, root / site, files)
