"""A site far larger than any museum's: 2,000 annotations and 5,000 facts in 12 languages, made up of number words."""

import random
from pathlib import Path
from types import MappingProxyType

from scenes.annotation import Annotation
from scenes.facts import Citation, Fact, Source, Term
from scenes.scene import Site
from scenes.stops import Stop, Tour
from tests.builders import build_site

LANGUAGES = ("en", "it", "zh-Hans", "ar", "de", "es", "fr", "hi", "ja", "ru", "th", "tr")
SAYING = {
    "en": "The {noun} of hall {n} was carved in {year} by hand and weighs {kilos} kilograms.",
    "it": "La {noun} della sala {n} fu scolpita a mano nel {year} e pesa {kilos} chilogrammi.",
    "zh-Hans": "第{n}厅的{noun}于{year}年手工雕刻，重{kilos}公斤。",
    "ar": "نُحتت {noun} القاعة {n} يدويا عام {year} وتزن {kilos} كيلوغراما.",
    "de": "Die {noun} in Saal {n} wurde {year} von Hand geschnitzt und wiegt {kilos} Kilogramm.",
    "es": "La {noun} de la sala {n} fue tallada a mano en {year} y pesa {kilos} kilogramos.",
    "fr": "La {noun} de la salle {n} fut sculptée à la main en {year} et pèse {kilos} kilogrammes.",
    "hi": "कक्ष {n} की {noun} {year} में हाथ से तराशी गई और इसका वजन {kilos} किलोग्राम है।",
    "ja": "第{n}室の{noun}は{year}年に手で彫られ、重さは{kilos}キログラムです。",
    "ru": "{noun} зала {n} была вырезана вручную в {year} году и весит {kilos} килограммов.",
    "th": "{noun}ในห้อง {n} แกะสลักด้วยมือในปี {year} และหนัก {kilos} กิโลกรัม",
    "tr": "{n}. salondaki {noun} {year} yılında elle oyuldu ve {kilos} kilogram ağırlığında.",
}
NOUNS = ("statue", "bowl", "mask", "lamp", "gate", "bench", "stele", "coin", "crown", "drum")


def large_site(folder: Path, annotations: int = 2000, facts: int = 5000, seed: int = 5) -> Site:
    """The site, its one model a box in `folder`; the same every time."""
    chance = random.Random(seed)
    told = [_fact(number, chance) for number in range(facts)]
    notes = [_annotation(number, annotations, facts) for number in range(annotations)]
    stops = [_stop(number, notes) for number in range(20)]
    base = build_site(folder)
    scene = base.scene
    return build_site(
        folder,
        languages=LANGUAGES,
        title=_every("Large"),
        summary=_every("A large site."),
        welcome=_every("Welcome."),
        facts=MappingProxyType({each.id: each for each in told}),
        sources=MappingProxyType({"source": Source(id="source", author="Nobody", title="Catalogue", year=2026)}),
        glossary=MappingProxyType({term.id: term for term in _terms()}),
        scene=type(scene)(
            id="well", models=scene.models, annotations=tuple(notes), stops=tuple(stops), entrance=scene.entrance
        ),
        tours=(Tour(id="all", title=_every("All"), stops=tuple(stop.id for stop in stops), minutes=60),),
        takes=(),
    )


def _fact(number: int, chance: random.Random) -> Fact:
    values = {"n": number, "year": chance.randint(1200, 1900), "kilos": chance.randint(2, 900)}
    text = {tag: saying.format(noun=NOUNS[number % len(NOUNS)], **values) for tag, saying in SAYING.items()}
    return Fact(id=f"fact-{number}", text=text, cites=(Citation(source="source", locator=f"no. {number}"),))


def _annotation(number: int, count: int, facts: int) -> Annotation:
    each = facts // count
    return Annotation(
        id=f"note-{number}",
        label={tag: f"{NOUNS[number % len(NOUNS)]} {number} ({tag})" for tag in LANGUAGES},
        position=(float(number % 50) * 2, 1.0, float(number // 50) * 2),
        radius=0.8,
        facts=tuple(f"fact-{number * each + index}" for index in range(each)),
    )


def _stop(number: int, notes: list[Annotation]) -> Stop:
    note = notes[number * (len(notes) // 20)]
    x, _, z = note.position
    return Stop(id=f"stop-{number}", title=note.label, annotation=note.id, position=(x, 0.0, z + 1), facts=note.facts)


def _terms() -> list[Term]:
    return [Term(id=noun, names=dict.fromkeys(LANGUAGES, (noun,))) for noun in NOUNS]


def _every(text: str) -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, text)
