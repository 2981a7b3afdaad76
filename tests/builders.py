"""Small real things for tests: a GLB of a box, a site of two stops, the pack that holds one."""

import hashlib
import json
import struct
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec

from scenes.annotation import Annotation, to_web_annotation
from scenes.facts import Citation, Fact, Source, Term
from scenes.pose import facing
from scenes.scene import Level, Model, Place, Rights, Scene, Site
from scenes.stops import Stop, Tour
from scenes.take import Take, TakeSentence

FLOAT, UNSIGNED_SHORT = 5126, 5123
CORNERS = [(x, y, z) for x in (-1.0, 1.0) for y in (0.0, 2.0) for z in (-1.0, 1.0)]
FACES = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]


def box_glb(node: str = "box", size: float = 1.0) -> bytes:
    """A valid GLB of 12 triangles: one node called `node`, a box 2·`size` metres wide that stands on the ground."""
    positions = [(x * size, y * size, z * size) for x, y, z in CORNERS]
    indices = [face[corner] for face in FACES for corner in (0, 1, 2, 0, 2, 3)]
    points = b"".join(struct.pack("<3f", *point) for point in positions)
    binary = points + struct.pack(f"<{len(indices)}H", *indices)
    document = {
        "asset": {"version": "2.0"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"name": node, "mesh": 0}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}, "indices": 1}]}],
        "accessors": [
            {
                "bufferView": 0,
                "componentType": FLOAT,
                "count": 8,
                "type": "VEC3",
                "min": [min(axis) for axis in zip(*positions, strict=True)],
                "max": [max(axis) for axis in zip(*positions, strict=True)],
            },
            {"bufferView": 1, "componentType": UNSIGNED_SHORT, "count": len(indices), "type": "SCALAR"},
        ],
        "bufferViews": [
            {"buffer": 0, "byteOffset": 0, "byteLength": len(points)},
            {"buffer": 0, "byteOffset": len(points), "byteLength": len(binary) - len(points)},
        ],
        "buffers": [{"byteLength": len(binary)}],
    }
    return _glb(json.dumps(document, separators=(",", ":")).encode(), binary)


def _glb(text: bytes, binary: bytes) -> bytes:
    text += b" " * (-len(text) % 4)
    binary += b"\0" * (-len(binary) % 4)
    chunks = struct.pack("<I4s", len(text), b"JSON") + text + struct.pack("<I4s", len(binary), b"BIN\0") + binary
    return struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks


def write_pack(folder: Path, **changes: Any) -> Path:
    """Write a valid minimal site pack into `folder` and return it; `changes` replace fields of `build_site`'s `Site`.

    One model, two stops 20 m apart, three facts, one approved take, in en, it and zh-Hans.
    """
    site = build_site(folder, **changes)
    files = {
        "site.toml": _manifest(site),
        "tours.toml": _tables("stop", site.scene.stops) + _tables("tour", site.tours),
        "facts/facts.toml": _tables("fact", site.facts.values()),
        "facts/sources.toml": _tables("source", site.sources.values()),
        "facts/glossary.toml": _tables("term", site.glossary.values()),
        "takes/takes.toml": "".join(_take(take) for take in site.takes),
        "annotations.json": json.dumps([to_web_annotation(each, "scene") for each in site.scene.annotations]),
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def build_site(folder: Path, **changes: Any) -> Site:
    """The site of `write_pack` as objects, its one GLB lying in `folder/models`."""
    site = Site(
        id="well",
        title={"en": "The Well", "it": "Il pozzo", "zh-Hans": "古井"},
        summary={"en": "A stone well.", "it": "Un pozzo di pietra.", "zh-Hans": "一口石井。"},
        welcome={"en": "Welcome to the well.", "it": "Benvenuti al pozzo.", "zh-Hans": "欢迎来到古井。"},
        languages=("en", "it", "zh-Hans"),
        place=Place(latitude=41.89, longitude=12.49, wikidata="Q1", country="IT"),
        rights=Rights(licence="CC0-1.0", holder="Test builders", statement={"en": "Made for tests."}),
        scene=_scene(folder),
        tours=(
            Tour(
                id="short",
                title={"en": "Short tour", "it": "Visita breve", "zh-Hans": "短途"},
                stops=("mouth", "bench"),
                minutes=5,
            ),
        ),
        facts=MappingProxyType({fact.id: fact for fact in FACTS}),
        sources=MappingProxyType({source.id: source for source in SOURCES}),
        glossary=MappingProxyType({term.id: term for term in TERMS}),
        takes=(TAKE,),
        folder=folder,
    )
    return replace(site, **changes)


FACTS = (
    Fact(
        id="depth",
        text={
            "en": "The well is 12 metres deep.",
            "it": "Il pozzo è profondo 12 metri.",
            "zh-Hans": "古井深12米。",
        },
        cites=(Citation(source="rossi", locator="p. 4"),),
        themes=("measure",),
        terms=("well",),
    ),
    Fact(
        id="year",
        text={
            "en": "Marcus Rossi dug the well in 1502.",
            "it": "Marco Rossi scavò il pozzo nel 1502.",
            "zh-Hans": "马可·罗西于1502年挖掘了古井。",
        },
        cites=(Citation(source="rossi", locator="p. 7"), Citation(source="li")),
        terms=("well", "rossi"),
    ),
    Fact(
        id="bench",
        text={
            "en": "Scholars disagree whether the bench is older than the well.",
            "it": "Gli studiosi non concordano se la panca sia più antica del pozzo.",
            "zh-Hans": "石凳是否早于古井，学者们意见不一。",
        },
        cites=(Citation(source="li", locator="ch. 2"),),
        disputed=True,
    ),
)

SOURCES = (
    Source(id="rossi", author="Anna Rossi", title="Wells of the Hill", year=1931, publisher="Test Press"),
    Source(id="li", author="Li Wei", title="Benches", year=1988, url="https://example.org/benches"),
)

TERMS = (
    Term(id="well", names={"en": ("the well",), "it": ("il pozzo",), "zh-Hans": ("古井",)}),
    Term(
        id="rossi",
        names={"en": ("Marcus Rossi", "Rossi"), "it": ("Marco Rossi", "Rossi"), "zh-Hans": ("马可·罗西", "罗西")},
        kind="person",
    ),
)

TAKE = Take(
    stop="mouth",
    language="en",
    sentences=(
        TakeSentence(text="Lean over the edge."),
        TakeSentence(text="The well is 12 metres deep.", facts=("depth",)),
    ),
    author="Test builders",
    reviewer="Test builders",
    reviewed="2026-11-01",
)

ANNOTATIONS = (
    Annotation(
        id="well",
        label={"en": "The well", "it": "Il pozzo", "zh-Hans": "古井"},
        position=(0.0, 1.0, 0.0),
        radius=2.0,
        facts=("depth", "year"),
        part="box",
    ),
    Annotation(
        id="bench",
        label={"en": "The bench", "it": "La panca", "zh-Hans": "石凳"},
        position=(20.0, 0.5, 0.0),
        radius=1.5,
        facts=("bench",),
    ),
)

STOPS = (
    Stop(
        id="mouth",
        title={"en": "The mouth of the well", "it": "La bocca del pozzo", "zh-Hans": "井口"},
        annotation="well",
        position=(0.0, 0.0, 4.0),
        radius=3.0,
        facts=("depth", "year"),
    ),
    Stop(
        id="bench",
        title={"en": "The bench", "it": "La panca", "zh-Hans": "石凳"},
        annotation="bench",
        position=(20.0, 0.0, 4.0),
        radius=3.0,
        facts=("bench",),
    ),
)


def _scene(folder: Path) -> Scene:
    return Scene(
        id="well",
        models=(Model(id="well", levels=(_level(folder / "models" / "well.glb", box_glb()),)),),
        annotations=ANNOTATIONS,
        stops=STOPS,
        entrance=facing((0.0, 0.0, 12.0), (0.0, 0.0, 0.0)),
    )


def _level(path: Path, data: bytes) -> Level:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return Level(path=path, digest=hashlib.sha256(data).hexdigest(), size=len(data), triangles=12)


def _manifest(site: Site) -> str:
    fields = {
        "id": site.id,
        "languages": site.languages,
        "title": site.title,
        "summary": site.summary,
        "welcome": site.welcome,
        "place": msgspec.to_builtins(site.place),
        "rights": msgspec.to_builtins(site.rights),
        "entrance": msgspec.to_builtins(site.scene.entrance),
        "background": site.scene.background,
        "sun": site.scene.sun,
    }
    models = "".join(_table("model", _model(model, site.folder)) for model in site.scene.models)
    return "".join(f"{name} = {_toml(value)}\n" for name, value in fields.items()) + models


def _model(model: Model, folder: Path) -> dict[str, Any]:
    levels = [str(level.path.relative_to(folder)) for level in model.levels]
    return {
        "id": model.id,
        "levels": levels,
        "role": model.role,
        "position": model.position,
        "scale": model.scale,
    }


def _take(take: Take) -> str:
    fields = msgspec.to_builtins(take)
    sentences = fields.pop("sentences")
    return _table("take", {**fields, "sentence": sentences})


def _tables(name: str, rows: Iterable[msgspec.Struct]) -> str:
    return "".join(_table(name, msgspec.to_builtins(row)) for row in rows)


def _table(name: str, fields: dict[str, Any]) -> str:
    return f"[[{name}]]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in fields.items())


def _toml(value: Any) -> str:
    match value:
        case dict():
            return "{ " + ", ".join(f"{json.dumps(key)} = {_toml(each)}" for key, each in value.items()) + " }"
        case list() | tuple():
            return "[" + ", ".join(_toml(each) for each in value) + "]"
    return json.dumps(value, ensure_ascii=False)
