"""Files, folders and zips: what is in them, and what is not."""

import zipfile
from pathlib import Path

import numpy as np
import pytest

from scenes.finding import Refused
from scenes.read import chunks, is_cloud, read, triangle_count
from tests.scenes.read.files import SCANS, WITHOUT, Document, area, ply, stl, tetrahedron


def test_a_folder_of_two_models_is_one_mesh(tmp_path: Path) -> None:
    Document().square().glb(tmp_path / "gate.glb")
    Document().square().gltf(tmp_path / "tower.gltf")
    reading = read(tmp_path)
    assert reading.mesh is not None
    assert list(reading.mesh.parts) == ["gate/wall", "tower/wall"]
    assert {each.material for some in reading.mesh.parts.values() for each in some} == {
        material.name for material in reading.mesh.materials
    }
    assert reading.format == "glb+gltf"
    assert area(reading.mesh) == pytest.approx(4)
    assert triangle_count(tmp_path) == 4
    _, pieces = chunks(tmp_path, triangles=1)
    assert [name for name, _ in pieces] == ["gate/wall"] * 2 + ["tower/wall"] * 2


def test_of_one_model_in_two_formats_the_better_is_taken(tmp_path: Path) -> None:
    Document().square().glb(tmp_path / "gate.glb")
    stl(tmp_path / "gate.stl", *tetrahedron())
    reading = read(tmp_path)
    assert reading.format == "glb"
    assert [(finding.code, "gate.stl" in finding.message) for finding in reading.findings] == [("SAME_MODEL", True)]


def test_clouds_of_a_folder_are_joined(tmp_path: Path) -> None:
    for name in ("a", "b"):
        ply(tmp_path / f"{name}.ply", tetrahedron()[0])
    assert is_cloud(tmp_path)
    cloud = read(tmp_path, units="m", up="y").cloud
    assert cloud is not None
    assert len(cloud.position) == 8


def test_a_zip_is_read_like_its_folder(tmp_path: Path) -> None:
    pytest.importorskip("scenes.validate.archive")
    (tmp_path / "in").mkdir()
    path = Document().square().gltf(tmp_path / "in" / "gate.gltf")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for each in (path, path.with_suffix(".bin")):
            archive.write(each, f"scan/{each.name}")
    reading = read(tmp_path / "a.zip")
    assert area(reading.mesh) == pytest.approx(2)
    assert reading.format == "gltf"
    _, pieces = chunks(tmp_path / "a.zip")
    assert [len(each.triangles) for _, each in pieces] == [2]


@pytest.mark.parametrize(
    ("name", "data"), [("a.txt", b"hello"), ("a.glb", b""), ("a.glb", b"hello"), ("a.e57", b"x"), ("a.zip", b"no zip")]
)
def test_what_is_no_model_is_refused(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(Refused) as refused:
        read(path)
    assert refused.value.findings[0].code == "UNKNOWN_FORMAT"
    assert "GLB" in refused.value.findings[0].remedy


def test_an_empty_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    for path, code in ((tmp_path, "NO_MODEL"), (tmp_path / "gone.glb", "IO_ERROR")):
        with pytest.raises(Refused) as refused:
            read(path)
        assert refused.value.findings[0].code == code


@pytest.mark.skipif(not SCANS.is_dir(), reason=WITHOUT)
@pytest.mark.parametrize(
    ("name", "triangles", "extents"),
    [
        ("venus_de_milo/venus.glb", 24_058, (0.694, 2.119, 0.638)),
        ("venus_597k/venus.gltf", 597_703, (7.78, 21.68, 6.10)),
        ("whale/whale_cranium.glb", 100_000, (0.30, 0.24, 0.49)),
        ("whale/whale_cranium_draco.glb", 100_000, (0.30, 0.24, 0.49)),
        ("whale/whale_mandible.glb", 100_000, (0.27, 0.11, 0.37)),
        ("whale/whale_mandible_draco.glb", 100_000, (0.27, 0.11, 0.37)),
        ("nefertiti/nefertiti-lowres.obj", 70_000, (0.24, 0.49, 0.36)),
        ("lion_statue/lionstatue.obj", 63_338, (1.04, 1.79, 2.80)),
    ],
)
def test_real_scans_have_the_numbers_of_their_readme(
    name: str, triangles: int, extents: tuple[float, float, float]
) -> None:
    path = SCANS / name
    mesh = read(path).mesh
    assert mesh is not None
    assert mesh.triangles == triangles
    assert np.ptp(np.array(mesh.bounds()), axis=0) == pytest.approx(extents, rel=0.02)
    total = 0
    for _, piece in chunks(path, triangles=100_000)[1]:
        total += len(piece.triangles)
        assert len(piece.triangles) <= 100_000
        assert piece.triangles.max() < len(piece.position)
    assert total == triangles == triangle_count(path)


@pytest.mark.skipif(not SCANS.is_dir(), reason=WITHOUT)
def test_nefertiti_is_half_a_metre_high_and_stands() -> None:
    reading = read(SCANS / "nefertiti/nefertiti-lowres.obj")
    assert (reading.units, reading.up) == ("mm", "y")
    assert {finding.code for finding in reading.findings} == {"UNITS_GUESSED", "UP_GUESSED"}
