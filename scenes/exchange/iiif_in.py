"""Reading a IIIF Presentation 4 Manifest with a Scene as a draft.

The drafts of the specification differ in whether a source, a selector or a body stands alone or in an array, and in the
names of quantities: each is read. A turn about several axes in one transform, whose order the draft leaves open, is
read as three.js reads it (about x, then the turned y, then the turned z).
"""

import re
from collections.abc import Iterator
from typing import Any

from scenes.exchange.documents import Json, checked_uri, listed, number, numbered, refused, table
from scenes.exchange.draft import Draft, DraftAnnotation, DraftModel, DraftSound
from scenes.exchange.iiif_annotations import about, described, last_part, point, resource
from scenes.exchange.iiif_ranges import ranges
from scenes.exchange.iiif_sounds import SOUNDING, sound
from scenes.exchange.svx_graph import METRES
from scenes.exchange.texts import language_map, plain, slug
from scenes.exchange.transform import (
    IDENTITY,
    Matrix,
    NotUniform,
    applied,
    decomposed,
    product,
    scaling,
    translation,
    turn,
)
from scenes.finding import Finding
from scenes.iiif import EYES
from scenes.pose import Pose, PoseError, pose
from scenes.rights import licence_of
from scenes.scene import Place

MAX_ANNOTATIONS = 5000
MODELS = (".glb",)
HEX = re.compile(r"#[0-9a-fA-F]{6}")


def read_iiif(document: Json) -> Draft:
    """The draft of a Manifest's first Scene; raises `Refused` where it has none or an address is unsafe."""
    left: list[Finding] = []
    scene, pointer = _scene(document, left)
    unit = _unit(scene, pointer)
    rows = list(_annotations(document, scene, pointer))
    painted = [(row, place) for row, place in rows if "painting" in listed(row.get("motivation"))]
    told = [(row, place) for row, place in rows if "painting" not in listed(row.get("motivation"))]
    models, entrance, sun = _paint(painted, unit, left)
    statement = table(document.get("requiredStatement"))
    rights = plain(document.get("rights"))
    return Draft(
        format="iiif",
        title=language_map(document.get("label")),
        summary=language_map(document.get("summary")),
        licence=licence_of(rights) if rights else licence_of(" ".join(language_map(statement.get("value")).values())),
        holder=_holder(document, statement),
        statement=language_map(statement.get("value")),
        place=_place(table(document.get("navPlace"))),
        background=colour if HEX.fullmatch(colour := plain(scene.get("backgroundColor"))) else "",
        sun=sun,
        entrance=entrance,
        models=models,
        sounds=tuple(_sounds(painted, unit)),
        annotations=tuple(_told(told, unit, left)),
        tours=ranges(document, unit, left),
        attached=tuple(_attached(document)),
        left=tuple(left),
        base=_base(document),
    )


def _scene(document: Json, left: list[Finding]) -> tuple[Json, str]:
    if document.get("@type") == "sc:Manifest":
        raise refused("OLD_MANIFEST", "a Manifest of Presentation 2 holds no Scene", "export it as Presentation 4")
    found = [(table(row), place) for row, place in numbered(listed(document.get("items")), "/items")]
    scenes = [(row, place) for row, place in found if row.get("type") == "Scene"]
    if not scenes:
        raise refused("NO_SCENE", "the Manifest has no Scene among its items", "a Canvas is no place to walk in")
    if len(found) > 1:
        message = f"{len(found) - 1} more containers beside the first Scene"
        left.append(_left("OTHER_CONTAINERS", message, "import each Scene as a site of its own", "/items"))
    return scenes[0]


def _unit(scene: Json, pointer: str) -> float:
    scale = table(scene.get("spatialScale"))
    if not scale:
        return 1.0
    name = str(scale.get("unit", "m"))
    value = number(scale.get("quantityValue", scale.get("value")), 1.0, pointer + "/spatialScale")
    if name not in METRES or not 0 < value < 1e6:
        raise refused("UNKNOWN_UNITS", f"{name[:40]!r}", f"one of {', '.join(METRES)}", pointer + "/spatialScale")
    return value * METRES[name]


def _annotations(document: Json, scene: Json, pointer: str) -> Iterator[tuple[Json, str]]:
    """Every annotation of the scene, painted or about it, with its JSON pointer."""
    pages = [
        *numbered(listed(scene.get("items")), pointer + "/items"),
        *numbered(listed(scene.get("annotations")), pointer + "/annotations"),
        *numbered(listed(document.get("annotations")), "/annotations"),
    ]
    count = 0
    for page, place in pages:
        for row, where in numbered(listed(table(page).get("items")), place + "/items"):
            count += 1
            if count > MAX_ANNOTATIONS:
                raise refused("DOCUMENT_TOO_LARGE", f"more than {MAX_ANNOTATIONS} annotations", "split it", place)
            yield table(row), where


def _paint(
    rows: list[tuple[Json, str]], unit: float, left: list[Finding]
) -> tuple[tuple[DraftModel, ...], Pose | None, tuple[float, float, float] | None]:
    models: list[DraftModel] = []
    entrance, sun, taken = None, None, set[str]()
    for row, place in rows:
        body, transform = resource(row.get("body"), place + "/body")
        kind = str(body.get("type"))
        matrix = _placed(row, transform, place)
        if kind == "Model":
            models += _model(row, body, matrix, unit, taken, place, left)
        elif kind.endswith("Camera") and entrance is None:
            entrance = _entrance(matrix, unit)
        elif kind == "DirectionalLight" and sun is None:
            x, y, z = applied(_turned(transform, place + "/body/transform"), (0.0, -1.0, 0.0))
            sun = (-x + 0.0, -y + 0.0, -z + 0.0)
        elif kind not in ("AmbientLight", *SOUNDING):
            left.append(_left("NOT_PAINTED", f"a painted {kind[:40]}", "", place))
    return tuple(models), entrance, sun


def _sounds(rows: list[tuple[Json, str]], unit: float) -> Iterator[DraftSound]:
    taken: set[str] = set()
    for row, place in rows:
        body, transform = resource(row.get("body"), place + "/body")
        if body.get("type") in SOUNDING:
            yield sound(row, body, _placed(row, transform, place), unit, taken, place)


def _placed(row: Json, transform: list[Any], place: str) -> Matrix:
    found = point(row.get("target"), place + "/target")
    return product(translation(found or (0.0, 0.0, 0.0)), _turned(transform, place + "/body/transform"))


def _turned(transform: list[Any], pointer: str) -> Matrix:
    whole = IDENTITY
    for step, place in numbered(transform[:100], pointer):
        whole = product(_step(table(step), place), whole)
    return whole


def _step(step: Json, place: str) -> Matrix:
    kind = step.get("type")
    otherwise = 1.0 if kind == "ScaleTransform" else 0.0
    x, y, z = (number(step.get(axis), otherwise, f"{place}/{axis}") for axis in "xyz")
    match kind:
        case "ScaleTransform":
            return scaling((x, y, z))
        case "TranslateTransform":
            return translation((x, y, z))
        case "RotateTransform":
            return product(turn("x", x), turn("y", y), turn("z", z))
    raise refused(
        "UNKNOWN_TRANSFORM", f"{kind!r:.40}", "a ScaleTransform, RotateTransform or TranslateTransform", place
    )


def _model(
    row: Json, body: Json, matrix: Matrix, unit: float, taken: set[str], place: str, left: list[Finding]
) -> Iterator[DraftModel]:
    uri = checked_uri(body.get("id"), place + "/body/id")
    if not uri.lower().split("?")[0].endswith(MODELS):
        remedy = "take it in with tour ingest"
        left.append(_left("MODEL_NOT_TAKEN", f"the model {uri[:120]}, which is no GLB", remedy, place))
        return
    try:
        (x, y, z), orientation, scale = decomposed(matrix)
    except NotUniform as wrong:
        message = f"the model {uri[:120]}: {wrong}, which a site cannot say"
        remedy = "bake the transform into the model, then import again"
        left.append(_left("TRANSFORM_NOT_UNIFORM", message, remedy, place + "/body/transform"))
        return
    label = next(iter(language_map(body.get("label")).values()), "") or last_part(row.get("id"))
    yield DraftModel(
        id=slug(label, taken, "model"),
        files=((uri, place + "/body/id"),),
        position=(x * unit, y * unit, z * unit),
        orientation=orientation,
        scale=scale * unit,
    )


def _entrance(matrix: Matrix, unit: float) -> Pose | None:
    try:
        (x, y, z), turned, _ = decomposed(matrix)
        return pose((x * unit, y * unit - EYES, z * unit), turned)
    except (NotUniform, PoseError):
        return None


def _told(rows: list[tuple[Json, str]], unit: float, left: list[Finding]) -> Iterator[DraftAnnotation]:
    taken: set[str] = set()
    for row, place in rows:
        if about(row):
            found = described(row, place, unit, taken)
            if found is not None:
                yield found
                continue
        left.append(_left("ANNOTATION_NOT_TAKEN", f"the annotation {last_part(row.get('id'))!r}", "", place))


def _holder(document: Json, statement: Json) -> str:
    for row in listed(document.get("metadata")):
        if "Holder" in listed(table(table(row).get("label")).get("en")):
            return next(iter(language_map(table(row).get("value")).values()), "")
    for agent in listed(document.get("provider")):
        label = language_map(table(agent).get("label"))
        if label:
            return next(iter(label.values()))
    return next(iter(language_map(statement.get("value")).values()), "")


def _place(value: Json) -> Place | None:
    for feature in listed(value.get("features")):
        geometry = table(table(feature).get("geometry"))
        where = geometry.get("coordinates")
        if geometry.get("type") == "Point" and isinstance(where, list) and len(where) >= 2:
            longitude, latitude = (number(each, 0.0, "/navPlace") for each in where[:2])
            if abs(latitude) <= 90 and abs(longitude) <= 180:
                return Place(latitude=latitude, longitude=longitude)
    return None


def _attached(document: Json) -> Iterator[tuple[str, str]]:
    for row, place in numbered(listed(document.get("thumbnail"))[:100], "/thumbnail"):
        uri = table(row).get("id", row)
        yield checked_uri(uri, place + "/id"), place + "/id"


def _base(document: Json) -> str:
    name = checked_uri(document.get("id"), "/id")
    return name.rsplit("/", 1)[0] + "/" if "/" in name else ""


def _left(code: str, message: str, remedy: str, pointer: str) -> Finding:
    return Finding(code=code, message=message, severity="information", remedy=remedy, pointer=pointer)
