"""Checkpoints: what is saved is loaded to the bit, the same thing gives the same bytes, and nothing is half there."""

from pathlib import Path

import numpy as np
import pytest

from scenes.mesh import Material, Mesh, PointCloud, Primitive
from scenes.mesh_file import MeshFileError, load, load_cloud, save, save_cloud


def mesh() -> Mesh:
    position = np.random.default_rng(1).normal(size=(4, 3))
    whole = Primitive(
        material="stone",
        position=position,
        triangles=np.array([[0, 1, 2], [0, 2, 3]], np.uint16),
        normal=position * 2,
        uv=position[:, :2],
        colour=np.ones((4, 4)),
        tangent=np.ones((4, 4)),
    )
    bare = Primitive(material="stone", position=position, triangles=np.array([[0, 1, 2]]))
    stone = Material(name="stone", colour=(0.1, 0.2, 0.3), base=b"base", normal=b"normal", alpha="MASK", unlit=True)
    return Mesh(parts={"门/gate": [whole, bare]}, materials=(stone,), copyright="© me", metadata={"dc:rights": ["CC0"]})


def test_a_mesh_comes_back_to_the_bit(tmp_path: Path) -> None:
    given = mesh()
    save(given, tmp_path / "m")
    made = load(tmp_path / "m")
    assert (made.materials, made.copyright, made.metadata) == (given.materials, given.copyright, given.metadata)
    assert list(made.parts) == list(given.parts)
    for old, new in zip(given.parts["门/gate"], made.parts["门/gate"], strict=True):
        for name in ("position", "triangles", "normal", "uv", "colour", "tangent"):
            before, after = getattr(old, name), getattr(new, name)
            assert (before is None) == (after is None)
            if before is not None:
                assert before.dtype == after.dtype
                assert before.tobytes() == after.tobytes()


def test_the_same_mesh_gives_the_same_bytes_and_is_replaced_whole(tmp_path: Path) -> None:
    save(Mesh(parts={}), tmp_path / "a")
    (tmp_path / "a" / "old").write_text("left over")
    for name in ("a", "b"):
        save(mesh(), tmp_path / name)
    first, second = ({each.name: each.read_bytes() for each in (tmp_path / name).iterdir()} for name in ("a", "b"))
    assert first == second
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a", "b"]


def test_a_cloud_comes_back_to_the_bit(tmp_path: Path) -> None:
    given = PointCloud(
        position=np.array([[1.0, 2, 3]]),
        colour=np.array([[1, 2, 3]], np.uint8),
        intensity=np.array([0.5], np.float32),
        origin=(500000.0, 1.0, 2.0),
        crs="EPSG:32633",
    )
    save_cloud(given, tmp_path / "c")
    made = load_cloud(tmp_path / "c")
    assert (made.origin, made.crs) == (given.origin, given.crs)
    assert made.colour is not None
    assert made.intensity is not None
    assert (made.position.tolist(), made.colour.tolist(), made.intensity.tolist()) == (
        [[1, 2, 3]], [[1, 2, 3]], [0.5]
    )  # fmt: skip


def test_a_failed_save_leaves_what_was_there(tmp_path: Path) -> None:
    save(mesh(), tmp_path / "m")
    bad = Mesh(parts={"a": mesh().parts["门/gate"]}, metadata={"x": object()})
    with pytest.raises(TypeError):
        save(bad, tmp_path / "m")
    assert list(load(tmp_path / "m").parts) == ["门/gate"]
    assert [each.name for each in tmp_path.iterdir()] == ["m"]


def test_what_is_no_checkpoint_is_said(tmp_path: Path) -> None:
    with pytest.raises(MeshFileError, match="no checkpoint"):
        load(tmp_path)
