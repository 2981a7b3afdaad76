"""A translated site taken apart again: the words that people wrote, and the translations that a machine did."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from msgspec.structs import replace as changed

from scenes.language import LanguageMap
from scenes.scene import Scene, Site
from scenes.translation import SiteWords, Translation


def by_people(site: Site) -> Site:
    """The site as it was before `scenes.translations.translated` joined its translations to it."""
    machine = site.translations
    if not machine:
        return site
    return replace(
        site,
        title=_without(site.title, {tag: each.site.title for tag, each in machine.items()}),
        summary=_without(site.summary, {tag: each.site.summary for tag, each in machine.items()}),
        welcome=_without(site.welcome, {tag: each.site.welcome for tag, each in machine.items()}),
        scene=_scene(site.scene, machine),
        facts=MappingProxyType({key: changed(fact, translated={}) for key, fact in site.facts.items()}),
        glossary=MappingProxyType({
            key: changed(term, names={
                tag: names for tag, names in term.names.items()
                if not (tag in machine and machine[tag].glossary.get(key) == names)
            })
            for key, term in site.glossary.items()
        }),
        translations={},
        offered=(),
    )  # fmt: skip


def fitting(found: Translation, site: Site) -> Translation:
    """A translation without what it says of things that the site no longer has."""
    stops, labels = {stop.id for stop in site.scene.stops}, {note.id for note in site.scene.annotations}
    named = {f"stops.{each}" for each in stops} | {f"labels.{each}" for each in labels}
    unsure = site.facts.keys() | named | {f"site.{each}" for each in SiteWords.__struct_fields__}
    return changed(
        found,
        stops={key: text for key, text in found.stops.items() if key in stops},
        labels={key: text for key, text in found.labels.items() if key in labels},
        facts={key: text for key, text in found.facts.items() if key in site.facts},
        glossary={key: names for key, names in found.glossary.items() if key in site.glossary},
        models={key: model for key, model in found.models.items() if key in site.facts},
        drafts={key: text for key, text in found.drafts.items() if key in unsure},
        objections={key: said for key, said in found.objections.items() if key in unsure},
    )


def _scene(scene: Scene, machine: Mapping[str, Translation]) -> Scene:
    return changed(
        scene,
        annotations=tuple(
            changed(note, label=_without(note.label, {
                tag: each.labels.get(note.id, "") for tag, each in machine.items()
            }))
            for note in scene.annotations
        ),
        stops=tuple(
            changed(stop, title=_without(stop.title, {
                tag: each.stops.get(stop.id) or each.labels.get(stop.annotation, "") for tag, each in machine.items()
            }))
            for stop in scene.stops
        ),
    )  # fmt: skip


def _without(texts: LanguageMap, machine: Mapping[str, str]) -> LanguageMap:
    """The texts but those that say in a language just what the machine said."""
    return {tag: text for tag, text in texts.items() if not text or machine.get(tag) != text}
