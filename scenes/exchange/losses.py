"""What of a site the other format does not show, in words; all of it is kept in our extension."""

from collections.abc import Iterator

from scenes.rights import licence_url
from scenes.scene import Site
from scenes.svx import HEX, MOST

VOYAGER = ("en", "es", "de", "nl", "ja", "fr", "it", "haw")
"""Languages that Voyager's menu offers."""


def losses(site: Site, form: str) -> tuple[str, ...]:
    """One sentence for each kind of thing that a reader of the format will not see."""
    return tuple({"iiif": _iiif, "svx": _svx, "webannotation": _webannotation}[form](site))


def _iiif(site: Site) -> Iterator[str]:
    yield from _models(site)
    coarse = sum(len(model.levels) - 1 for model in site.scene.models if model.role == "visible" and model.levels)
    yield from _some(coarse, "level|levels of detail", "IIIF shows the finest of each model")
    yield from _knowledge(site)
    yield from _off_tour(site)
    spots = sum(sound.position is not None for sound in site.sounds)
    yield from _some(spots, "sound", "IIIF says from where and how loud, not how far it is heard")
    if site.takes:
        yield f"{_count(len(site.takes), 'narration')}: IIIF has no place for reviewed words that are not yet sound."
    if not _free_url(site):
        known = "Creative Commons and RightsStatements.org"
        yield f"The licence {site.rights.licence} as an address: IIIF takes {known}; it stands there in words."


def _svx(site: Site) -> Iterator[str]:
    yield from _models(site)
    coarse = sum(max(len(model.levels) - MOST, 0) for model in site.scene.models if model.role == "visible")
    yield from _some(coarse, "level|levels of detail", f"the coarsest; Voyager has names for {MOST}")
    yield from _knowledge(site)
    yield from _off_tour(site)
    if site.takes:
        yield f"{_count(len(site.takes), 'narration')}: Voyager plays sound files, ours are spoken when needed."
    if site.scene.annotations and not any(m.role == "visible" and m.levels for m in site.scene.models):
        yield "All annotations: Voyager ties them to a model, and there is none to be seen."
    media = sum(len(each.media) for each in site.scene.annotations)
    yield from _some(media, "picture or sound|pictures and sounds of annotations", "they are not in Voyager's articles")
    yield from _some(
        len(site.sounds), "sound of the place|sounds of the place", "Voyager plays annotations' and tours' only"
    )
    outlines = sum(bool(each.region) for each in site.scene.annotations)
    yield from _some(outlines, "outline|outlines of annotations", "Voyager has points only")
    unknown = [tag for tag in site.languages if tag.lower() not in VOYAGER]
    if unknown:
        yield f"Texts in {', '.join(unknown)} are in the document, but Voyager's menu does not offer these languages."
    if not HEX.fullmatch(site.scene.background):
        yield f"The background {site.scene.background!r}, which is no colour in hexadecimal."
    yield "Where on Earth the site is."


def _webannotation(site: Site) -> Iterator[str]:
    yield (
        "Everything but annotations and the texts of their facts: models, stops, tours, narrations, sounds, sources, "
        "place."
    )
    if site.scene.annotations:
        yield "Facts are named by id; importing needs the pack they stand in."


def _models(site: Site) -> Iterator[str]:
    unbuilt = sum(not model.levels and model.tiles is None for model in site.scene.models)
    yield from _some(unbuilt, "model|models without files", "to be built first, for example by tour demo")
    walkable = sum(model.role == "walkable" for model in site.scene.models)
    yield from _some(walkable, "walkable model", "never drawn, and other viewers have no ground")
    tiled = sum(model.tiles is not None for model in site.scene.models)
    yield from _some(tiled, "tileset", "viewers of the format draw whole models")
    copies = sum(level.draco is not None for model in site.scene.models for level in model.levels)
    yield from _some(copies, "copy|copies for slow links", "the format names each model once")


def _knowledge(site: Site) -> Iterator[str]:
    if site.facts:
        lost = "the texts are shown; sources, themes, licences and disputes are not"
        yield f"{_count(len(site.facts), 'fact')} as such: {lost}."
    yield from _some(len(site.glossary), "term|terms of the glossary", "the format has no glossary")
    yield from _some(len(site.bridges), "bridge|bridges to other cultures", "only a guide offers them")
    yield from _some(len(site.stories), "story|stories", "the format could not mark them as imagined")


def _off_tour(site: Site) -> Iterator[str]:
    toured = {stop for tour in site.tours for stop in tour.stops}
    off = sum(stop.id not in toured for stop in site.scene.stops)
    yield from _some(off, "stop|stops off every tour", "the format has tours only")
    if site.scene.stops:
        yield "Each stop's radius, what is looked at from it and which facts are told there, in what order."


def _some(count: int, what: str, why: str) -> Iterator[str]:
    if count:
        yield f"{_count(count, what)}: {why}."


def _count(count: int, what: str) -> str:
    """`3 levels of detail` of `level|levels of detail`, `2 tilesets` of `tileset`."""
    one, _, rest = what.partition("|")
    many, _, tail = rest.partition(" ") if rest else (f"{one}s", "", "")
    return " ".join(filter(None, (str(count), one if count == 1 else many, tail)))


def _free_url(site: Site) -> bool:
    return bool(licence_url(site.rights.licence))
