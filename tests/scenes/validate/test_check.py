"""The check on files as they come: scans, bundles, pictures, and models that are large but lawful."""

import json
import struct
from pathlib import Path
from typing import Any

import pytest

from scenes.finding import Finding, Refused
from scenes.image_header import ImageBroken, ImageHeader, image_header
from scenes.validate import check, guard, validate
from scenes.worker import Limits, run
from tests import builders
from tests.builders import box_glb
from tests.scenes.validate.documents import Document, joined, parts, spoilt
from tests.scenes.validate.hostile import HOSTILE
from tests.scenes.validate.hostile_scans import ply

SCANS = Path(builders.__file__).parents[2] / "shared/scans"
GOOD = (
    "venus_de_milo/venus.glb", "venus_597k/venus.gltf", "whale/whale_cranium.glb", "whale/whale_cranium_draco.glb",
    "whale/whale_mandible.glb", "whale/whale_mandible_draco.glb", "nefertiti/nefertiti-lowres.obj",
    "lion_statue/lionstatue.obj", "e57/pye57_pump.e57", "e57/reference/bunnyDouble.e57", "e57/reference/bunnyInt32.e57",
    "e57/self/ColouredCubeDouble.e57", "e57/self/ColouredCubeFloat.e57",
)  # fmt: skip
BAD = {
    "bad-crc.e57": "E57_BAD_CHECKSUM",
    "empty.e57": "POINTS_NONE",
    "InvalidCVHeader.e57": "E57_SECTION_INVALID",
    "ZeroPoints.e57": "POINTS_NONE",
    "ZeroPointsInvalid.e57": "POINTS_NONE",
    "PinholeImageWithDistortionParameters.e57": "POINTS_NONE",
}


def codes(findings: tuple[Finding, ...], severity: str = "error") -> list[str]:
    return [finding.code for finding in findings if finding.severity == severity]


def saved(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.skipif(not SCANS.is_dir(), reason=f"{SCANS} is not here")
class TestRealScans:
    """Real files that nobody on this project made."""

    @pytest.mark.parametrize("name", GOOD)
    def test_good_ones_have_no_findings(self, name: str) -> None:
        assert check(SCANS / name) == ()

    @pytest.mark.parametrize("name", BAD)
    def test_bad_ones_end_as_clear_findings(self, name: str) -> None:
        findings = check(SCANS / "e57/self" / name)
        assert codes(findings) == [BAD[name]]

    @pytest.mark.parametrize("name", GOOD[:6])
    def test_khronos_agrees(self, name: str) -> None:
        assert validate(SCANS / name).accepted


def test_the_guard_returns_what_is_harmless_and_raises_the_rest(tmp_path: Path) -> None:
    extra = saved(tmp_path, "extra.glb", box_glb() + b"more")
    assert codes(guard(extra), "warning") == ["GLB_EXTRA_DATA"]
    with pytest.raises(Refused, match="node loop") as refused:
        guard(HOSTILE["cycle"](tmp_path))
    assert {finding.code for finding in refused.value.findings} == {"NODE_LOOP"}


def test_a_gltf_is_looked_at_with_the_files_it_names(tmp_path: Path) -> None:
    document, binary = parts()
    document["buffers"][0]["uri"] = "data%20of/box.bin"
    path = saved(tmp_path, "box.gltf", json.dumps(document).encode())
    assert codes(check(path)) == ["IO_ERROR"]
    (tmp_path / "data of").mkdir()
    saved(tmp_path / "data of", "box.bin", binary[:-1])
    assert codes(check(path)) == ["BUFFER_BYTE_LENGTH_MISMATCH"]
    saved(tmp_path / "data of", "box.bin", binary)
    assert validate(path).accepted


def test_a_folder_reached_through_a_link_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    document, binary = parts()
    document["buffers"][0]["uri"] = "box.bin"
    saved(tmp_path / "real", "box.bin", binary)
    saved(tmp_path / "real", "box.gltf", json.dumps(document).encode())
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert check(tmp_path / "link" / "box.gltf") == ()
    assert validate(tmp_path / "link" / "box.gltf").accepted


def test_what_is_no_file_is_a_finding(tmp_path: Path) -> None:
    assert codes(check(tmp_path / "nothing.glb")) == ["FILE_UNREADABLE"]
    assert codes(check(tmp_path)) == ["FILE_UNREADABLE"]
    assert codes(check(Path("nul\0.glb"))) == ["FILE_UNREADABLE"]
    assert codes(check(saved(tmp_path, "empty.obj", b""))) == ["FILE_EMPTY"]


def test_a_part_that_is_drawn_five_hundred_times_is_lawful(tmp_path: Path) -> None:
    def change(document: Document) -> None:
        document["nodes"] = [{"mesh": 0, "translation": [i, 0, 0]} for i in range(500)]
        document["scenes"][0]["nodes"] = list(range(500))

    assert check(saved(tmp_path, "columns.glb", spoilt(change))) == ()


def test_strings_may_hold_brackets_and_backslashes(tmp_path: Path) -> None:
    def change(document: Document) -> None:
        document["nodes"][0]["name"] = "[" * 500 + '\\"{' * 300

    assert check(saved(tmp_path, "named.glb", spoilt(change))) == ()


def test_a_document_as_large_as_it_may_be_stays_within_5_s_and_512_mib(tmp_path: Path) -> None:
    document, binary = parts()
    node = {"mesh": 0, "translation": [1, 2, 3], "rotation": [0, 0, 0, 1], "scale": [1, 1, 1]}
    document["nodes"] = [node] * 60_000
    document["scenes"][0]["nodes"] = list(range(60_000))
    path = saved(tmp_path, "large.glb", joined(json.dumps(document), binary))
    limits = Limits(memory=512 * 1024**2, cpu=5, wall=120)
    assert run("tests.scenes.validate.hostile:looked_at", {"path": str(path)}, limits=limits) == []


def test_ply_and_stl_that_are_good_have_no_findings(tmp_path: Path) -> None:
    corners = struct.pack("<9f", 0, 0, 0, 1, 0, 0, 0, 1, 0)
    triangle = struct.pack("<B3i", 3, 0, 1, 2)
    assert check(saved(tmp_path, "a.ply", ply(3, 1, corners + triangle))) == ()
    assert check(saved(tmp_path, "b.ply", ply(3, 1, b"0 0 0\n1 0 0\n0 1 0\n3 0 1 2\n", "ascii 1.0"))) == ()
    quad = struct.pack("<B4i", 4, 0, 1, 2, 1)
    assert check(saved(tmp_path, "c.ply", ply(3, 2, corners + triangle + quad))) == ()
    facet = bytes(12) + corners + bytes(2)
    assert check(saved(tmp_path, "a.stl", b"solid but binary".ljust(80) + b"\1\0\0\0" + facet)) == ()
    loop = b"outer loop\nvertex 0 0 0\nvertex 1 0 0\nvertex 0 1 0\nendloop\n"
    text = b"solid a\nfacet normal 0 0 1\n" + loop + b"endfacet\nendsolid"
    assert check(saved(tmp_path, "b.stl", text)) == ()


def test_an_obj_may_count_backwards_and_miss_its_material_file(tmp_path: Path) -> None:
    path = saved(tmp_path, "a.obj", b"mtllib gone.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nvt 0 0\nf -3/1 -2/1 -1/1\n")
    assert [(each.code, each.severity) for each in check(path)] == [("MTL_MISSING", "warning")]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "AVIF"])
@pytest.mark.parametrize("size", [(1, 1), (640, 3), (517, 1025)])
def test_sizes_of_pictures_are_read_from_their_headers(kind: str, size: tuple[int, int], tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", size, (90, 60, 30)).save(tmp_path / "picture", kind)
    found = image_header(memoryview((tmp_path / "picture").read_bytes()))
    assert found == ImageHeader(media=f"image/{kind.lower()}", width=size[0], height=size[1])


@pytest.mark.parametrize(
    "options", [{"lossless": True}, {"quality": 40}, {"exif": b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"}]
)
def test_all_three_kinds_of_webp_say_their_size(options: dict[str, Any], tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGBA", (300, 41), (90, 60, 30, 128)).save(tmp_path / "picture", "WEBP", **options)
    found = image_header(memoryview((tmp_path / "picture").read_bytes()))
    assert found is not None
    assert (found.width, found.height) == (300, 41)


def test_a_picture_that_is_cut_short_is_broken(tmp_path: Path) -> None:
    from PIL import Image

    for kind in ("PNG", "JPEG", "WEBP"):
        Image.new("RGB", (64, 64)).save(tmp_path / "picture", kind)
        data = (tmp_path / "picture").read_bytes()
        for length in (12, 20, 29):
            with pytest.raises(ImageBroken):
                image_header(memoryview(data[:length]))


@pytest.mark.parametrize("suffix", [".las", ".laz"])
@pytest.mark.parametrize(("version", "form"), [("1.2", 3), ("1.4", 7)])
def test_las_and_laz_that_are_good_have_no_findings(suffix: str, version: str, form: int, tmp_path: Path) -> None:
    import laspy
    import numpy as np

    cloud = laspy.create(point_format=form, file_version=version)
    cloud.x, cloud.y, cloud.z = np.random.default_rng(1).uniform(0, 100, (3, 5_000))
    cloud.write(tmp_path / f"cloud{suffix}")
    assert check(tmp_path / f"cloud{suffix}") == ()
    data = (tmp_path / f"cloud{suffix}").read_bytes()
    cut = saved(tmp_path, "cut.las", data[:300])
    assert "error" in {each.severity for each in check(cut)}


def test_a_ktx2_picture_says_its_size_and_may_not_swell() -> None:
    facts = (0, 1, 512, 256, 0, 0, 1, 1, 1)
    start = b"\xabKTX 20\xbb\r\n\x1a\n" + struct.pack("<9I", *facts) + bytes(32)
    good = start + struct.pack("<3Q", 104, 16, 512 * 256 * 4) + bytes(16)
    assert image_header(memoryview(good)) == ImageHeader(media="image/ktx2", width=512, height=256)
    with pytest.raises(ImageBroken, match="unpack"):
        image_header(memoryview(start + struct.pack("<3Q", 104, 16, 1 << 40) + bytes(16)))
    with pytest.raises(ImageBroken, match="end of image"):
        image_header(memoryview(start + struct.pack("<3Q", 104, 1 << 20, 64) + bytes(16)))


def test_a_thousand_textures_do_not_use_up_the_open_files(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (2, 2)).save(tmp_path / "stone.png")
    document, binary = parts()
    document["buffers"][0]["uri"] = "box.bin"
    saved(tmp_path, "box.bin", binary)
    names = [f"{i}.png" for i in range(1_500)]
    for name in names:
        (tmp_path / name).hardlink_to(tmp_path / "stone.png")
    document["images"] = [{"uri": name} for name in names]
    path = saved(tmp_path, "box.gltf", json.dumps(document).encode())
    assert check(path) == ()
