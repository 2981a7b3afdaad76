"""Scans that have been through every stage put together as a pack."""

import math
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from msgspec import convert
from msgspec.structs import replace

from scenes.annotation import Annotation
from scenes.finding import Finding, Refused
from scenes.ingest.draft import Ground, Made, add, write_draft
from scenes.ingest.line import DRAWING, GROUND, Line
from scenes.ingest.owner import stated
from scenes.ingest.plinth import plinth_height, write_plinth
from scenes.ingest.remembered import placed, remember
from scenes.ingest.report import Report
from scenes.ingest.request import Request
from scenes.ingest.scan import Taken
from scenes.ingest.standing import standing
from scenes.pack_error import SitePackError
from scenes.parts import parts_of
from scenes.pose import Pose, Vector
from scenes.rights import UNSTATED
from scenes.scene import Model, Site
from scenes.site_pack import load_site
from scenes.sites import replaced_whole

MOVED = 0.0005
"""Metres below which nobody has moved a thing."""


def assemble(folder: Path, request: Request, taken: Sequence[Taken], key: str, line: Line, work: Path) -> Report:
    """Write the pack in `folder`, or add to the one that is there; nothing changes unless all of it can be loaded.

    Raises `Refused` where the pack would not load.
    """
    new = not (folder / "site.toml").is_file()
    offset = _offset(taken)
    ground, sentences = _ground(taken, offset, line, work) if new else (None, ())
    raised = plinth_height(_size(taken)) if new or (folder / "models" / "plinth.glb").is_file() else 0.0
    before = standing(folder)
    ours = _sum(offset, (0.0, raised, 0.0))
    models = [_made(each, _position(each.id, ours, before, folder), work) for each in taken]
    reports = tuple(replace(each.report, placed=made.position) for each, made in zip(taken, models, strict=True))
    rights = next((each.rights for each in taken if stated(each.rights)), taken[0].rights)
    with replaced_whole(folder) as fresh:
        if ground is not None:
            write_draft(fresh, request, models, ground, rights)
        else:
            shutil.copytree(folder, fresh, dirs_exist_ok=True)
            add(fresh, request, models, None)
        for each in reports:
            remember(fresh, each, key)
        lost = _lost(_check(fresh))
    pictures = tuple(file for each in models for _, file in each.pictures)
    findings = (
        *_replaced(before, taken),
        *_together(before, models),
        *lost,
        *((_unstated(),) if new and rights.licence == UNSTATED else ()),
    )
    return Report(site=request.site, key=key, models=reports, ground=sentences, pictures=pictures, findings=findings)


def _replaced(before: Site | None, taken: Sequence[Taken]) -> list[Finding]:
    known = {model.id for model in before.scene.models} if before else set()
    return [_took_place(each.id) for each in taken if each.id in known]


def _position(name: str, ours: Vector, before: Site | None, folder: Path) -> Vector:
    """Where a model is put: where a curator has moved it to, else where the ingest has it."""
    there = next((model.position for model in before.scene.models if model.id == name), None) if before else None
    last = placed(folder, name)
    return there if there is not None and last is not None and math.dist(there, last) > MOVED else ours


def _together(before: Site | None, models: Sequence[Made]) -> list[Finding]:
    """A word for a scan that was added at the origin, where another stands already."""
    others = [model.id for model in before.scene.models if model.role == "visible"] if before else []
    fresh = [made.id for made in models if before and made.id not in others]
    return [same_place(each, others[0]) for each in fresh if others]


def same_place(name: str, other: str) -> Finding:
    """A word for a scan that was put where another stands."""
    message = f"{name} was put at the middle of the site, where {other} may stand already"
    remedy = f"write the place it belongs to as position under [[model]] {name} in site.toml"
    return Finding(code="PLACE_UNKNOWN", message=message, severity="warning", remedy=remedy)


def _lost(site: Site) -> list[Finding]:
    return lost_parts(site.scene.annotations, site.scene.models)


def lost_parts(notes: Sequence[Annotation], models: Sequence[Model]) -> list[Finding]:
    """A word for each annotation whose part no model has any more; nobody can say it of tiles."""
    tied = [note for note in notes if note.part]
    if not tied or any(model.tiles for model in models):
        return []
    known = parts_of(models)
    return [_untied(note.id, note.part) for note in tied if note.part not in known]


def _untied(annotation: str, part: str) -> Finding:
    message = f"the annotation {annotation} is tied to the part {part!r}, which no model has"
    remedy = "name the part anew in annotations.json, or name it so in the scan; until then its sphere decides"
    return Finding(code="PART_GONE", message=message, severity="warning", remedy=remedy)


def _took_place(name: str) -> Finding:
    message = f"the model {name} was there already; the new scan took its place"
    remedy = "give the scan another --name to keep both"
    return Finding(code="MODEL_REPLACED", message=message, severity="warning", remedy=remedy)


def _offset(taken: Sequence[Taken]) -> Vector:
    """What brings the scans' common middle to the origin and their lowest point to the ground, to the millimetre."""
    low = [min(each.low[axis] for each in taken) for axis in range(3)]
    high = [max(each.high[axis] for each in taken) for axis in range(3)]
    x, y, z = -(low[0] + high[0]) / 2, -low[1], -(low[2] + high[2]) / 2
    return (round(x, 3), round(y, 3), round(z, 3))


def _size(taken: Sequence[Taken]) -> Vector:
    x, y, z = (max(each.high[axis] for each in taken) - min(each.low[axis] for each in taken) for axis in range(3))
    return (x, y, z)


def _ground(taken: Sequence[Taken], offset: Vector, line: Line, work: Path) -> tuple[Ground, tuple[str, ...]]:
    things = [str(each.thing) for each in taken]
    done = line.stage("ground", "scenes.ingest.site_tasks:ground", DRAWING, GROUND, things=things)
    pose = convert(done.result["entrance"], Pose)
    x, z, far_x, far_z = done.result["bounds"]
    ground = Ground(
        file=done.folder / "walk.glb",
        position=offset,
        entrance=replace(pose, position=_sum(pose.position, offset)),
        plan=done.folder / "plan.webp",
        bounds=(
            round(x + offset[0], 3),
            round(z + offset[2], 3),
            round(far_x + offset[0], 3),
            round(far_z + offset[2], 3),
        ),
        plinth=_plinth(_size(taken), work),
    )
    return ground, (*done.result["sentences"], *_raised(plinth_height(_size(taken))))


def _plinth(size: Vector, work: Path) -> Path | None:
    if not plinth_height(size):
        return None
    write_plinth(size, work / "plinth.glb")
    return work / "plinth.glb"


def _raised(height: float) -> Sequence[str]:
    return [f"It is small: it was put on a plinth of {height:.2f} m, so that one need not kneel."] if height else []


def _made(taken: Taken, offset: Vector, work: Path) -> Made:
    folder = work / f"{taken.id}.pack"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for made in (made for each in taken.folders for made in each.glob(f"{taken.id}.*")):
        if made.is_dir():
            shutil.copytree(made, folder / made.name, copy_function=os.link)
        else:
            os.link(made, folder / made.name)
    middle = _sum(tuple((a + b) / 2 for a, b in zip(taken.low, taken.high, strict=True)), offset)  # type: ignore[arg-type]
    size = [b - a for a, b in zip(taken.low, taken.high, strict=True)]
    return Made(
        id=taken.id,
        label=taken.label,
        files=folder,
        levels=tuple(level.file for level in taken.report.levels),
        tiles=taken.report.tiles.file if taken.report.tiles else "",
        position=offset,
        middle=middle,
        radius=sum(value * value for value in size) ** 0.5 / 2,
        pictures=taken.pictures,
    )


def _sum(a: Vector, b: Vector) -> Vector:
    return (round(a[0] + b[0], 4), round(a[1] + b[1], 4), round(a[2] + b[2], 4))


def _check(folder: Path) -> Site:
    try:
        return load_site(folder)
    except SitePackError as wrong:
        name = wrong.file.relative_to(folder) if wrong.file.is_relative_to(folder) else wrong.file
        message = f"with this scan the site could not be read: {' '.join(filter(None, (wrong.field, wrong.problem)))}"
        raise Refused(Finding(code="PACK_BROKEN", message=message, file=str(name), remedy=wrong.remedy)) from wrong


def _unstated() -> Finding:
    message = "nobody has said whose this is and who may use it"
    return Finding(
        code="RIGHTS_UNSTATED",
        message=message,
        severity="warning",
        remedy="say it with --licence and --holder, or in site.toml",
    )
