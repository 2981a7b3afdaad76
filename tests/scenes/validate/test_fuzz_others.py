"""The other formats spoilt at random: each check ends with findings, never with a failure of its own."""

import io
import struct
import zipfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from scenes.image_header import ImageBroken, image_header
from scenes.validate import check
from tests.builders import box_glb
from tests.scenes.validate.hostile_scans import e57, las, ply

CORNERS = struct.pack("<9f", 0, 0, 0, 1, 0, 0, 0, 1, 0)
SCAN = (
    b'<e57Root><data3D><vectorChild><points type="CompressedVector" fileOffset="48" recordCount="1"><prototype>'
    b'<cartesianX type="Integer" minimum="0" maximum="9"/></prototype></points></vectorChild></data3D></e57Root>'
)
QUIET = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@cache
def good() -> tuple[tuple[str, bytes], ...]:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a/box.glb", box_glb())
        made.writestr("read.txt", b"me")
    faces = struct.pack("<B3i", 3, 0, 1, 2) + struct.pack("<B4i", 4, 0, 1, 2, 1)
    return (
        ("a.obj", b"mtllib a.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nvt 0 0\nvn 0 0 1\nf 1/1/1 2/1/1 -1/-1/-1\n"),
        ("a.ply", ply(3, 2, CORNERS + faces)),
        ("b.ply", ply(3, 1, b"0 0 0\n1 0 0\n0 1 0\n3 0 1 2\n", "ascii 1.0")),
        ("a.stl", bytes(80) + b"\1\0\0\0" + bytes(12) + CORNERS + bytes(2)),
        ("b.stl", b"solid a\nfacet normal 0 0 1\nvertex 0 0 0\nvertex 1 0 0\nvertex 0 1 0\nendsolid"),
        ("a.e57", e57(SCAN)),
        ("a.las", las(1)),
        ("a.zip", packed.getvalue()),
    )


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[str, bytes]:
    name, whole = draw(st.sampled_from(good()))
    data = bytearray(whole)
    for _ in range(draw(st.integers(0, 4))):
        data[draw(st.integers(0, len(data) - 1))] = draw(st.one_of(st.integers(0, 255), st.sampled_from(b"-/ 0\n\xff")))
    return name, bytes(data[: draw(st.integers(0, len(data)))] if draw(st.booleans()) else data)


@QUIET
@given(file=spoilt())
def test_no_check_fails_whatever_the_file(tmp_path: Path, file: tuple[str, bytes]) -> None:
    name, data = file
    (tmp_path / name).write_bytes(data)
    findings = check(tmp_path / name)
    assert "CHECK_FAILED" not in {finding.code for finding in findings}, findings
    assert all(finding.remedy for finding in findings)


def test_the_files_to_be_spoilt_are_good(tmp_path: Path) -> None:
    for name, data in good():
        (tmp_path / name).write_bytes(data)
        assert not [each for each in check(tmp_path / name) if each.severity == "error"], name


@cache
def pictures() -> tuple[bytes, ...]:
    made = []
    for kind in ("PNG", "JPEG", "WEBP", "AVIF"):
        picture = io.BytesIO()
        Image.new("RGB", (40, 30), (90, 60, 30)).save(picture, kind)
        made.append(picture.getvalue())
    return tuple(made)


@QUIET
@given(data=st.data())
def test_a_picture_is_measured_or_broken(data: st.DataObject) -> None:
    picture = bytearray(data.draw(st.sampled_from(pictures())))
    for _ in range(data.draw(st.integers(0, 5))):
        picture[data.draw(st.integers(0, min(200, len(picture) - 1)))] = data.draw(st.integers(0, 255))
    picture = picture[: data.draw(st.integers(0, len(picture)))]
    found = None
    with suppress(ImageBroken):
        found = image_header(memoryview(bytes(picture)))
    assert found is None or (found.width > 0 and found.height > 0)
