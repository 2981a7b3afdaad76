"""The pack that an ingest writes or adds to: everything of a curator's own is left as it stands."""

import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenes.annotation import Annotation, to_web_annotation
from scenes.finding import Finding, Refused
from scenes.ingest.owner import stated
from scenes.ingest.request import Request
from scenes.language import LanguageMap, lookup
from scenes.pack_check import MAX_RADIUS
from scenes.pose import Pose, Vector
from scenes.rights import UNSTATED
from scenes.scene import Rights

WELCOME: LanguageMap = {
    "en": "Welcome. Walk wherever you like; I will keep beside you.",
    "it": "Benvenuti. Andate pure dove volete: io vi resto accanto.",
    "fr": "Bienvenue. Promenez-vous où vous voulez ; je reste à vos côtés.",
    "es": "Bienvenidos. Caminen por donde quieran; yo los acompaño.",
    "zh-Hans": "欢迎。请随意走走，我会一直陪在您身边。",
}
FILES = {"levels", "tiles"}
"""Fields of a model that name what an ingest makes."""
STATED = {"en": "Nobody has said yet whose this is.", "it": "Nessuno ha ancora detto di chi sia."}


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One model as an ingest made it."""

    id: str
    label: str
    files: Path
    """A folder whose content goes into `models/`, everything in it named after the model."""
    levels: tuple[str, ...]
    """Names in that folder, lightest first."""
    tiles: str
    position: Vector
    middle: Vector
    """Scene space, metres."""
    radius: float
    pictures: tuple[tuple[str, str], ...]
    """Kind and name in that folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Where one may stand, in scene space."""

    file: Path | None
    position: Vector
    entrance: Pose
    plan: Path | None
    bounds: tuple[float, float, float, float] | None
    """Metres: lowest x and z, highest x and z of the plan."""
    plinth: Path | None = None
    """What a small thing stands on, in scene space."""


def write_draft(folder: Path, request: Request, models: Sequence[Made], ground: Ground, rights: Rights) -> None:
    """Write a pack that was not there: one annotation a model, one stop at the entrance, no facts yet."""
    import tomlkit

    label = request.name or models[0].label
    tags = request.language
    document = tomlkit.document()
    document.add(tomlkit.comment("Made by `tour ingest`: titles, place and rights are for a curator to complete."))
    document["id"], document["languages"] = request.site, [tags]
    document["title"], document["summary"] = {tags: label}, {tags: label}
    document["welcome"] = {tags: WELCOME.get(lookup(tags, WELCOME) or "", label)}
    document["place"] = {"latitude": 0.0, "longitude": 0.0}
    document["rights"] = _rights(rights, tags)
    document["entrance"] = _entrance(ground.entrance)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "site.toml").write_text(tomlkit.dumps(document), encoding="utf-8")
    (folder / "facts").mkdir()
    for name in ("sources", "glossary"):
        (folder / "facts" / f"{name}.toml").write_text("", encoding="utf-8")
    (folder / "annotations.json").write_text("[]\n", encoding="utf-8")
    _stops(folder, request, models[0].id, label, ground.entrance)
    add(folder, request, models, ground)
    text = (folder / "site.toml").read_text(encoding="utf-8")
    (folder / "site.toml").write_text(re.sub(r"(?<!\n)\n\[\[", "\n\n[[", text), encoding="utf-8")


def add(folder: Path, request: Request, models: Sequence[Made], ground: Ground | None) -> None:
    """Put models into a pack; one of the same id is replaced, everything else stays as it was written."""
    import tomlkit

    file = folder / "site.toml"
    document = tomlkit.parse(file.read_text(encoding="utf-8"))
    for model in models:
        _files(folder, model)
        _entry(document, "model", _model(model))
        for kind, name in model.pictures:
            _entry(document, "picture", {"id": f"{model.id}-{kind}", "kind": kind, "file": f"models/{name}"})
    if ground is not None:
        _ground(folder, document, ground)
    file.write_text(tomlkit.dumps(document), encoding="utf-8")
    _annotate(folder, models, [str(tag) for tag in document["languages"]])


def _files(folder: Path, model: Made) -> None:
    target = folder / "models"
    target.mkdir(exist_ok=True)
    for old in target.glob(f"{model.id}.*"):
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    for made in sorted(model.files.iterdir()):
        place = target / made.name
        if made.is_dir():
            shutil.copytree(made, place)
        else:
            shutil.copyfile(made, place)


def _model(model: Made) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": model.id}
    if model.levels:
        entry["levels"] = [f"models/{name}" for name in model.levels]
    if model.tiles:
        entry["tiles"] = f"models/{model.tiles}"
    return entry | {"position": list(model.position)}


def _entry(document: Any, table: str, row: dict[str, Any]) -> None:
    """Put a row into an array of tables; one of the same id gives way, where it stood."""
    import tomlkit

    rows = document.get(table)
    if rows is None:
        rows = document[table] = tomlkit.aot()
    made = tomlkit.table() if isinstance(rows, tomlkit.items.AoT) else tomlkit.inline_table()
    made.update(row)
    for old in rows:
        if old.get("id") == row["id"]:
            for field in FILES & old.keys():
                del old[field]
            old.update(row)
            return
    rows.append(made)


def _ground(folder: Path, document: Any, ground: Ground) -> None:
    (folder / "models").mkdir(exist_ok=True)
    if ground.file is not None:
        shutil.copyfile(ground.file, folder / "models" / "walk.glb")
        row = {"id": "walk", "role": "walkable", "levels": ["models/walk.glb"], "position": list(ground.position)}
        _entry(document, "model", row)
    if ground.plinth is not None:
        shutil.copyfile(ground.plinth, folder / "models" / "plinth.glb")
        _entry(document, "model", {"id": "plinth", "levels": ["models/plinth.glb"]})
    if ground.plan is not None and ground.bounds is not None:
        shutil.copyfile(ground.plan, folder / "models" / "plan.webp")
        row = {"id": "plan", "kind": "plan", "file": "models/plan.webp", "bounds": list(ground.bounds)}
        _entry(document, "picture", row)


def _annotate(folder: Path, models: Sequence[Made], languages: Sequence[str]) -> None:
    file = folder / "annotations.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    rows = data["items"] if isinstance(data, dict) else data
    known = {row.get("id") for row in rows}
    for model in models:
        if model.id not in known:
            note = Annotation(
                id=model.id,
                label=dict.fromkeys(languages, model.label),
                position=model.middle,
                radius=min(max(model.radius, 0.05), MAX_RADIUS),
            )
            rows.append(to_web_annotation(note, "scene"))
    file.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _stops(folder: Path, request: Request, annotation: str, label: str, entrance: Pose) -> None:
    import tomlkit

    document = tomlkit.document()
    stop = tomlkit.table()
    stop.update({"id": "entrance", "title": {request.language: label}, "annotation": annotation})
    stop.update({"position": list(entrance.position)})
    rows = tomlkit.aot()
    rows.append(stop)
    document["stop"] = rows
    (folder / "tours.toml").write_text(tomlkit.dumps(document), encoding="utf-8")


def _rights(rights: Rights, language: str) -> dict[str, Any]:
    row: dict[str, Any] = {"licence": rights.licence, "holder": rights.holder}
    statement = dict(rights.statement)
    if rights.licence == UNSTATED and not stated(rights):
        statement = {language: STATED.get(language, STATED["en"])}
    return row | ({"statement": statement} if statement else {})


def _entrance(entrance: Pose) -> dict[str, Any]:
    return {"position": list(entrance.position), "orientation": list(entrance.orientation)}


def not_ours(site: str) -> Refused:
    """The refusal to add to a site that is built by code."""
    message = f"{site} is built by code, and what is added to it would be lost"
    return Refused(Finding(code="SITE_IS_BUILT", message=message, remedy="choose another id with --site"))
