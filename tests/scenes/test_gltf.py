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
    stride = view.get("byteStride", np.dtype(kind).itemsize * width)
    mine = raw[wanted.get("byteOffset", 0) :][: wanted["count"] * stride]
    return np.frombuffer(mine, kind).reshape(wanted["count"], -1)[:, :width]


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


PNG, JPEG, KTX2 = b"\x89PNG\r\n\x1a\nrest", b"\xff\xd8\xffrest", b"\xabKTX 20\xbb\r\n\x1a\nrest"


@pytest.mark.parametrize(
    ("image", "kind", "extension"),
    [
        (IMAGE, "image/webp", "EXT_texture_webp"),
        (KTX2, "image/ktx2", "KHR_texture_basisu"),
        (PNG, "image/png", None),
        (JPEG, "image/jpeg", None),
    ],
)
def test_images_are_told_apart_by_their_first_bytes(image: bytes, kind: str, extension: str | None) -> None:
    document, blob = made(square(), Material(name="stone", base=image))
    texture, held = document["textures"][0], document["images"][0]
    assert held["mimeType"] == kind
    source = texture["source"] if extension is None else texture["extensions"][extension]["source"]
    assert source == 0
    assert (extension or "EXT_meshopt_compression") in document["extensionsRequired"]
    view = document["bufferViews"][held["bufferView"]]
    assert blob[view["byteOffset"] :][: view["byteLength"]] == image


def test_an_unknown_image_is_refused() -> None:
    with pytest.raises(ValueError, match="no PNG, JPEG, WebP or KTX2"):
        made(square(), Material(name="stone", base=b"GIF89a"))


def test_every_field_of_a_material_is_written() -> None:
    given = Material(
        name="stone", colour=(0.1, 0.2, 0.3), opacity=0.5, roughness=0.4, metallic=0.6, base=PNG, normal=JPEG,
        roughness_image=IMAGE, occlusion=IMAGE, emissive=PNG, emission=(1.0, 0.5, 0.25), normal_scale=0.7,
        double_sided=True, alpha="MASK", alpha_cutoff=0.3, unlit=True, repeats=False,
    )  # fmt: skip
    document, _ = made(square(uv=np.tile([0.5, 0.25], (5, 1))), given)
    material = document["materials"][0]
    surface = material["pbrMetallicRoughness"]
    assert surface["baseColorFactor"] == [0.1, 0.2, 0.3, 0.5]
    assert (surface["roughnessFactor"], surface["metallicFactor"]) == (0.4, 0.6)
    assert (material["alphaMode"], material["alphaCutoff"], material["doubleSided"]) == ("MASK", 0.3, True)
    assert (material["emissiveFactor"], material["normalTexture"]["scale"]) == ([1.0, 0.5, 0.25], 0.7)
    assert material["extensions"] == {"KHR_materials_unlit": {}}
    assert "KHR_materials_unlit" in document["extensionsUsed"]
    assert "KHR_materials_unlit" not in document["extensionsRequired"]
    assert document["samplers"] == [{"magFilter": 9729, "minFilter": 9987, "wrapS": 33071, "wrapT": 33071}]
    assert material["occlusionTexture"]["index"] == surface["metallicRoughnessTexture"]["index"]
    assert material["emissiveTexture"]["index"] == surface["baseColorTexture"]["index"]
    assert len(document["images"]) == len(document["textures"]) == 3, "an image used twice is kept once"


@pytest.mark.parametrize(("width", "bits"), [(1.0, 14), (3.9, 13), (300.0, 6)])
def test_texture_coordinates_are_as_fine_as_a_short_can_hold(width: float, bits: int) -> None:
    uv = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]) * width
    document, blob = made(square(uv=uv), Material(name="stone", base=PNG, repeats=False), precision=Precision(uv=14))
    info = document["materials"][0]["pbrMetallicRoughness"]["baseColorTexture"]
    scale = info["extensions"]["KHR_texture_transform"]["scale"][0]
    stored = rows(document, blob, document["meshes"][0]["primitives"][0]["attributes"]["TEXCOORD_0"], np.int16, 2)
    assert scale == 2.0**-bits
    assert np.abs(np.sort(stored * scale, axis=0)[-1] - width).max() <= scale


def test_what_is_not_seen_is_left_out() -> None:
    tangent = np.tile([1.0, 0, 0, -1], (5, 1))
    document, _ = made(square(tangent=tangent, colour=np.ones((5, 3))))
    assert set(document["meshes"][0]["primitives"][0]["attributes"]) == {"POSITION", "NORMAL"}


@pytest.mark.parametrize("compress", [True, False])
def test_tangents_keep_their_hand(compress: bool) -> None:
    tangent = np.tile([0.8, 0, 0.6, -1], (5, 1))
    document, blob = made(square(tangent=tangent), Material(name="stone", normal=PNG), compress=compress)
    stored = rows(document, blob, document["meshes"][0]["primitives"][0]["attributes"]["TANGENT"], np.int8, 4)
    assert stored[0] / 127 == pytest.approx([0.8, 0, 0.6, -1], abs=0.02)
    assert (stored[:, 3] == -127).all()


def test_colours_with_opacity_and_more_bits() -> None:
    colour = np.tile([0.001, 0.5, 0.25, 0.75], (5, 1))
    document, blob = made(square(colour=colour), precision=Precision(colour=12))
    accessor = document["meshes"][0]["primitives"][0]["attributes"]["COLOR_0"]
    stored = rows(document, blob, accessor, np.uint16, 4)[0] / 65535
    assert document["accessors"][accessor]["componentType"] == 5123
    assert stored == pytest.approx(colour[0], abs=2**-12)


def test_a_shared_grid_gives_shared_borders_the_same_numbers() -> None:
    left = square(position=np.array([[0, 0, 0], [1.2345, 0, 0], [1.2345, 7.7, 0], [0, 2, 0], [0, 0, 0]]))
    right = square(position=np.array([[1.2345, 0, 0], [90, 0, 0], [90, 2, 4], [1.2345, 7.7, 0], [90, 0, 0]]))
    data = write(
        {"left": [left], "right": [right]}, [STONE], copyright_notice="", generator="", precision=Precision(step=0.002)
    )
    size = struct.unpack_from("<I", data, 12)[0]
    document, blob = json.loads(data[20 : 20 + size]), data[28 + size :]
    assert document["nodes"][0]["translation"] == document["nodes"][1]["translation"]
    assert document["nodes"][0]["scale"] == pytest.approx([0.002] * 3)
    borders = []
    for index in (0, 1):
        accessor = document["meshes"][index]["primitives"][0]["attributes"]["POSITION"]
        borders.append({tuple(row) for row in rows(document, blob, accessor, np.int16, 3).tolist()})
    assert len(borders[0] & borders[1]) == 2


def test_a_step_too_small_for_sixteen_bits_grows() -> None:
    document, _ = made(square(), precision=Precision(step=1e-6))
    assert document["nodes"][0]["scale"][0] == pytest.approx(40 / 65532)


def test_rights_travel_as_json_ld_and_extras() -> None:
    packet = {"@context": {"dc": "http://purl.org/dc/elements/1.1/"}, "dc:rights": "CC0"}
    document, _ = made(square(), metadata=packet, extras={"caravanserai": {"part": 1}})
    assert document["extensions"]["KHR_xmp_json_ld"] == {"packets": [packet]}
    assert document["asset"]["extensions"] == {"KHR_xmp_json_ld": {"packet": 0}}
    assert document["asset"]["extras"] == {"caravanserai": {"part": 1}}
    assert "KHR_xmp_json_ld" not in document["extensionsRequired"]


def test_grouped_parts_are_drawn_at_once_and_keep_their_names() -> None:
    parts = {"door": [square()], "wall": [square(position=square().position + 100)], "alone": [square()]}
    data = write(parts, [STONE], copyright_notice="", generator="", groups={"rest": ["door", "wall"]})
    size = struct.unpack_from("<I", data, 12)[0]
    document = json.loads(data[20 : 20 + size])
    assert sum(len(mesh["primitives"]) for mesh in document["meshes"]) == 2
    group = next(node for node in document["nodes"] if node["name"] == "rest")
    below = [document["nodes"][child] for child in group["children"]]
    assert [node["name"] for node in below] == ["door", "wall"]
    middle = np.array(below[1]["translation"]) * group["scale"] + group["translation"]
    assert middle == pytest.approx([120, 110, 104.5], abs=0.01)
    assert document["meshes"][group["mesh"]]["extras"]["parts"] == {"door": [[0, 0, 2]], "wall": [[0, 2, 2]]}


def test_a_part_with_nothing_to_draw_keeps_its_name() -> None:
    data = write({"wall": [square()], "gone": []}, [STONE], copyright_notice="", generator="")
    size = struct.unpack_from("<I", data, 12)[0]
    assert {"name": "gone"} in json.loads(data[20 : 20 + size])["nodes"]
