"""GLB files: two chunks, named nodes, quantized and compressed arrays that decode to what was given."""

import json
import struct
from typing import Any

import numpy as np
import pytest

from scenes.gltf import Material, Precision, Primitive, write

IMAGE = b"RIFF____WEBP"
STONE = Material(name="stone", colour=(0.8, 0.7, 0.6), roughness=0.9)


def square(**changes: Any) -> Primitive:
    fields: dict[str, Any] = {
        "material": "stone",
        "position": np.array([[0, 0, 0], [40, 0, 0], [40, 20, 0], [0, 20, 0], [9, 9, 9]], dtype=float),
        "triangles": np.array([[0, 1, 2], [0, 2, 3]]),
        "normal": np.tile([0.0, 0.6, 0.8], (5, 1)),
        "uv": np.array([[0, 0], [10, 0], [10, 5], [0, 5], [1, 1]], dtype=float),
        "colour": np.tile([1.0, 0.5, 0.25], (5, 1)),
    }
    return Primitive(**(fields | changes))


def made(primitive: Primitive, material: Material = STONE, **options: Any) -> tuple[dict[str, Any], bytes]:
    data = write({"wall": [primitive]}, [material], copyright_notice="CC0", generator="test", **options)
    assert struct.unpack_from("<4sII", data) == (b"glTF", 2, len(data))
    size = struct.unpack_from("<I", data, 12)[0]
    assert size % 4 == 0
    return json.loads(data[20 : 20 + size]), data[28 + size :]


def rows(document: dict[str, Any], blob: bytes, accessor: int, kind: Any, width: int) -> Any:
    import meshopt

    wanted = document["accessors"][accessor]
    view = document["bufferViews"][wanted["bufferView"]]
    packed = view.get("extensions", {}).get("EXT_meshopt_compression")
    if packed is None:
        raw = blob[view.get("byteOffset", 0) :][: view["byteLength"]]
    else:
        data = blob[packed["byteOffset"] :][: packed["byteLength"]]
        how = packed["count"], packed["byteStride"], packed["mode"], packed.get("filter")
        raw = np.asarray(meshopt.decode_gltf_buffer(data, *how)).tobytes()
    return np.frombuffer(raw, kind).reshape(wanted["count"], -1)[:, :width]


@pytest.mark.parametrize("compress", [True, False])
def test_what_is_written_decodes_to_what_was_given(compress: bool) -> None:
    document, blob = made(square(), compress=compress)
    primitive, node = document["meshes"][0]["primitives"][0], document["nodes"][0]
    attributes = primitive["attributes"]
    position = rows(document, blob, attributes["POSITION"], np.int16, 3) * node["scale"] + node["translation"]
    corners = rows(document, blob, primitive["indices"], np.uint16, 1).reshape(-1, 3)
    area = np.linalg.norm(np.cross(*(position[corners[:, i]] - position[corners[:, 0]] for i in (1, 2))), axis=1) / 2
    assert area.sum() == pytest.approx(800, abs=0.2)
    assert len(position) == 4, "the vertex that no triangle uses is left out"
    normal = rows(document, blob, attributes["NORMAL"], np.int8, 3)[0] / 127
    assert normal == pytest.approx([0, 0.6, 0.8], abs=0.02)
    colour = rows(document, blob, attributes["COLOR_0"], np.uint8, 4)[0] / 255
    assert colour == pytest.approx([1, 0.5, 0.25, 1], abs=0.01)


def test_texture_coordinates_come_back_through_the_texture_transform() -> None:
    document, blob = made(square(), Material(name="stone", base=IMAGE))
    info = document["materials"][0]["pbrMetallicRoughness"]["baseColorTexture"]
    scale = info["extensions"]["KHR_texture_transform"]["scale"][0]
    uv = rows(document, blob, document["meshes"][0]["primitives"][0]["attributes"]["TEXCOORD_0"], np.int16, 2) * scale
    assert np.ptp(uv, axis=0) == pytest.approx([10, 5])
    assert np.allclose(uv % 1, 0), "moved by whole images only"


def test_nodes_are_named_and_rights_are_told() -> None:
    document, _ = made(square())
    assert [node["name"] for node in document["nodes"]] == ["wall"]
    assert document["asset"] == {"version": "2.0", "generator": "test", "copyright": "CC0"}


def test_extensions_used_are_declared() -> None:
    document, _ = made(square(), Material(name="stone", base=IMAGE, normal=IMAGE))
    expected = {"KHR_mesh_quantization", "EXT_meshopt_compression", "KHR_texture_transform", "EXT_texture_webp"}
    assert set(document["extensionsUsed"]) == set(document["extensionsRequired"]) == expected
    assert document["buffers"][1]["extensions"]["EXT_meshopt_compression"] == {"fallback": True}
    assert document["images"][0]["mimeType"] == "image/webp"


def test_a_plain_file_asks_readers_for_quantization_only() -> None:
    document, _ = made(square(), compress=False)
    assert document["extensionsRequired"] == ["KHR_mesh_quantization"]
    assert len(document["buffers"]) == 1


def test_views_lie_within_their_buffers_and_bounds_hold() -> None:
    document, blob = made(square())
    for view in document["bufferViews"]:
        packed = view["extensions"]["EXT_meshopt_compression"]
        assert view["byteOffset"] + view["byteLength"] <= document["buffers"][1]["byteLength"]
        assert packed["byteOffset"] + packed["byteLength"] <= document["buffers"][0]["byteLength"] == len(blob)
    accessor = document["meshes"][0]["primitives"][0]["attributes"]["POSITION"]
    stored = rows(document, blob, accessor, np.int16, 3)
    assert document["accessors"][accessor]["min"] == stored.min(axis=0).tolist()
    assert document["accessors"][accessor]["max"] == stored.max(axis=0).tolist()


def test_fewer_bits_make_fewer_bytes() -> None:
    rng = np.random.default_rng(1)
    many = square(position=rng.uniform(-50, 50, (3000, 3)), triangles=rng.permutation(3000).reshape(-1, 3),
                  normal=None, uv=None, colour=None)  # fmt: skip
    fine, coarse = (made(many, precision=Precision(position=bits))[1] for bits in (15, 10))
    assert len(coarse) < len(fine) * 0.85


def test_many_vertices_get_wide_indices() -> None:
    points = np.stack([np.arange(70_000), np.arange(70_000) % 7, np.zeros(70_000)], -1).astype(float)
    triangles = np.stack([np.arange(69_998), np.arange(1, 69_999), np.arange(2, 70_000)], -1)
    document, _ = made(square(position=points, triangles=triangles, normal=None, uv=None, colour=None))
    indices = document["accessors"][document["meshes"][0]["primitives"][0]["indices"]]
    assert indices["componentType"] == 5125


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"material": "cheese"}, "part wall: material 'cheese'"),
        ({"triangles": np.array([[0, 1, 5]])}, "part wall: triangles"),
        ({"triangles": np.zeros((0, 3), dtype=int)}, "part wall: triangles"),
        ({"position": np.full((5, 3), np.nan)}, "part wall: a position is not finite"),
    ],
)
def test_what_cannot_be_written_is_named(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        made(square(**changes))


def test_the_same_input_gives_the_same_bytes() -> None:
    assert made(square()) == made(square())
