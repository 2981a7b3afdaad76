"""GLB and glTF: every way that numbers can be stored comes out as the same triangles."""

import base64
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scenes.finding import Refused
from scenes.read import chunks, read, triangle_count
from tests.builders import box_glb
from tests.scenes.read.files import PNG, SCANS, SQUARE, TWO, WITHOUT, Document, area, corners_of


def only(path: Path, **options: Any) -> Any:
    mesh = read(path, **options).mesh
    assert mesh is not None
    (primitives,) = mesh.parts.values()
    return primitives[0]


def test_a_square_keeps_its_part_and_its_numbers(tmp_path: Path) -> None:
    path = Document(asset={"version": "2.0", "copyright": "CC0"}).square().glb(tmp_path / "a.glb")
    reading = read(path)
    assert reading.mesh is not None
    assert list(reading.mesh.parts) == ["wall"]
    assert (reading.format, reading.units, reading.up, reading.scale) == ("glb", "m", "y", 1.0)
    assert area(reading.mesh) == pytest.approx(2)
    assert reading.mesh.copyright == "CC0"
    assert triangle_count(path) == 2
    assert reading.findings == ()
    assert (reading.mesh.materials[0].name, reading.mesh.materials[0].metallic) == ("default", 0)


def test_indices_of_two_bytes_can_be_counted_on_from_another_part(tmp_path: Path) -> None:
    path = tmp_path / "a.glb"
    path.write_bytes(box_glb())
    assert (only(path).triangles + 65_535).max() == 65_535 + 7


def test_files_beside_a_document_are_read(tmp_path: Path) -> None:
    assert area(read(Document().square().gltf(tmp_path / "a.gltf")).mesh) == pytest.approx(2)


def test_a_buffer_may_stand_in_the_document(tmp_path: Path) -> None:
    made = Document().square()
    path = made.gltf(tmp_path / "a.gltf")
    uri = "data:application/octet-stream;base64," + base64.b64encode(bytes(made.blob)).decode()
    path.write_text(path.read_text().replace("a.bin", uri))
    (tmp_path / "a.bin").unlink()
    assert area(read(path).mesh) == pytest.approx(2)


@pytest.mark.parametrize("uri", ["../a.bin", "/etc/passwd", "http://x.org/a.bin", "missing.bin"])
def test_files_outside_the_bundle_and_missing_ones_are_refused(tmp_path: Path, uri: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "a.bin").write_bytes(bytes(500))
    path = Document().square().gltf(tmp_path / "in" / "b.gltf")
    path.write_text(path.read_text().replace("b.bin", uri))
    with pytest.raises(Refused) as refused:
        read(path)
    assert refused.value.findings[0].pointer == "/buffers/0/uri"


def test_interleaved_attributes_are_told_apart(tmp_path: Path) -> None:
    made = Document()
    normal = np.tile(np.array([0, 0, 1], np.float32), (4, 1))
    view = made.view(np.hstack([SQUARE, normal]).tobytes(), byteStride=24)
    position = made.accessor(SQUARE, bufferView=view)
    facing = made.accessor(normal, bufferView=view, byteOffset=12)
    made.square(attributes={"POSITION": position, "NORMAL": facing})
    read_back = only(made.glb(tmp_path / "a.glb"))
    assert read_back.position.tolist() == SQUARE.tolist()
    assert read_back.normal.tolist() == normal.tolist()


def test_sparse_values_replace_stored_ones(tmp_path: Path) -> None:
    made = Document()
    places = made.view(np.array([2], np.uint16).tobytes())
    values = made.view(np.array([[9, 9, 9]], np.float32).tobytes())
    sparse = {
        "count": 1,
        "indices": {"bufferView": places, "componentType": 5123},
        "values": {"bufferView": values},
    }
    made.square(attributes={"POSITION": made.accessor(SQUARE, sparse=sparse)})
    assert only(made.glb(tmp_path / "a.glb")).position.tolist() == [[0, 0, 0], [2, 0, 0], [9, 9, 9], [0, 1, 0]]


def test_quantized_numbers_become_metres(tmp_path: Path) -> None:
    made = Document(extensionsUsed=["KHR_mesh_quantization"], extensionsRequired=["KHR_mesh_quantization"])
    position = made.accessor((SQUARE * 100).astype(np.int16))
    normal = made.accessor(np.tile(np.array([0, 0, 127], np.int8), (4, 1)), normalized=True)
    colour = made.accessor(np.tile(np.array([255, 51, 0, 255], np.uint8), (4, 1)), normalized=True)
    node = {"mesh": 0, "scale": [0.01] * 3, "translation": [5, 0, 0]}
    made.square(attributes={"POSITION": position, "NORMAL": normal, "COLOR_0": colour}, nodes=[node])
    primitive = only(made.glb(tmp_path / "a.glb"))
    assert primitive.position == pytest.approx(SQUARE + np.array([5, 0, 0]))
    assert primitive.normal == pytest.approx(np.tile([0, 0, 1], (4, 1)))
    assert primitive.colour[0] == pytest.approx([1, 0.2, 0, 1])


def test_nodes_move_turn_and_mirror_what_they_carry(tmp_path: Path) -> None:
    made = Document()
    normal = made.accessor(np.tile(np.array([0, 0, 1], np.float32), (4, 1)))
    half = np.sqrt(0.5)
    nodes: list[dict[str, Any]] = [
        {"translation": [0, 0, 10], "children": [1]},
        {"mesh": 0, "name": "turned", "rotation": [0, half, 0, half], "scale": [1, 3, 1]},
        {"mesh": 0, "name": "mirrored", "scale": [-1, 1, 1]},
    ]
    made.square(attributes={"POSITION": made.accessor(SQUARE), "NORMAL": normal}, nodes=nodes)
    made.json["scenes"] = [{"nodes": [0, 2]}]
    mesh = read(made.glb(tmp_path / "a.glb")).mesh
    assert mesh is not None
    turned, mirrored = mesh.parts["turned"][0], mesh.parts["mirrored"][0]
    assert turned.position[2] == pytest.approx([0, 3, 8])
    assert turned.normal is not None
    assert turned.normal[0] == pytest.approx([1, 0, 0])
    a, b, c = mirrored.position[mirrored.triangles[0]]
    assert np.cross(b - a, c - a)[2] > 0, "a mirrored wall still faces the way its normals do"
    assert mirrored.position[:, 0].min() == -2


def test_a_matrix_is_read_column_by_column(tmp_path: Path) -> None:
    matrix = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 7, 8, 9, 1]
    path = Document().square(nodes=[{"mesh": 0, "matrix": matrix}]).glb(tmp_path / "a.glb")
    assert only(path).position[0].tolist() == [7, 8, 9]


def test_instances_stand_where_they_are_put(tmp_path: Path) -> None:
    made = Document(extensionsUsed=["EXT_mesh_gpu_instancing"])
    moved = made.accessor(np.array([[0, 0, 0], [10, 0, 0], [20, 0, 0]], np.float32))
    extension = {"EXT_mesh_gpu_instancing": {"attributes": {"TRANSLATION": moved}}}
    path = made.square(nodes=[{"mesh": 0, "name": "brick", "extensions": extension}]).glb(tmp_path / "a.glb")
    mesh = read(path).mesh
    assert mesh is not None
    assert list(mesh.parts) == ["brick", "brick-2", "brick-3"]
    assert mesh.bounds()[1].tolist() == [22, 1, 0]
    assert triangle_count(path) == 6


@pytest.mark.parametrize(("mode", "indices"), [(5, [0, 1, 3, 2]), (6, [0, 1, 2, 3]), (5, [0, 0, 1, 3, 2])])
def test_strips_and_fans_become_triangles_that_face_one_way(tmp_path: Path, mode: int, indices: list[int]) -> None:
    made = Document()
    fields = {"mode": mode, "indices": made.accessor(np.array(indices, np.uint8))}
    path = made.square(**fields).glb(tmp_path / "a.glb")
    primitive = only(path)
    a, b, c = (primitive.position[primitive.triangles[:, i]] for i in range(3))
    facing = np.cross(b - a, c - a)[:, 2]
    assert np.abs(facing).sum() / 2 == pytest.approx(2)
    assert abs(np.sign(facing).sum()) == len(facing) == 2
    pieces = [piece for _, piece in chunks(path, triangles=1)[1]]
    assert corners_of(pieces) == pytest.approx(corners_of([primitive]))


def test_points_become_a_cloud(tmp_path: Path) -> None:
    made = Document()
    colour = made.accessor(np.tile(np.array([255, 0, 0], np.uint8), (4, 1)), normalized=True)
    path = made.mesh(mode=0, attributes={"POSITION": made.accessor(SQUARE), "COLOR_0": colour}).glb(tmp_path / "a.glb")
    reading = read(path)
    assert reading.mesh is None
    assert reading.cloud is not None
    assert reading.cloud.position.tolist() == SQUARE.tolist()
    assert reading.cloud.colour is not None
    assert reading.cloud.colour[0].tolist() == [255, 0, 0]


def textured(**material: Any) -> Document:
    made = Document()
    uv = made.accessor(np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32))
    made.square(attributes={"POSITION": made.accessor(SQUARE), "TEXCOORD_0": uv}, material=0)
    image = made.view(PNG)
    made.json |= {
        "images": [{"bufferView": image, "mimeType": "image/png"}],
        "textures": [{"source": 0, "sampler": 0}],
        "samplers": [{"wrapS": 33071, "wrapT": 33071}],
        "materials": [{"name": "stone", **material}],
    }
    return made


def test_a_material_keeps_its_images_and_numbers(tmp_path: Path) -> None:
    texture = {"index": 0}
    made = textured(
        pbrMetallicRoughness={
            "baseColorTexture": texture,
            "baseColorFactor": [0.5, 1, 1, 0.25],
            "metallicFactor": 0.1,
            "roughnessFactor": 0.2,
            "metallicRoughnessTexture": texture,
        },
        normalTexture={"index": 0, "scale": 0.5},
        occlusionTexture=texture,
        emissiveTexture=texture,
        emissiveFactor=[1, 0, 0],
        alphaMode="MASK",
        alphaCutoff=0.3,
        doubleSided=True,
        extensions={"KHR_materials_unlit": {}},
    )
    mesh = read(made.glb(tmp_path / "a.glb")).mesh
    assert mesh is not None
    (stone,) = mesh.materials
    assert {stone.base, stone.normal, stone.roughness_image, stone.occlusion, stone.emissive} == {PNG}
    assert (stone.colour, stone.opacity, stone.metallic, stone.roughness) == ((0.5, 1, 1), 0.25, 0.1, 0.2)
    assert (stone.alpha, stone.alpha_cutoff, stone.double_sided, stone.unlit) == ("MASK", 0.3, True, True)
    assert (stone.repeats, stone.normal_scale, stone.emission) == (False, 0.5, (1, 0, 0))


def test_a_texture_transform_moves_the_coordinates(tmp_path: Path) -> None:
    transform = {"offset": [0.5, 0], "rotation": np.pi / 2, "scale": [2, 1]}
    texture = {"index": 0, "extensions": {"KHR_texture_transform": transform}}
    made = textured(pbrMetallicRoughness={"baseColorTexture": texture})
    uv = only(made.glb(tmp_path / "a.glb")).uv
    assert uv == pytest.approx(np.array([[0.5, 0], [0.5, -2], [1.5, -2], [1.5, 0]]), abs=1e-12)


def test_webp_is_taken_before_the_fallback_and_ktx2_where_there_is_no_other(tmp_path: Path) -> None:
    made = textured(pbrMetallicRoughness={"baseColorTexture": {"index": 0}})
    made.json["images"].append({"bufferView": made.view(b"RIFF\0\0\0\0WEBP")})
    made.json["textures"][0]["extensions"] = {"EXT_texture_webp": {"source": 1}}
    first = read(made.glb(tmp_path / "a.glb")).mesh
    made.json["textures"] = [{"extensions": {"KHR_texture_basisu": {"source": 1}}}]
    second = read(made.glb(tmp_path / "b.glb")).mesh
    assert first is not None
    assert second is not None
    assert first.materials[0].base == second.materials[0].base == b"RIFF\0\0\0\0WEBP"


def test_a_layer_on_other_coordinates_is_left_out_and_named(tmp_path: Path) -> None:
    made = textured(
        pbrMetallicRoughness={"baseColorTexture": {"index": 0}}, occlusionTexture={"index": 0, "texCoord": 1}
    )
    reading = read(made.glb(tmp_path / "a.glb"))
    assert reading.mesh is not None
    assert reading.mesh.materials[0].occlusion == b""
    assert [finding.code for finding in reading.findings] == ["TEXTURE_LEFT_OUT"]


def test_a_missing_image_is_a_warning(tmp_path: Path) -> None:
    made = textured(pbrMetallicRoughness={"baseColorTexture": {"index": 0}})
    made.json["images"] = [{"uri": "stone.png"}]
    reading = read(made.glb(tmp_path / "a.glb"))
    assert [finding.code for finding in reading.findings] == ["IMAGE_MISSING"]
    assert "stone.png" in reading.findings[0].message


def test_specular_glossiness_becomes_metallic_roughness(tmp_path: Path) -> None:
    glossy = {"diffuseTexture": {"index": 0}, "diffuseFactor": [1, 1, 1, 1], "glossinessFactor": 0.3}
    made = textured(extensions={"KHR_materials_pbrSpecularGlossiness": glossy})
    mesh = read(made.glb(tmp_path / "a.glb")).mesh
    assert mesh is not None
    assert mesh.materials[0].base == PNG
    assert (mesh.materials[0].metallic, mesh.materials[0].roughness) == (0, pytest.approx(0.7))


def test_draco_gives_back_what_was_encoded(tmp_path: Path) -> None:
    import DracoPy

    made = Document(extensionsUsed=["KHR_draco_mesh_compression"], extensionsRequired=["KHR_draco_mesh_compression"])
    packed = DracoPy.encode(SQUARE, TWO.reshape(-1, 3), quantization_bits=14)
    extension = {"bufferView": made.view(packed), "attributes": {"POSITION": 0}}
    made.json["accessors"] = [
        {"count": 4, "type": "VEC3", "componentType": 5126, "min": [0, 0, 0], "max": [2, 1, 0]},
        {"count": 6, "type": "SCALAR", "componentType": 5123},
    ]
    made.mesh(attributes={"POSITION": 0}, indices=1, extensions={"KHR_draco_mesh_compression": extension})
    mesh = read(made.glb(tmp_path / "a.glb")).mesh
    assert area(mesh) == pytest.approx(2, abs=1e-3)
    made.blob[-20:] = b"\xff" * 20
    with pytest.raises(Refused, match="Draco"):
        read(made.glb(tmp_path / "b.glb"))


def test_meshopt_gives_back_what_was_encoded(tmp_path: Path) -> None:
    import meshopt

    made = Document(extensionsUsed=["EXT_meshopt_compression"], extensionsRequired=["EXT_meshopt_compression"])
    views = []
    for rows, mode, stride in ((SQUARE, "ATTRIBUTES", 12), (TWO.astype(np.uint32), "TRIANGLES", 2)):
        data = meshopt.encode_gltf_buffer(rows, mode)
        made.blob += b"\0" * (-len(made.blob) % 4)
        packed = {
            "buffer": 0, "byteOffset": len(made.blob), "byteLength": len(data), "byteStride": stride,
            "count": len(rows), "mode": mode,
        }  # fmt: skip
        made.blob += data
        length = len(rows) * stride
        made.json["bufferViews"].append(
            {"buffer": 1, "byteLength": length, "extensions": {"EXT_meshopt_compression": packed}}
        )
        views.append(len(made.json["bufferViews"]) - 1)
    position = made.accessor(SQUARE, bufferView=views[0])
    made.mesh(attributes={"POSITION": position}, indices=made.accessor(TWO, bufferView=views[1]))
    primitive = only(made.glb(tmp_path / "a.glb"))
    assert primitive.position.tolist() == SQUARE.tolist()
    assert area(read(tmp_path / "a.glb").mesh) == pytest.approx(2)


def test_what_we_write_ourselves_is_read_back(tmp_path: Path) -> None:
    from scenes.gltf import Material, Primitive, write

    uv = np.array([[0, 0], [2, 0], [2, 1], [0, 1]], float)
    wall = Primitive(
        material="stone",
        position=SQUARE.astype(float),
        triangles=TWO.reshape(-1, 3).astype(np.int64),
        normal=np.tile([0.0, 0.0, 1.0], (4, 1)),
        uv=uv,
    )
    stone = Material(name="stone", base=b"RIFF\0\0\0\0WEBP", roughness=0.5)
    path = tmp_path / "a.glb"
    path.write_bytes(write({"wall": [wall]}, [stone], copyright_notice="me", generator="test"))
    mesh = read(path).mesh
    assert mesh is not None
    (made,) = mesh.parts["wall"]
    assert area(mesh) == pytest.approx(2, abs=1e-3)
    assert made.normal is not None
    assert made.normal[0] == pytest.approx([0, 0, 1])
    assert made.uv is not None
    assert np.ptp(made.uv, axis=0) == pytest.approx([2, 1], abs=0.01)
    assert (mesh.copyright, mesh.materials[0].base) == ("me", stone.base)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"indices": np.array([0, 1, 9], np.uint16)}, "ACCESSOR_INDEX_OOB"),
        ({"attributes": np.array([[0, 0, np.nan]] * 4, np.float32)}, "ACCESSOR_INVALID_FLOAT"),
    ],
)
def test_wrong_numbers_are_refused_by_name(tmp_path: Path, change: dict[str, Any], code: str) -> None:
    made = Document()
    fields = {name: made.accessor(rows) for name, rows in change.items()}
    if "attributes" in fields:
        fields["attributes"] = {"POSITION": fields["attributes"]}
    with pytest.raises(Refused) as refused:
        read(made.square(**fields).glb(tmp_path / "a.glb"))
    assert refused.value.findings[0].code == code
    assert refused.value.findings[0].remedy


def test_cycles_and_doubled_nodes_are_refused(tmp_path: Path) -> None:
    nodes: list[dict[str, Any]] = [{"children": [1, 1]}, {"mesh": 0}]
    with pytest.raises(Refused, match="twice"):
        read(Document().square(nodes=nodes).glb(tmp_path / "a.glb"))


@pytest.mark.parametrize("scale", [1e300, float("nan")])
def test_transforms_that_cannot_be_are_refused(tmp_path: Path, scale: float) -> None:
    with pytest.raises(Refused, match="transform"):
        read(Document().square(nodes=[{"mesh": 0, "scale": [scale] * 3}]).glb(tmp_path / "a.glb"))


def test_accessors_without_data_are_limited(tmp_path: Path) -> None:
    made = Document().square()
    made.json["accessors"][0] = {"count": 190_000_000, "type": "VEC3", "componentType": 5126}
    with pytest.raises(Refused, match="no data"):
        read(made.glb(tmp_path / "a.glb"))


def test_an_extension_that_is_needed_and_not_known_is_refused(tmp_path: Path) -> None:
    made = Document(extensionsRequired=["MPEG_media"], extensionsUsed=["MPEG_media"]).square()
    with pytest.raises(Refused, match="MPEG_media"):
        read(made.glb(tmp_path / "a.glb"))


def test_a_file_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    path = Document().square().glb(tmp_path / "a.glb")
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(Refused, match="cut short"):
        read(path)


@pytest.mark.skipif(not SCANS.is_dir(), reason=WITHOUT)
def test_odd_files_are_read_or_refused_and_nothing_else_happens() -> None:
    found = {"read": 0, "refused": 0}
    for path in sorted((SCANS / "gltf_validator_corpus").rglob("*.gl*")):
        if path.suffix not in (".glb", ".gltf"):
            continue
        try:
            read(path)
            found["read"] += 1
        except Refused:
            found["refused"] += 1
    assert min(found.values()) > 0


def test_rights_in_json_ld_are_kept(tmp_path: Path) -> None:
    made = Document(
        asset={"version": "2.0", "extensions": {"KHR_xmp_json_ld": {"packet": 0}}},
        extensions={"KHR_xmp_json_ld": {"packets": [{"dc:rights": "CC0"}]}},
        extensionsUsed=["KHR_xmp_json_ld"],
    )
    mesh = read(made.square().glb(tmp_path / "a.glb")).mesh
    assert mesh is not None
    assert mesh.metadata == {"dc:rights": "CC0"}


def test_a_tower_higher_than_any_is_taken_for_millimetres(tmp_path: Path) -> None:
    made = Document()
    slender = (SQUARE * [250, 2000, 0]).astype(np.float32)
    path = made.square(attributes={"POSITION": made.accessor(slender)}).glb(tmp_path / "a.glb")
    reading = read(path)
    assert [finding.code for finding in reading.findings] == ["UNITS_DOUBTED"]
    assert (reading.units, reading.scale) == ("mm", 0.001)
    assert reading.mesh is not None
    assert np.ptp(np.array(reading.mesh.bounds()), axis=0) == pytest.approx((0.5, 2.0, 0.0))
    assert read(path, units="m").units == "m", "who asks is believed"


def test_a_size_that_cannot_be_meant_in_metres_is_pointed_out(tmp_path: Path) -> None:
    made = Document()
    path = made.square(attributes={"POSITION": made.accessor(SQUARE * 1000)}).glb(tmp_path / "a.glb")
    assert [finding.code for finding in read(path).findings] == ["SIZE_UNLIKELY"]
    asked = read(path, units="mm")
    assert asked.findings == ()
    assert (asked.scale, asked.units) == (0.001, "mm")
    assert area(asked.mesh) == pytest.approx(2)
