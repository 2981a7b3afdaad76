"""Textures for the graphics card's sake, made when they are asked for."""

import json
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from scenes import mesh_file
from scenes.ingest.tasks import derive, pictures
from scenes.mesh import Material, Mesh, Primitive
from scenes.read.gltf_file import open_gltf

SQUARE = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]], float)
NOBODY = {"licence": "LicenseRef-unstated", "holder": "unstated"}


def painted() -> Mesh:
    data = BytesIO()
    Image.new("RGB", (16, 16), (200, 40, 40)).save(data, "PNG")
    square = Primitive(
        material="paint", position=SQUARE, triangles=np.array([[0, 1, 2], [0, 2, 3]]), uv=SQUARE[:, :2],
        normal=np.tile([0.0, 0.0, 1.0], (4, 1)),
    )  # fmt: skip
    return Mesh(parts={"wall": [square]}, materials=[Material(name="paint", base=data.getvalue())])


def test_textures_become_ktx2_and_pictures_keep_their_colours(tmp_path: Path) -> None:
    mesh_file.save(painted(), tmp_path / "mesh")
    (tmp_path / "made").mkdir()
    made = derive(
        str(tmp_path / "mesh"), str(tmp_path / "made"), "wall", "desktop", draco=True, ktx2=True, rights=NOBODY,
        title={"en": "Wall"}, progress=lambda stage, done: None,
    )  # fmt: skip
    for name in ("wall.0.glb", "wall.0.draco.glb"):
        document = open_gltf(tmp_path / "made" / name).document
        assert [image["mimeType"] for image in document["images"]] == ["image/ktx2"], json.dumps(document)
        assert "KHR_texture_basisu" in document["extensionsRequired"]
    assert [row["file"] for row in made["levels"]] == ["wall.0.glb"]
    pictures(str(tmp_path / "mesh"), str(tmp_path / "made" / "wall.0.glb"), str(tmp_path), "wall", lambda *_: None)
    with Image.open(tmp_path / "wall.turntable.webp") as turning:
        red, green, _ = np.asarray(turning.convert("RGB"))[200, 200].tolist()
    assert red > 1.5 * green
