"""A site in another form, brought to the one that is written here: what it holds, and what it would change."""

import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from scenes.exchange.documents import find_document, kind_of, read_document
from scenes.exchange.take_in import Wish
from scenes.exchange.take_in import take_in as take_document
from scenes.finding import Finding, Refused
from scenes.gathered import Gathered
from scenes.pack_diff import Change, compare
from scenes.pack_error import SitePackError
from scenes.pack_files import MANIFEST, refused
from scenes.pack_records import sources, write_records
from scenes.pack_unzip import NOT_ZIP, verify
from scenes.pack_zip import unpack
from scenes.site_pack import load_site
from scenes.stores.named import NamedFiles, link
from scenes.validate.archive import extract, look
from scenes.validate.notes import Notes
from tour.uploads.limits import FLOOR, free, said

Form = Literal["pack", "iiif", "svx", "webannotation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What came, as a pack that could be served."""

    folder: Path
    form: Form
    own: bool
    """Whether this program wrote it."""
    findings: tuple[Finding, ...]
    """What was left, supplied or changed, and why."""


def brought(file: Path, aside: Path, written: Gathered, files: NamedFiles, language: str) -> Brought:
    """Make a pack of `file`: a pack's zip, a document, or a zip of one with its files; `aside` is a folder to work in.

    Files that a document names and that the site has already are taken from it. Nothing is fetched. Raises `Refused`,
    `SitePackError`, `OSError`.
    """
    packs = aside / "sites"
    if _is_pack(file):
        found = unpack(file, packs)
        if found.site != written.site:
            remedy = "bring it to that site, or change the id in its site.toml and pack it again"
            raise refused("OTHER_SITE", f"the pack is of the site {found.site!r}, not of {written.site!r}", remedy)
        return Brought(folder=found.folder, form="pack", own=True, findings=())
    document = _document(file, aside / "document")
    if kind_of(read_document(document), document.name) == "webannotation" and written.held:
        write_records(written, packs / written.site, files)
    _put_beside(document.parent, written, files)
    wish = Wish(site=written.site, into=packs, year=date.today().year, language=language, replace=True)
    report = take_document(document, wish)
    return Brought(
        folder=Path(report.folder), form=report.format, own=report.own, findings=report.findings  # type: ignore[arg-type]
    )  # fmt: skip


def changes(written: Gathered, files: NamedFiles, found: Brought) -> tuple[Change, ...] | None:
    """What would make it of the site as it is written; None where that is no whole site, so that nothing compares."""
    try:
        before = written.assemble(files, found.folder)
    except SitePackError:
        return None
    return compare(before, load_site(found.folder))


def state_of(written: Gathered) -> str:
    """Another for every state of a site's records: what was looked at is what is changed."""
    names = sorted(f"{kind}/{id_}/{held.version}" for (kind, id_), held in written.held.items())
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:32]


def _is_pack(file: Path) -> bool:
    """What is no zip, or none whose list of files fits the memory, is told of where documents are read."""
    with suppress(Refused, OSError, *NOT_ZIP):
        verify(file)
        with zipfile.ZipFile(file) as zipped:
            return MANIFEST in zipped.namelist()
    return False


def _document(file: Path, folder: Path) -> Path:
    """The document that came alone or in a zip, which may have it in one folder."""
    if not zipfile.is_zipfile(file):
        folder.mkdir()
        link(file, folder / "document.json")
        return folder / "document.json"
    _check_room(file, folder.parent)
    extract(file, folder)
    inside = list(_shown(folder))
    return find_document(inside[0] if len(inside) == 1 and inside[0].is_dir() else folder)


def _check_room(file: Path, folder: Path) -> None:
    """Refuse a zip that would fill the house's disk: its files lie there twice, as they came and as a pack."""
    coming = 2 * sum(each.file_size for each in look(file, Notes()).values())
    if free(folder) - coming < FLOOR:
        raise refused("NO_ROOM", f"the disk of this house has no room for {said(coming)} more", "ask an operator")


def _shown(folder: Path) -> Iterator[Path]:
    return (path for path in folder.iterdir() if not path.name.startswith((".", "__MACOSX")))


def _put_beside(folder: Path, written: Gathered, files: NamedFiles) -> None:
    """Lay the files that the site has beside the document, but in the place of none that came with it."""
    with suppress(SitePackError):
        for name, source in sources(written, files):
            if not (folder / name).exists():
                with suppress(FileExistsError, NotADirectoryError):  # a file came that stands in a folder's place
                    link(source, folder / name)
