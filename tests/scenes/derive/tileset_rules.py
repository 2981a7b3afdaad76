"""What OGC 3D Tiles 1.1 (22-025r4) demands of an explicit tileset with glTF content, checked to the letter.

Cesium's own validator is not in the registries we may use, so these are the rules of the specification's schemas and
text as far as our tilesets touch them: allowed and required properties and their types, volumes that hold their
contents and children, errors that do not grow downwards, contents that are there and are valid glTF by Khronos' check.
"""

import json
import math
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from scenes.node import HERE, node
from tests.scenes.derive.tileset_reading import Read, read

TILESET = {"asset", "properties", "schema", "schemaUri", "statistics", "groups", "metadata", "geometricError", "root"}
COMMON = {"extensionsUsed", "extensionsRequired", "extensions", "extras"}
TILE = {"boundingVolume", "viewerRequestVolume", "geometricError", "refine", "transform", "content", "contents"}
BELOW = {"metadata", "implicitTiling", "children", "extensions", "extras"}
CONTENT = {"metadata", "boundingVolume", "uri", "group", "extensions", "extras"}
TOLERATED = {
    "UNSUPPORTED_EXTENSION",
    "UNUSED_OBJECT",
    "IMAGE_NPOT_DIMENSIONS",
    "MESH_PRIMITIVE_GENERATED_TANGENT_SPACE",
}

VALIDATE = """
import { readFileSync } from "node:fs";
import validator from "gltf-validator";
const found = {};
for (const path of process.argv.slice(1)) {
  const report = await validator.validateBytes(new Uint8Array(readFileSync(path)), { maxIssues: 20 });
  const issues = report.issues.messages.map((each) => [each.severity, each.code, each.pointer ?? "", each.message]);
  if (issues.length) found[path] = issues;
}
console.log(JSON.stringify(found));
"""


def broken_rules(folder: Path) -> list[str]:
    """Every rule that the tileset of a folder breaks, in words."""
    document = json.loads((folder / "tileset.json").read_text())
    wrong = [f"tileset: {words}" for words in _tileset(document)]
    if wrong:
        return wrong
    wrong = list(_tile(document["root"], "root", math.inf, True))
    return wrong or [*_volumes(read(folder), "root"), *_contents(folder)]


def _tileset(document: dict[str, Any]) -> Iterator[str]:
    yield from (f"no property {name}" for name in sorted(set(document) - TILESET - COMMON))
    asset = document.get("asset")
    if not isinstance(asset, dict) or asset.get("version") != "1.1":
        yield "asset.version is not 1.1"
    elif set(asset) - {"version", "tilesetVersion", "extensions", "extras"}:
        yield "asset has properties that it may not have"
    if not _number(document.get("geometricError"), 0):
        yield "geometricError is no number of at least 0"
    if not isinstance(document.get("root"), dict):
        yield "no root"
    elif "refine" not in document["root"]:
        yield "the root has to say how it is refined"
    elif document["geometricError"] < document["root"].get("geometricError", math.inf):
        yield "the root's geometricError is more than the tileset's"


def _tile(tile: dict[str, Any], where: str, error: float, outermost: bool = False) -> Iterator[str]:
    yield from (f"{where}: no property {name}" for name in sorted(set(tile) - TILE - BELOW))
    if not _number(tile.get("geometricError"), 0, error):
        yield f"{where}: geometricError {tile.get('geometricError')} is not between 0 and its parent's {error}"
    if tile.get("refine", "ADD") not in ("ADD", "REPLACE"):
        yield f"{where}: refine is {tile['refine']}"
    yield from (f"{where}: {words}" for words in _volume(tile.get("boundingVolume")))
    yield from (f"{where}: {words}" for words in _transform(tile.get("transform")))
    yield from (f"{where}: {words}" for words in _content(tile.get("content")))
    children = tile.get("children")
    if children is not None and (not isinstance(children, list) or not children):
        yield f"{where}: children has to be a list that is not empty, or be left out"
    for number, child in enumerate(children or []):
        yield from _tile(child, f"{where}.children[{number}]", tile["geometricError"])


def _volume(volume: Any) -> Iterator[str]:
    if not isinstance(volume, dict) or not {"box", "region", "sphere"} & set(volume):
        yield "boundingVolume has neither box nor region nor sphere"
    elif "box" in volume:
        box = volume["box"]
        if not isinstance(box, list) or len(box) != 12 or not all(_number(value) for value in box):
            yield "boundingVolume.box is not 12 finite numbers"


def _transform(matrix: Any) -> Iterator[str]:
    if matrix is None:
        return
    if not isinstance(matrix, list) or len(matrix) != 16 or not all(_number(value) for value in matrix):
        yield "transform is not 16 finite numbers"
    elif [matrix[3], matrix[7], matrix[11], matrix[15]] != [0, 0, 0, 1]:
        yield "transform is not affine"


def _content(content: Any) -> Iterator[str]:
    if content is None:
        return
    if not isinstance(content, dict) or not isinstance(content.get("uri"), str) or not content["uri"]:
        yield "content has no uri"
    elif set(content) - CONTENT:
        yield "content has properties that it may not have"


def _number(value: Any, low: float = -math.inf, high: float = math.inf) -> bool:
    return (
        isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and low <= value <= high
    )


def _volumes(tile: Read, where: str) -> Iterator[str]:
    """Contents, turned from y up to z up, lie in their tile's box, and so do the boxes of children."""
    middle, half = np.asarray(tile.box[:3]), np.abs(np.asarray(tile.box[3:]).reshape(3, 3)).sum(axis=0)
    places = [each.attributes["POSITION"] for each in tile.drawn()] if tile.uri else [np.zeros((0, 3))]
    points = np.concatenate(places).astype(float)
    turned = np.stack([points[:, 0], -points[:, 2], points[:, 1]], axis=1)
    if (np.abs(turned - middle) > half).any():
        yield f"{where}: its content reaches out of its box"
    for number, child in enumerate(tile.children):
        inner = np.abs(np.asarray(child.box[3:]).reshape(3, 3)).sum(axis=0)
        if (np.abs(np.asarray(child.box[:3]) - middle) + inner > half).any():
            yield f"{where}.children[{number}]: reaches out of its parent's box"
        yield from _volumes(child, f"{where}.children[{number}]")


def _contents(folder: Path) -> Iterator[str]:
    """Khronos' validator on every file: no errors, and of the rest only that it knows neither meshopt nor odd sizes."""
    files = sorted(str(path.resolve()) for path in folder.glob("*.glb"))
    found = subprocess.run(
        [node(), "--input-type=module", "-e", VALIDATE, *files], cwd=HERE, capture_output=True, text=True, check=True
    )
    for path, issues in json.loads(found.stdout).items():
        for severity, code, pointer, message in issues:
            if code not in TOLERATED or severity < 1:
                yield f"{Path(path).name}{pointer}: {code} {message}"
