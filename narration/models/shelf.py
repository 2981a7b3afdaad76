"""The shelf: what weights are here now, answered in a few `stat` calls, and what arrives later."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from pathlib import Path
from typing import Literal

from narration.models.catalogue import Catalogue, Entry, the_catalogue
from narration.models.marker import is_unchanged, read_marker
from narration.models.staging import PULLING

State = Literal["here", "changed", "unfinished", "missing"]


class Shelf:
    """A folder of weights and the catalogue that says what they should be."""

    def __init__(self, folder: Path, catalogue: Catalogue | None = None) -> None:
        self.folder = folder
        self.catalogue = catalogue or the_catalogue()

    def path(self, name: str) -> Path | None:
        """The file of a single-file entry or the folder of any other, by id or alias; None when not verified here.

        Raises `CatalogueError` for a name that the catalogue does not have or that stands for several entries.
        """
        entry = self.catalogue.one(name)
        if self.state(entry) != "here":
            return None
        folder = self.folder / entry.id
        return folder / entry.files[0].name if len(entry.files) == 1 else folder

    def state(self, entry: Entry) -> State:
        """`here`: verified and unchanged since; `changed`: there, but not verified as it is; else what was begun."""
        folder = self.folder / entry.id
        marker = read_marker(folder)
        if marker and all(is_unchanged(folder, file, marker) for file in entry.files):
            return "here"
        if any((folder / file.name).exists() for file in entry.files):
            return "changed"
        return "unfinished" if (self.folder / PULLING / entry.id).exists() else "missing"

    async def watch(
        self,
        names: Iterable[str],
        *,
        interval: float = 1.0,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> AsyncIterator[str]:
        """Yield each name once its weights are here, those that are here already first; ends when all are.

        `interval` is in seconds. Raises `CatalogueError` as `path` does.
        """
        waiting = dict.fromkeys(names)
        while waiting:
            for name in [name for name in waiting if self.path(name) is not None]:
                del waiting[name]
                yield name
            if waiting:
                await sleep(interval)
