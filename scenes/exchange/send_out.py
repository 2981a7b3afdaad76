"""A site written out in another format: the document, and a folder with the files it names."""

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from scenes import iiif, svx
from scenes.exchange.articles import article
from scenes.exchange.extension import extension
from scenes.exchange.losses import losses
from scenes.exchange.tables import file_name
from scenes.exchange.write_pack import pack_files
from scenes.facts import Fact
from scenes.rights import licence_url
from scenes.scene import Level, Site
from scenes.sites import replaced_whole

NAMES = {"iiif": "manifest.json", "svx": "scene.svx.json", "webannotation": "annotations.json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What was written, and what its readers will not see."""

    document: Path
    files: int
    losses: tuple[str, ...]


def base_of(site: str, base: str) -> str:
    """The address that a document's own addresses stand under; one that leads nowhere where none is given."""
    return (base or f"https://{site}.invalid").rstrip("/")


def document_of(site: Site, form: str, base: str = "", own: bool = True) -> dict[str, Any]:
    """The site's document in a format, its files named relative to it (IIIF: under `base`).

    With `own` it holds our extension, so that nothing is lost when it comes back.
    """
    iri = base_of(site.id, base)
    kept = extension(site) if own else None

    def name(level: Level) -> str:
        return quote(file_name(level, site.folder))

    if form == "iiif":
        return iiif.manifest(site, iri, lambda level: f"{iri}/{name(level)}", kept)
    if form == "svx":
        return svx.document(site, name, _article_name(site), kept)
    return _page(site, iri)


def send_out(
    site: Site, form: str, target: Path, base: str = "", document_only: bool = False, own: bool = True
) -> Sent:
    """Write the document into the folder `target`, with the files it names, or alone as the file `target`.

    Without `own` our extension, with its drafts and reviewers, stays at home. What was there is replaced whole. The
    same site gives the same bytes. Raises `OSError` where the disk does not take it.
    """
    text = json.dumps(document_of(site, form, base, own), ensure_ascii=False, indent=1) + "\n"
    said = losses(site, form)
    if document_only:
        _write(target, text)
        return Sent(document=target, files=0, losses=said)
    files = pack_files(site) if form != "webannotation" else {}
    pages = dict(_pages(site)) if form == "svx" else {}
    with replaced_whole(target) as fresh:
        (fresh / NAMES[form]).write_text(text, encoding="utf-8", newline="\n")
        for name, page in pages.items():
            _write(fresh / name, page)
        for name, source in files.items():
            (fresh / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, fresh / name)
    return Sent(document=target / NAMES[form], files=len(files) + len(pages), losses=said)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.coming")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)


def _article_name(site: Site) -> svx.Article:
    told = {each.id for each in site.scene.annotations if each.facts}
    return lambda annotation, tag: f"articles/{annotation}.{tag}.html" if annotation in told else ""


def _pages(site: Site) -> Iterable[tuple[str, str]]:
    for annotation in site.scene.annotations:
        for tag in site.languages if annotation.facts else ():
            yield f"articles/{annotation.id}.{tag}.html", article(site, annotation, tag)


def _page(site: Site, iri: str) -> dict[str, Any]:
    """The AnnotationPage with the facts' texts as further bodies, for those who have no pack."""
    page = iiif.annotation_page(site, iri)
    for row, annotation in zip(page["items"], site.scene.annotations, strict=True):
        row["body"] += [_told(site.facts[fact], tag) for fact in annotation.facts for tag in site.languages]
        if rights := licence_url(site.rights.licence):
            row["rights"] = rights
    return page


def _told(fact: Fact, tag: str) -> dict[str, Any]:
    body = {"type": "TextualBody", "purpose": "describing", "value": fact.text[tag]}
    return {**body, "language": tag, "format": "text/plain"}
