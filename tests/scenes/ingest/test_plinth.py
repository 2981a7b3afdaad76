"""Small things are raised to a visitor's eyes, others stand on the ground."""

from pathlib import Path

import pytest

from scenes.ingest.pipeline import ingest
from scenes.ingest.plinth import plinth_height, write_plinth
from scenes.ingest.request import Request
from scenes.pose import Vector
from scenes.read import read
from scenes.site_pack import load_site
from tests.builders import box_glb


@pytest.mark.parametrize(
    ("size", "height"),
    [
        ((0.24, 0.5, 0.36), 1.25),
        ((0.16, 0.12, 0.15), 1.44),
        ((0.7, 2.1, 0.6), 0.0),
        ((4.0, 0.05, 4.0), 0.0),
        ((1.0, 1.0, 1.0), 0.0),
    ],
)
def test_a_bust_is_raised_and_a_statue_and_a_pavement_are_not(size: Vector, height: float) -> None:
    assert plinth_height(size) == pytest.approx(height)


def test_the_plinth_stands_on_the_ground_and_is_closed_above(tmp_path: Path) -> None:
    write_plinth((0.24, 0.5, 0.36), tmp_path / "plinth.glb")
    mesh = read(tmp_path / "plinth.glb", units="m", up="y").mesh
    assert mesh is not None
    low, high = mesh.bounds()
    assert low.tolist() == pytest.approx([-0.18, 0.0, -0.24], abs=1e-3)
    assert high.tolist() == pytest.approx([0.18, 1.25, 0.24], abs=1e-3)
    (block,) = mesh.parts["plinth"]
    a, b, c = (block.position[block.triangles[:, corner]] for corner in range(3))
    import numpy as np

    assert block.normal is not None
    outwards = np.cross(b - a, c - a)
    assert (np.einsum("ij,ij->i", outwards, block.normal[block.triangles[:, 0]]) > 0).all()


def test_a_small_scan_stands_on_it(tmp_path: Path) -> None:
    path = tmp_path / "lamp.glb"
    path.write_bytes(box_glb("lamp", size=0.2))
    report = ingest([path], Request(site="lamp"), packs=tmp_path / "sites", scratch=tmp_path / "scratch")
    models = {model.id: model for model in load_site(tmp_path / "sites" / "lamp").scene.models}
    assert set(models) == {"lamp", "plinth", "walk"}
    assert models["lamp"].position[1] == pytest.approx(1.3, abs=0.01)
    assert models["walk"].position[1] == pytest.approx(0.0, abs=0.01)
    assert any("plinth" in sentence for sentence in report.ground)
