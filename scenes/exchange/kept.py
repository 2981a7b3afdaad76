"""What no pack of ours has a place for, kept in its folder `imported/`: the document, articles, sounds, pictures."""

from collections.abc import Collection, Iterator
from pathlib import Path

from scenes.exchange.documents import Beside
from scenes.exchange.draft import Draft
from scenes.exchange.fresh import Notes
from scenes.exchange.texts import slug
from scenes.scene import Site

MAX_FILES = 1000
MAX_BYTES = 256 * 1024 * 1024


def kept_files(
    document: Path, draft: Draft, beside: Beside, notes: Notes, taken: Collection[Path] = ()
) -> dict[str, Path]:
    """The document and the files it names beside those `taken` into the site, by the names they get in the pack."""
    kept = {f"imported/{document.name}": document}
    names = {document.suffix.lower(): {document.stem.lower()}}
    size = 0
    for uri, pointer in (*draft.attached, *((each.file, each.pointer) for each in draft.sounds)):
        found = beside.file(uri, pointer)
        if found is None:
            notes.say(
                "FILE_MISSING", f"{uri[:200]} is not beside the document", "put it there and import again", pointer
            )
        elif found not in kept.values() and found not in taken:
            size += found.stat().st_size
            if len(kept) > MAX_FILES or size > MAX_BYTES:
                notes.say("TOO_MANY_FILES", f"{uri[:200]} was not kept", "copy it into imported/ by hand", pointer)
                continue
            suffix = found.suffix.lower()[:12]
            kept[f"imported/{slug(found.stem, names.setdefault(suffix, set()), 'file')}{suffix}"] = found
    if len(kept) > 1:
        message = f"{len(kept) - 1} articles, sounds, captions or pictures"
        notes.say("KEPT_ASIDE", message, "they lie in imported/ for a curator")
    return kept


def notes_page(site: Site, form: str, notes: Notes) -> str:
    """What a curator should look at, as Markdown: what was supplied or left, and the texts that wait for a source."""
    return "\n".join(_lines(site, form, notes)) + "\n"


def _lines(site: Site, form: str, notes: Notes) -> Iterator[str]:
    yield f"# What was imported as `{site.id}`"
    yield ""
    yield f"From a document in the form `{form}`. Nothing in this folder is served."
    yield ""
    for each in notes.findings:
        remedy = f" — {each.remedy}" if each.remedy else ""
        yield f"- {_quiet(each.message)}{_quiet(remedy)}"
    for label, text in notes.texts:
        yield from ("", f"## {_quiet(label)}", "")
        for tag, words in text.items():
            yield from (f"{tag}:", "", *(f"> {_quiet(line)}" for line in words.split("\n")), "")


def _quiet(text: str) -> str:
    """A stranger's words without anything that Markdown would make a link, a picture or mark-up of."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>!#|" else sign for sign in text.replace("\n", " "))
