"""Meshopt streams decode to what went in."""

from pathlib import Path

import brotli
import meshopt
import numpy as np
import pytest

from scenes.derive.compress import brotli_copy, pack_attribute, pack_indices, reorder


def test_rows_decode_to_themselves() -> None:
    rows = np.random.default_rng(3).integers(-999, 999, (500, 4), dtype=np.int16)
    packed = pack_attribute(rows)
    decoded = meshopt.decode_gltf_buffer(packed.encoded, packed.count, packed.stride, packed.mode)
    assert np.array_equal(np.asarray(decoded).tobytes(), rows.tobytes())
    assert packed.plain == rows.tobytes()


def test_normals_survive_as_octahedra() -> None:
    normal = np.random.default_rng(4).standard_normal((300, 3))
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    packed = pack_attribute(np.pad(normal, ((0, 0), (0, 1))).astype(np.float32), octahedral=True)
    how = packed.count, packed.stride, packed.mode, packed.filter
    decoded = np.frombuffer(np.asarray(meshopt.decode_gltf_buffer(packed.encoded, *how)).tobytes(), np.int8)
    assert np.abs(decoded.reshape(-1, 4)[:, :3] / 127 - normal).max() < 0.03


@pytest.mark.parametrize("kind", [np.uint16, np.uint32])
def test_triangles_keep_their_corners(kind: type) -> None:
    triangles = np.array([[0, 1, 2], [2, 1, 3], [3, 4, 2]])
    indices, order = reorder(triangles, 9)
    packed = pack_indices(indices.astype(kind))
    decoded = meshopt.decode_gltf_buffer(packed.encoded, packed.count, packed.stride, packed.mode)
    corners = order[np.frombuffer(np.asarray(decoded).tobytes(), kind)].reshape(-1, 3)
    turned = {tuple(np.roll(corner, -int(corner.argmin())).tolist()) for corner in corners}
    assert turned == {(0, 1, 2), (1, 3, 2), (2, 3, 4)}


def test_vertices_that_nobody_uses_are_left_out() -> None:
    indices, order = reorder(np.array([[7, 3, 5]]), 10)
    assert sorted(order.tolist()) == [3, 5, 7]
    assert order[indices].tolist() == [7, 3, 5]


def test_a_brotli_copy_holds_the_file_and_is_the_same_again(tmp_path: Path) -> None:
    path = tmp_path / "place.glb"
    path.write_bytes(b"stone upon stone " * 5000)
    copy = brotli_copy(path)
    first = copy.read_bytes()
    assert copy == tmp_path / "place.glb.br"
    assert brotli.decompress(first) == path.read_bytes()
    assert len(first) < 200
    assert brotli_copy(path).read_bytes() == first
    assert sorted(each.name for each in tmp_path.iterdir()) == ["place.glb", "place.glb.br"]
