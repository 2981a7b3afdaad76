"""A folder of plain files read as a site: the pack that a curator keeps and a server serves."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeVar

from msgspec import Struct

from scenes.annotation import Annotation, from_web_annotation
from scenes.bridges import Bridge, Story
from scenes.facts import Fact, Source, Term
from scenes.language import LanguageMap
from scenes.media_files import check_file, named
from scenes.pack_check import Parts, check, check_languages, check_position, check_texts
from scenes.pack_error import SitePackError
from scenes.pack_models import ModelEntry, PictureEntry, read_model, read_picture
from scenes.pack_read import Entry, convert, entries, files_in, index, inside, only_tables, read_json, read_toml, tables
from scenes.pose import Pose, PoseError, Quaternion, Vector, pose
from scenes.scene import Level, Model, Place, Rights, Scene, Site
from scenes.sounds import SoundEntry, read_sounds, rows_of
from scenes.stops import Stop, Tour
from scenes.take import Take, TakeSentence
from scenes.translations import FOLDER, read_translations, translated

__all__ = ["BUILT_IN", "SitePackError", "load_site", "load_sites", "read_site"]

BUILT_IN = Path(__file__).parent / "sites"
"""The demonstration sites that come with the program."""

NOT_FACTS = {"sources.toml", "glossary.toml"}

T = TypeVar("T")


class Entrance(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the visitor's feet are at the beginning, metres, and which way they look."""

    position: Vector
    orientation: Quaternion = (0.0, 0.0, 0.0, 1.0)


class Manifest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `site.toml` holds."""

    id: str
    languages: tuple[str, ...]
    title: LanguageMap
    summary: LanguageMap
    welcome: LanguageMap
    place: Place
    rights: Rights
    entrance: Entrance
    model: tuple[ModelEntry, ...] = ()
    picture: tuple[PictureEntry, ...] = ()
    sound: tuple[SoundEntry, ...] = ()
    units: Literal["m"] = "m"
    background: str = "#bcd4ea"
    sun: Vector = (0.4, 0.8, 0.4)


class TakeEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A `[[take]]` with its `[[take.sentence]]` tables."""

    stop: str
    language: str
    sentence: tuple[TakeSentence, ...] = ()
    state: str = "pending"
    author: str = ""
    reviewer: str = ""
    reviewed: str = ""
    ai: bool = False
    audience: str = ""
    rests_on: dict[str, str] = {}


def load_site(folder: Path, models: bool = True) -> Site:
    """Read the pack in `folder`; with `models=False` model files may be missing.

    Raises `SitePackError` naming the file, the field and the remedy at the first thing that is wrong.
    """
    return translated(read_site(folder, models), read_translations(folder))


def read_site(folder: Path, models: bool = True) -> Site:
    """The pack in `folder` with the words that people wrote alone, its translations left aside; raises as `load_site`.

    This is what an editor reads: a machine's words would come back as people's.
    """
    if not folder.is_dir():
        raise SitePackError(folder, "", "no such folder", "name the folder that holds site.toml")
    file = folder / "site.toml"
    manifest = Entry(convert(read_toml(folder, "site.toml"), Manifest, file, ""), file, "")
    check_manifest(manifest)
    parts = _read_parts(folder, manifest.value.languages)
    check(parts)
    rows = index(Entry(row, file, f"model {row.id[:64]!r}") for row in manifest.value.model)
    pictures = index(Entry(row, file, f"picture {row.id[:64]!r}") for row in manifest.value.picture)
    site = _site(folder, manifest, parts, tuple(read_model(folder, row, models) for row in rows.values()))
    found = (read_picture(folder, row, models) for row in pictures.values())
    attached = tuple(_attached(folder, parts.annotations.values(), models))
    return replace(
        site,
        pictures=tuple(picture for picture in found if picture is not None),
        attached=attached,
        sounds=tuple(read_sounds(folder, manifest, models)),
    )


def _attached(folder: Path, annotations: Iterable[Entry[Annotation]], required: bool) -> Iterator[Level]:
    """The pictures and sounds of annotations; files that are missing are left out unless they are `required`."""
    for entry in annotations:
        for each in entry.value.media:
            path = inside(folder, each.file, entry.file, f"{entry.field}.body")
            if path.is_file():
                check_file(path, each.file)
            elif required:
                raise entry.error("body", f"no such file: {each.file}", "put the file there, or take the body out")
    here = (each for entry in annotations for each in entry.value.media if (folder / each.file).is_file())
    yield from named(here, folder)


def load_sites(root: Path, models: bool = True) -> tuple[dict[str, Site], list[SitePackError]]:
    """Read every pack under `root` by id, and what is wrong with those that cannot be served.

    A pack is a folder with a `site.toml`: `root` itself, one in it, or the folder `pack` of one in it. Hidden folders
    are passed over: packs are written there before they take their place.
    """
    if not root.is_dir():
        return {}, [SitePackError(root, "", "no such folder", "name the folder that holds the site packs")]
    sites: dict[str, Site] = {}
    errors: list[SitePackError] = []
    for folder in _packs(root):
        try:
            site = load_site(folder, models)
            if site.id in sites:
                problem = f"{site.id!r} is also the id of {sites[site.id].folder}"
                raise SitePackError(folder / "site.toml", "id", problem, "give each site its own id")
            sites[site.id] = site
        except SitePackError as error:
            errors.append(error)
    return sites, errors


def _packs(root: Path) -> Iterator[Path]:
    children = (child for child in sorted(root.iterdir()) if not child.name.startswith("."))
    candidates = [root, *(path for child in children for path in (child, child / "pack"))]
    return (path for path in candidates if (path / "site.toml").is_file())


def check_manifest(entry: Entry[Manifest]) -> None:
    """Refuse languages, texts, a place, positions of models or sounds that cannot be; raises `SitePackError`."""
    manifest = entry.value
    index([entry])
    check_languages(entry, manifest.languages)
    for field in ("title", "summary", "welcome"):
        check_texts(entry, field, getattr(manifest, field), manifest.languages)
    if not (abs(manifest.place.latitude) <= 90 and abs(manifest.place.longitude) <= 180):
        raise entry.error("place", "not on Earth", "latitude -90 to 90, longitude -180 to 180, WGS 84 degrees")
    for model in manifest.model:
        check_position(entry, f"model {model.id[:64]!r}.position", model.position)
        if not 0 < model.scale <= 1e6:
            raise entry.error(f"model {model.id[:64]!r}.scale", f"{model.scale} is no scale", "a number above 0")
    rows_of(entry)


def _read_parts(folder: Path, languages: tuple[str, ...]) -> Parts:
    tours = read_toml(folder, "tours.toml")
    file = folder / "tours.toml"
    only_tables(tours, {"stop", "tour"}, file)
    stops = index(tables(tours, "stop", Stop, file))
    if not stops:
        raise SitePackError(file, "stop", "no stops", "write at least one [[stop]]")
    return Parts(
        languages=languages,
        sources=index(entries(folder, "facts/sources.toml", "source", Source)),
        glossary=index(entries(folder, "facts/glossary.toml", "term", Term)),
        facts=index(_facts(folder)),
        annotations=index(_annotations(folder)),
        stops=stops,
        tours=index(tables(tours, "tour", Tour, file)),
        takes=tuple(_takes(folder)),
        translations=tuple(path.stem for path in files_in(folder, FOLDER, ".toml")),
        **_bridges(folder),
    )


def _bridges(folder: Path) -> dict[str, Any]:
    """The bridges and stories of a pack that has any."""
    file = folder / "bridges.toml"
    data = read_toml(folder, file.name) if file.exists() else {}
    only_tables(data, {"bridge", "story"}, file)
    return {
        "bridges": index(tables(data, "bridge", Bridge, file)),
        "stories": index(tables(data, "story", Story, file)),
    }


def _facts(folder: Path) -> Iterator[Entry[Fact]]:
    for path in files_in(folder, "facts", ".toml"):
        if path.name not in NOT_FACTS:
            yield from entries(folder, f"facts/{path.name}", "fact", Fact)


def _annotations(folder: Path) -> Iterator[Entry[Annotation]]:
    file = folder / "annotations.json"
    data = read_json(folder, "annotations.json")
    rows = data.get("items") if isinstance(data, dict) else data
    if not isinstance(rows, list):
        raise SitePackError(file, "items", "no list of annotations", "write a JSON list or an AnnotationPage")
    for number, row in enumerate(rows):
        yield _annotation(row, file, f"items[{number}]")


def _annotation(row: Any, file: Path, field: str) -> Entry[Annotation]:
    if not isinstance(row, dict):
        raise SitePackError(file, field, "no object", "write a W3C Web Annotation")
    name = row.get("id")
    field = f"{field} {name[:64]!r}" if isinstance(name, str) else field
    facts = row.get("caravanserai:facts", [])
    if not (isinstance(facts, list) and all(isinstance(fact, str) for fact in facts)):
        raise SitePackError(file, f"{field}.caravanserai:facts", "no list of fact ids", 'write it as ["fact-id"]')
    try:
        annotation = from_web_annotation(row)
        convert(annotation.label, dict[str, str], file, f"{field}.body")
    except (ValueError, TypeError, AttributeError) as wrong:
        remedy = "write a W3C Web Annotation as scenes/README.md shows"
        raise SitePackError(file, field, str(wrong), remedy) from wrong
    return Entry(annotation, file, field)


def _takes(folder: Path) -> Iterator[Entry[Take]]:
    for path in files_in(folder, "takes", ".toml"):
        for entry in entries(folder, f"takes/{path.name}", "take", TakeEntry):
            row = entry.value
            take = Take(
                stop=row.stop,
                language=row.language,
                sentences=row.sentence,
                state=row.state,
                author=row.author,
                reviewer=row.reviewer,
                reviewed=row.reviewed,
                ai=row.ai,
                audience=row.audience,
                rests_on=row.rests_on,
            )
            yield Entry(take, entry.file, entry.field)


def _site(folder: Path, entry: Entry[Manifest], parts: Parts, models: tuple[Model, ...]) -> Site:
    manifest = entry.value
    return Site(
        id=manifest.id,
        title=manifest.title,
        summary=manifest.summary,
        welcome=manifest.welcome,
        languages=manifest.languages,
        place=manifest.place,
        rights=manifest.rights,
        scene=Scene(
            id=manifest.id,
            models=models,
            annotations=_values(parts.annotations.values()),
            stops=_values(parts.stops.values()),
            entrance=_entrance(entry),
            background=manifest.background,
            sun=manifest.sun,
        ),
        tours=_values(parts.tours.values()),
        facts=_named(parts.facts.items()),
        sources=_named(parts.sources.items()),
        glossary=_named(parts.glossary.items()),
        takes=_values(parts.takes),
        folder=folder,
        bridges=_named(parts.bridges.items()),
        stories=_named(parts.stories.items()),
    )


def _entrance(entry: Entry[Manifest]) -> Pose:
    try:
        return pose(entry.value.entrance.position, entry.value.entrance.orientation)
    except PoseError as wrong:
        raise entry.error("entrance", str(wrong), "give feet in metres and a quaternion [x, y, z, w]") from wrong


def _values(found: Iterable[Entry[T]]) -> tuple[T, ...]:
    return tuple(entry.value for entry in found)


def _named(found: Iterable[tuple[str, Entry[T]]]) -> MappingProxyType[str, T]:
    return MappingProxyType({name: entry.value for name, entry in found})
