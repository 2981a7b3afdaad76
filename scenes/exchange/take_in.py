"""Another format's document made a pack, whole or not at all, with a report of what was taken and what was left."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct
from msgspec.structs import replace as with_fields

from scenes.annotation import Annotation
from scenes.exchange.by_people import fitting
from scenes.exchange.documents import Beside, find_document, kind_of, read_document, refused, table
from scenes.exchange.draft import Draft
from scenes.exchange.extension import KEY, Own, own_site
from scenes.exchange.fresh import Context, Notes, annotation_of, fresh_site, unsourced
from scenes.exchange.iiif_in import read_iiif
from scenes.exchange.kept import kept_files, notes_page
from scenes.exchange.languages import spoken
from scenes.exchange.merge import merged
from scenes.exchange.model_files import found_files, models_of, stated_rights
from scenes.exchange.send_out import document_of
from scenes.exchange.sound_files import sounds_of
from scenes.exchange.svx_in import read_svx
from scenes.exchange.web_annotation import read_annotations
from scenes.exchange.write_pack import pack_files, write_pack
from scenes.finding import Finding
from scenes.pack_read import ID
from scenes.scene import Site
from scenes.site_pack import read_site
from scenes.translation import Translation
from scenes.translations import FOLDER, joined, read_translations, translation_text


class Report(Struct, frozen=True, kw_only=True):
    """What an import did."""

    site: str
    format: str
    folder: str
    own: bool
    """Whether the document was ours, with our extension in it."""
    taken: dict[str, int]
    """How many of each kind the site has now."""
    findings: tuple[Finding, ...]
    """What was left, supplied or changed, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked of an import."""

    site: str
    into: Path
    """The folder of site packs that the pack goes into."""
    year: int
    """The year that stands for a document's where it has none."""
    language: str = "en"
    """Of texts whose language the document does not say."""
    replace: bool = False
    """Whether a pack of that id may be replaced."""


def take_in(path: Path, wish: Wish) -> Report:
    """Read a document and write the pack of its site.

    Raises `Refused` for a document that cannot be read or would do harm, `SitePackError` for a pack that could not be
    served; either way nothing is written. Remote files are never fetched.
    """
    if not ID.fullmatch(wish.site):
        raise refused("SETTING", f"site: {wish.site[:80]!r} is no id", "use 1 to 64 of a-z, 0-9 and -")
    file = find_document(path)
    document = read_document(file)
    form = kind_of(document, file.name)
    if form == "webannotation":
        return _annotate(document, wish)
    folder = wish.into / wish.site
    if folder.exists() and not wish.replace:
        raise refused(
            "SITE_EXISTS", f"there is a site {wish.site!r} in {wish.into}", "--replace puts this in its place"
        )
    draft = read_iiif(document) if form == "iiif" else read_svx(document)
    own = own_site(*_extension(document, form))
    notes = Notes(findings=list(draft.left))
    beside = Beside(file.parent, draft.base)
    machine: Mapping[str, Translation] = {}
    if own is not None:
        site, files = _ours(own, document, draft, beside, notes)
        kept: Mapping[str, Path] = {}
        machine = own.translations
    else:
        site, files = _theirs(draft, wish, beside, notes)
        kept = kept_files(file, draft, beside, notes, frozenset(files.values()))
    site = replace(site, id=wish.site, scene=with_fields(site.scene, id=wish.site))
    pages = {"imported/README.md": notes_page(site, form, notes)} if own is None or notes.texts else {}
    pages |= {f"{FOLDER}/{tag}.toml": translation_text(fitting(each, site)) for tag, each in machine.items()}
    written = write_pack(site, folder, files, kept, pages)
    return _report(written, form, own is not None, notes)


def _extension(document: Any, form: str) -> tuple[Any, str]:
    if form == "iiif":
        return document.get(KEY), f"/{KEY}"
    metas = document.get("metas")
    for index, meta in enumerate(metas if isinstance(metas, list) else []):
        value = table(table(meta).get("collection")).get(KEY)
        if value is not None:
            return value, f"/metas/{index}/collection/{KEY}"
    return None, ""


def _ours(own: Own, document: Any, draft: Draft, beside: Beside, notes: Notes) -> tuple[Site, dict[str, Path]]:
    """Our own site, with what was changed in the document, and the files that lie beside it."""
    sent = document_of(joined(own.site, own.translations), draft.format, draft.base.removesuffix("/"), own=False)
    before = read_iiif(sent) if draft.format == "iiif" else read_svx(sent)
    notes.findings[:] = [each for each in notes.findings if each not in before.left]
    return found_files(merged(own.site, before, draft, notes), own.digests, beside, notes)


def _theirs(draft: Draft, wish: Wish, beside: Beside, notes: Notes) -> tuple[Site, dict[str, Path]]:
    draft, languages, left = spoken(draft, wish.language)
    notes.findings += left
    models, files = models_of(draft, beside, notes)
    draft = stated_rights(draft, files)
    context = Context(site=wish.site, languages=languages, year=wish.year, beside=beside)
    sounds, sounding = sounds_of(draft, beside, notes)
    return replace(fresh_site(draft, models, context, notes), sounds=sounds), {**files, **sounding}


def _annotate(document: Any, wish: Wish) -> Report:
    """Put annotations into the pack of their site; those of the same id give way."""
    folder = wish.into / wish.site
    if not (folder / "site.toml").is_file():
        message = f"annotations need a site to stand in, and there is no pack {wish.site!r} in {wish.into}"
        raise refused("NO_SITE", message, "ingest or import the site first, or name its folder with --into")
    site = read_site(folder)
    ours, draft = read_annotations(document)
    notes = Notes(findings=list(draft.left))
    new = {each.id: each for each in (*_by_people(ours, folder), *_others(draft, site, notes))}
    known = {each.id for each in site.scene.annotations}
    annotations = tuple(new.get(each.id, each) for each in site.scene.annotations)
    added = tuple(each for name, each in new.items() if name not in known)
    site = replace(site, scene=with_fields(site.scene, annotations=(*annotations, *added)))
    pages = {"imported/annotations.md": notes_page(site, "webannotation", notes)} if notes.texts else {}
    kept = {name: path for name, path in _neighbours(folder, site).items() if name not in pages}
    written = write_pack(site, folder, pack_files(site), kept, pages)
    return _report(written, "webannotation", bool(ours), notes)


def _by_people(ours: Iterable[Annotation], folder: Path) -> Iterator[Annotation]:
    """Our annotations without the labels that a machine gave them: those went out with the rest, and are kept here."""
    machine = read_translations(folder)
    for note in ours:
        made = {(tag, found.labels.get(note.id)) for tag, found in machine.items()}
        yield with_fields(note, label={tag: text for tag, text in note.label.items() if (tag, text) not in made})


def _others(draft: Draft, site: Site, notes: Notes) -> list[Annotation]:
    """Annotations of others; their texts wait for a source, since a pack's facts are its curator's."""
    draft, _, left = spoken(replace(draft, title=dict.fromkeys(site.languages, site.id)), site.languages[0])
    notes.findings += [each for each in left if each.code != "LANGUAGE_INCOMPLETE"]
    found = []
    for annotation in draft.annotations:
        missing = [tag for tag in site.languages if tag not in annotation.label]
        if missing:
            message = f"the annotation {annotation.id!r} has no label in {', '.join(missing)}"
            notes.say("NO_LABEL", message, "name it in every language and import again")
            continue
        for text in annotation.texts:
            unsourced(annotation, text, False, notes)
        found.append(annotation_of(annotation, ()))
    return found


def _neighbours(folder: Path, site: Site) -> dict[str, Path]:
    """Files of a pack that are not written anew, kept as they are: its translations, and what no table names."""
    named = set(pack_files(site))
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
    names = ((path.relative_to(folder).as_posix(), path) for path in found)
    return {name: path for name, path in names if name not in named and not _written(name)}


def _written(name: str) -> bool:
    """Whether a file of a pack is one of its texts that come from the site's tables."""
    file = PurePosixPath(name)
    return file.name == "annotations.json" or (file.suffix == ".toml" and file.parts[0] != FOLDER)


def _report(site: Site, form: str, own: bool, notes: Notes) -> Report:
    taken = {
        "models": len(site.scene.models),
        "annotations": len(site.scene.annotations),
        "stops": len(site.scene.stops),
        "tours": len(site.tours),
        "facts": len(site.facts),
        "narrations": len(site.takes),
        "pictures": len(site.pictures),
        "sounds": len(site.sounds),
    }
    return Report(
        site=site.id, format=form, folder=str(site.folder), own=own, taken=taken, findings=tuple(notes.findings)
    )
