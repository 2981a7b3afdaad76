"""Reading a Smithsonian Voyager document (SVX 1.0) as a draft.

The tree of nodes is flattened: each model gets one position, orientation and scale in metres. Annotations stand in
their model's own space and are carried into the scene's. A tour's steps are snapshots of the viewer; where one says
where the camera was, a stop stands there.
"""

from collections.abc import Iterator
from typing import Any

from scenes.exchange.documents import Json, checked_uri, listed, number, numbered, numbers, refused, table
from scenes.exchange.draft import Draft, DraftAnnotation, DraftAudio, DraftModel
from scenes.exchange.svx_graph import METRES, Placed, placed
from scenes.exchange.svx_tours import tours
from scenes.exchange.texts import language_map, plain, slug, tagged
from scenes.exchange.transform import NotUniform, applied, decomposed, product, rotation, scaling, translation
from scenes.finding import Finding
from scenes.language import LanguageMap
from scenes.pose import REACH, Pose, PoseError, Vector, pose
from scenes.rights import licence_of
from scenes.svx import EYES

QUALITIES = ("Thumb", "Low", "Medium", "High", "Highest")
MAX_MODELS, MAX_ANNOTATIONS, MAX_CLIPS = 1000, 5000, 1000
GLB = (".glb",)


def read_svx(document: Json) -> Draft:
    """The draft of an SVX document; raises `Refused` where its parts do not fit together or an address is unsafe."""
    left: list[Finding] = []
    scene, scene_pointer = _scene(document)
    nodes = placed(document, scene, scene_pointer)
    meta = _at(document, "metas", scene.get("meta"), scene_pointer + "/meta")
    setup = _at(document, "setups", scene.get("setup"), scene_pointer + "/setup")
    collection = table(meta.get("collection"))
    models, annotations = _models(document, nodes, left)
    notice = plain(table(document.get("asset")).get("copyright"))
    unit = METRES[str(scene.get("units", "cm"))]
    _unread(document, setup, left)
    return Draft(
        format="svx",
        title=language_map(collection.get("titles") or collection.get("title") or plain(scene.get("name"))),
        summary=language_map(collection.get("intros") or collection.get("intro")),
        licence=licence_of(notice),
        holder=notice,
        background=_background(table(setup.get("background"))),
        sun=_sun(document, nodes),
        entrance=_entrance(nodes),
        ground=_ground(setup, unit),
        models=models,
        annotations=annotations,
        tours=tours(setup, unit, left),
        audio=tuple(_audio(meta)),
        attached=tuple(_attached(document)),
        left=tuple(left),
    )


def _scene(document: Json) -> tuple[Json, str]:
    index = document.get("scene", 0)
    scene = _at(document, "scenes", index, "/scene")
    if str(scene.get("units", "cm")) not in METRES:
        raise refused("UNKNOWN_UNITS", f"{scene.get('units')!r:.40}", f"one of {', '.join(METRES)}", f"/scenes/{index}")
    return scene, f"/scenes/{index}"


def _at(document: Json, array: str, index: Any, pointer: str) -> Json:
    rows = document.get(array, [])
    if index is None:
        return {}
    if not (isinstance(rows, list) and isinstance(index, int) and 0 <= index < len(rows)):
        raise refused("UNRESOLVED_REFERENCE", f"there is no {array}[{index!s:.20}]", "correct the index", pointer)
    return table(rows[index])


def _models(
    document: Json, nodes: list[Placed], left: list[Finding]
) -> tuple[tuple[DraftModel, ...], tuple[DraftAnnotation, ...]]:
    models, annotations = [], list[DraftAnnotation]()
    taken, labelled = set[str](), set[str]()
    for node in nodes[: MAX_MODELS * 100]:
        if "model" not in node.node:
            continue
        index = node.node["model"]
        model, pointer = _at(document, "models", index, node.pointer + "/model"), f"/models/{index}"
        whole = product(node.matrix, _own_pose(model, pointer))
        try:
            position, orientation, scale = decomposed(whole)
        except NotUniform as wrong:
            left.append(_not_uniform(node, wrong))
        else:
            name = slug(plain(node.node.get("name")), taken, "model")
            files = tuple(_files(model, pointer, left))
            models.append(DraftModel(id=name, files=files, position=position, orientation=orientation, scale=scale))
        annotations += _annotations(model, whole, pointer, labelled, left)
    if len(models) > MAX_MODELS or len(annotations) > MAX_ANNOTATIONS:
        message = f"{len(models)} models and {len(annotations)} annotations"
        raise refused("DOCUMENT_TOO_LARGE", message, f"at most {MAX_MODELS} and {MAX_ANNOTATIONS}: split it")
    return tuple(models), tuple(annotations)


def _own_pose(model: Json, pointer: str) -> Any:
    units = str(model.get("units", "cm"))
    if units not in METRES:
        raise refused("UNKNOWN_UNITS", f"{units[:40]!r}", f"one of {', '.join(METRES)}", pointer + "/units")
    offset = numbers(model.get("translation", [0, 0, 0]), 3, pointer + "/translation")
    turned = numbers(model.get("rotation", [0, 0, 0, 1]), 4, pointer + "/rotation")
    return product(scaling([METRES[units]] * 3), translation(offset), rotation(turned))


def _files(model: Json, pointer: str, left: list[Finding]) -> Iterator[tuple[str, str]]:
    """The GLB of each quality for the web, lightest first; others of the same quality are passed over."""
    best: dict[str, tuple[str, str]] = {}
    for derivative, place in numbered(listed(model.get("derivatives")), pointer + "/derivatives"):
        row = table(derivative)
        for asset, where in numbered(listed(row.get("assets")), place + "/assets"):
            uri = checked_uri(table(asset).get("uri"), where + "/uri")
            whole = table(asset).get("type") == "Model" and uri.lower().split("?")[0].endswith(GLB)
            if whole and row.get("usage", "Web3D") == "Web3D" and row.get("quality") in QUALITIES:
                best.setdefault(str(row["quality"]), (uri, where + "/uri"))
            elif row.get("usage", "Web3D") == "Web3D":
                left.append(_not_taken(uri, where))
    return (best[quality] for quality in QUALITIES if quality in best)


def _annotations(
    model: Json, whole: Any, pointer: str, taken: set[str], left: list[Finding]
) -> Iterator[DraftAnnotation]:
    for row, place in numbered(listed(model.get("annotations")), pointer + "/annotations"):
        entry = table(row)
        label = _texts(entry, "title")
        if not label:
            left.append(_left("ANNOTATION_WITHOUT_LABEL", "an annotation without a title", "give it one", place))
            continue
        position = applied(whole, numbers(entry.get("position", [0, 0, 0]), 3, place + "/position"))
        _within(position, place + "/position")
        if entry.get("imageUri"):
            checked_uri(entry["imageUri"], place + "/imageUri")
        lead = _texts(entry, "lead")
        yield DraftAnnotation(
            id=slug(plain(entry.get("id")) or next(iter(label.values())), taken, "annotation"),
            label=label,
            position=position,
            texts=(lead,) if lead else (),
            audio=plain(entry.get("audioId")),
        )


def _texts(row: Json, name: str) -> LanguageMap:
    return language_map(row.get(name + "s")) or language_map(row.get(name))


def _entrance(nodes: list[Placed]) -> Pose | None:
    for node in nodes:
        if "camera" in node.node:
            try:
                (x, y, z), turned, _ = decomposed(node.matrix)
                return pose((x, y - EYES, z), turned)
            except (NotUniform, PoseError):
                return None
    return None


def _ground(setup: Json, unit: float) -> float | None:
    floor = table(setup.get("floor"))
    return numbers(floor["position"], 3, "/setups/floor/position")[1] * unit if "position" in floor else None


def _sun(document: Json, nodes: list[Placed]) -> Vector | None:
    for node in nodes:
        light = _at(document, "lights", node.node.get("light"), node.pointer + "/light")
        x, y, z = applied(node.matrix, (0.0, 0.0, 0.0))
        if light.get("type") in ("directional", "sun") and y > 0:
            return (x / 100, y / 100, z / 100)
    return None


def _background(row: Json) -> str:
    if "color0" not in row:
        return ""
    channels = numbers(row["color0"], 3, "/setups/background/color0")
    return "#" + "".join(f"{round(max(0.0, min(1.0, value)) * 255):02x}" for value in channels)


def _audio(meta: Json) -> Iterator[DraftAudio]:
    for row, place in numbered(listed(meta.get("audio"))[:MAX_CLIPS], "/metas/audio"):
        clip = table(row)
        yield DraftAudio(
            id=plain(clip.get("id")),
            name=plain(clip.get("name")),
            files=_uris(clip.get("uris"), place + "/uris"),
            captions=_uris(clip.get("captionUris"), place + "/captionUris"),
            pointer=place,
        )


def _attached(document: Json) -> Iterator[tuple[str, str]]:
    """Every article, picture, sound and caption that the document's metas and annotations name."""
    for meta, place in numbered(listed(document.get("metas")), "/metas"):
        for kind in ("articles", "images", "audio", "video"):
            for row, where in numbered(listed(table(meta).get(kind))[:MAX_CLIPS], f"{place}/{kind}"):
                yield from _addresses(table(row), where)
    for model, place in numbered(listed(document.get("models")), "/models"):
        for row, where in numbered(listed(table(model).get("annotations")), place + "/annotations"):
            if table(row).get("imageUri"):
                yield checked_uri(row["imageUri"], where), where + "/imageUri"


def _addresses(row: Json, pointer: str) -> Iterator[tuple[str, str]]:
    for name in ("uri", "thumbnailUri"):
        if row.get(name):
            yield checked_uri(row[name], f"{pointer}/{name}"), f"{pointer}/{name}"
    for name in ("uris", "captionUris"):
        for tag, uri in _uris(row.get(name), f"{pointer}/{name}").items():
            yield uri, f"{pointer}/{name}/{tag}"


def _uris(value: Any, pointer: str) -> LanguageMap:
    return {tagged(str(tag)): checked_uri(uri, f"{pointer}/{tag}") for tag, uri in table(value).items() if uri}


def _within(position: Vector, pointer: str) -> None:
    if not all(abs(number(value, 0.0, pointer)) <= REACH for value in position):
        raise refused("OUT_OF_REACH", f"more than {REACH:.0f} m from the origin", "correct it or the units", pointer)


def _unread(document: Json, setup: Json, left: list[Finding]) -> None:
    others = len(listed(document.get("scenes"))) - 1
    if others > 0:
        left.append(_left("OTHER_SCENES", f"{others} more scenes", "import each as a site of its own", "/scenes"))
    lights = [row for row in listed(document.get("lights")) if table(row).get("type") not in ("directional", "sun")]
    if lights:
        left.append(_left("LIGHTS", f"{len(lights)} lights other than the sun's", "", "/lights"))
    settings = ("floor", "grid", "tape", "slicer", "environment", "viewer", "reader", "interface")
    found = [name for name in settings if name in setup]
    if found:
        left.append(_left("VIEWER_SETTINGS", f"Voyager's settings of its {', '.join(found)}", "", "/setups"))


def _not_uniform(node: Placed, wrong: Exception) -> Finding:
    message = f"the model of node {plain(node.node.get('name'))!r}: {wrong}, which a site cannot say"
    return _left("TRANSFORM_NOT_UNIFORM", message, "bake the transform into the model, then import again", node.pointer)


def _not_taken(uri: str, pointer: str) -> Finding:
    remedy = "take it in with tour ingest" if not uri.lower().endswith((".usdz", ".jpg", ".png")) else ""
    return _left("DERIVATIVE_NOT_TAKEN", f"the derivative {uri[:120]}", remedy, pointer)


def _left(code: str, message: str, remedy: str, pointer: str) -> Finding:
    return Finding(code=code, message=message, severity="information", remedy=remedy, pointer=pointer)
