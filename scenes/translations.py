"""A pack's texts in further languages, one file a language; they never outrank what a person wrote."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import MappingProxyType

from msgspec.structs import asdict
from msgspec.structs import replace as changed

from scenes.exchange.toml_text import document
from scenes.facts import Fact, Term
from scenes.language import LanguageMap, is_tag, lookup, text_in
from scenes.pack_error import SitePackError
from scenes.pack_read import convert, files_in, read_toml
from scenes.scene import Scene, Site
from scenes.stops import Stop
from scenes.translation import SiteWords, Translation

FOLDER = "translations"
LONGEST = 2000
"""Characters of one text."""


def read_translations(folder: Path) -> Mapping[str, Translation]:
    """The translations of a pack by tag; none where the pack has no such folder.

    Raises `SitePackError` naming the file, the field and the remedy.
    """
    if not (folder / FOLDER).is_dir():
        return MappingProxyType({})
    return MappingProxyType({path.stem: _read(folder, path) for path in files_in(folder, FOLDER, ".toml")})


def _read(folder: Path, path: Path) -> Translation:
    found = convert(read_toml(folder, f"{FOLDER}/{path.name}"), Translation, path, "")
    if found.language != path.stem or not is_tag(found.language):
        raise SitePackError(path, "language", f"{found.language[:40]!r}", "name the file after its BCP 47 tag")
    texts = (found.site.title, found.site.summary, found.site.welcome)
    for text in (*texts, *found.stops.values(), *found.labels.values(), *found.facts.values(), *found.drafts.values()):
        if len(text) > LONGEST:
            raise SitePackError(path, text[:40], f"{len(text)} characters", f"{LONGEST} is the limit")
    return found


def write_translation(folder: Path, found: Translation) -> Path:
    """Write `translations/<tag>.toml` of the pack in `folder`, whole or not at all; the path."""
    path = folder / FOLDER / f"{found.language}.toml"
    path.parent.mkdir(exist_ok=True)
    with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=".new-", delete=False) as file:
        file.write(translation_text(found))
    Path(file.name).replace(path)
    return path


def translation_text(found: Translation) -> str:
    """What `translations/<tag>.toml` of a translation says."""
    fields = {name: value for name, value in asdict(found).items() if value not in ("", None, {}, ())}
    fields["site"] = {name: text for name, text in asdict(found.site).items() if text}
    return document({name: value for name, value in fields.items() if value != {}})


def translated(site: Site, found: Mapping[str, Translation]) -> Site:
    """The site with its translations: names and labels joined to those people wrote, facts kept apart from theirs.

    A language that people wrote needs none, and a draft is left out. Raises `SitePackError` for an unknown id.
    """
    for tag, each in found.items():
        _check(site, tag, each)
    return joined(site, found)


def joined(site: Site, found: Mapping[str, Translation]) -> Site:
    """The same of a site that is still being written: whatever names something that is not there counts for nothing."""
    used = {tag: each for tag, each in found.items() if each.state != "draft" and not lookup(tag, site.languages)}
    if not used:
        return site
    told = replace(
        site,
        title=_joined(site.title, {tag: each.site.title for tag, each in used.items()}),
        summary=_joined(site.summary, {tag: each.site.summary for tag, each in used.items()}),
        welcome=_joined(site.welcome, {tag: each.site.welcome for tag, each in used.items()}),
        scene=_scene(site.scene, used),
        facts=MappingProxyType({key: _fact(fact, used) for key, fact in site.facts.items()}),
        glossary=MappingProxyType({key: _term(term, used) for key, term in site.glossary.items()}),
        translations=MappingProxyType(used),
    )
    return replace(told, offered=_offered(told))


def _offered(site: Site) -> tuple[str, ...]:
    """The translated languages in which at least one tour can be told: each stop has its title and a fact."""
    stops = {stop.id: stop for stop in site.scene.stops}
    tours = [[stops[stop] for stop in tour.stops if stop in stops] for tour in site.tours] or [list(stops.values())]
    return tuple(tag for tag in site.translations if any(_told(site, tour, tag) for tour in tours))


def _told(site: Site, stops: Iterable[Stop], tag: str) -> bool:
    return all(
        text_in(stop.title, tag)
        and any(tag in site.facts[fact].translated for fact in stop.facts if fact in site.facts)
        for stop in stops
    )


def _scene(scene: Scene, used: Mapping[str, Translation]) -> Scene:
    """The scene with its labels and titles in the translated languages."""
    return changed(
        scene,
        annotations=tuple(
            changed(note, label=_joined(note.label, {tag: each.labels.get(note.id, "") for tag, each in used.items()}))
            for note in scene.annotations
        ),
        stops=tuple(
            changed(stop, title=_joined(stop.title, {tag: _title(stop, each) for tag, each in used.items()}))
            for stop in scene.stops
        ),
    )


def _title(stop: Stop, found: Translation) -> str:
    """A stop's title, or the label of what is looked at from there."""
    return found.stops.get(stop.id) or found.labels.get(stop.annotation, "")


def _fact(fact: Fact, used: Mapping[str, Translation]) -> Fact:
    texts = {tag: text for tag, each in used.items() if (text := each.facts.get(fact.id, ""))}
    return changed(fact, translated=texts) if texts else fact


def _term(term: Term, used: Mapping[str, Translation]) -> Term:
    names = {tag: found for tag, each in used.items() if (found := each.glossary.get(term.id, ()))}
    return changed(term, names={**names, **term.names}) if names else term


def _joined(texts: LanguageMap, more: LanguageMap) -> LanguageMap:
    """Both, people's words first; blanks are no words."""
    return {**texts, **{tag: text for tag, text in more.items() if text and tag not in texts}}


def _check(site: Site, tag: str, found: Translation) -> None:
    file = site.folder / FOLDER / f"{tag}.toml"
    stops, labels = {stop.id for stop in site.scene.stops}, {note.id for note in site.scene.annotations}
    named = {f"stops.{each}" for each in stops} | {f"labels.{each}" for each in labels}
    unsure = site.facts.keys() | named | {f"site.{each}" for each in SiteWords.__struct_fields__}
    known = {
        "facts": site.facts.keys(),
        "glossary": site.glossary.keys(),
        "stops": stops,
        "labels": labels,
        "models": site.facts.keys(),
        "drafts": unsure,
        "objections": unsure,
    }
    for table, ids in known.items():
        for key in getattr(found, table):
            if key not in ids:
                raise SitePackError(file, f"{table}.{key[:64]}", "nothing of that id here", "correct or remove it")
