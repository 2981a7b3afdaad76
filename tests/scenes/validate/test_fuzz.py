"""Good GLBs spoilt at random: the check never raises, and nothing it passes has bad indices or positions."""

import json
import struct
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenes.gltf import Material, Primitive, write
from scenes.validate import check
from scenes.worker import Limits, run
from tests.builders import box_glb
from tests.scenes.validate.documents import Document, joined, parts

KEYS = (
    "accessors", "attributes", "buffer", "bufferView", "bufferViews", "buffers", "byteLength", "byteOffset",
    "byteStride", "children", "componentType", "count", "extensions", "indices", "matrix", "max", "mesh", "meshes",
    "mode", "nodes", "primitives", "rotation", "scene", "scenes", "sparse", "targets", "translation", "type", "uri",
)  # fmt: skip
NUMBERS = (-1, 0, 1, 2, 3, 7, 8, 36, 255, 5120, 5121, 5123, 5125, 5126, 65536, 2**31, 2**53, 10**30, 0.5, 1e999)
VALUES = st.one_of(
    st.sampled_from(NUMBERS), st.none(), st.booleans(),
    st.sampled_from(["", "VEC3", "MAT4", "../x", "data:,", "SCALAR"]),
    st.lists(st.sampled_from(NUMBERS), max_size=4), st.dictionaries(st.sampled_from(KEYS), st.sampled_from(NUMBERS)),
)  # fmt: skip


@cache
def good() -> tuple[bytes, ...]:
    """A plain box, a quantized mesh and a meshopt-compressed one, with a sparse accessor to choose as well."""
    square = Primitive(
        material="stone",
        position=np.array([[0, 0, 0], [40, 0, 0], [40, 20, 0], [0, 20, 0]], dtype=float),
        triangles=np.array([[0, 1, 2], [0, 2, 3]]),
        normal=np.tile([0.0, 0.0, 1.0], (4, 1)),
    )
    stone = Material(name="stone", colour=(0.8, 0.7, 0.6), roughness=0.9)
    made = [
        write({"wall": [square]}, [stone], copyright_notice="CC0", generator="test", compress=compress)
        for compress in (True, False)
    ]
    return box_glb(), sparse_box(), *made


def sparse_box() -> bytes:
    document, binary = parts()
    extra = struct.pack("<2I", 1, 3) + struct.pack("<6f", *range(6))
    for offset, size in ((0, 8), (8, 24)):
        document["bufferViews"].append({"buffer": 0, "byteOffset": len(binary) + offset, "byteLength": size})
    document["buffers"][0]["byteLength"] = len(binary) + len(extra)
    where = {"bufferView": 2, "componentType": 5125}
    document["accessors"][0]["sparse"] = {"count": 2, "indices": where, "values": {"bufferView": 3}}
    return joined(document, binary + extra)


@st.composite
def flipped(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(st.sampled_from(good())))
    for _ in range(draw(st.integers(1, 6))):
        data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    return bytes(data)


@st.composite
def cut(draw: st.DrawFn) -> bytes:
    data = draw(st.sampled_from(good()))
    return data[: draw(st.integers(0, len(data)))] + draw(st.binary(max_size=8))


@st.composite
def lied(draw: st.DrawFn) -> bytes:
    """A length of the container, or a number in the binary chunk, is not true."""
    data = bytearray(draw(st.sampled_from(good())))
    at = draw(st.one_of(st.sampled_from([4, 8, 12, 16]), st.integers(5, len(data) // 4 - 1).map(lambda i: 4 * i)))
    struct.pack_into("<I", data, at, draw(st.sampled_from([0, 1, 12, 0x7FC00000, 0x7F800000, 0xFFFFFFF0, len(data)])))
    return bytes(data)


@st.composite
def nudged(draw: st.DrawFn) -> bytes:
    """Numbers in the binary chunk are others, and the node stands elsewhere: often still a good file."""
    document, binary = parts(draw(st.sampled_from(good())))
    data = bytearray(binary)
    for _ in range(draw(st.integers(0, 3))):
        struct.pack_into("<f", data, 4 * draw(st.integers(0, len(data) // 4 - 1)), draw(st.floats(width=32)))
    place = draw(st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3))
    document["nodes"][draw(st.integers(0, len(document["nodes"]) - 1))]["translation"] = place
    return joined(document, bytes(data))


@st.composite
def changed(draw: st.DrawFn) -> bytes:
    """The JSON has other values, more or fewer members, in places that hold others."""
    document, binary = parts(draw(st.sampled_from(good())))
    for _ in range(draw(st.integers(1, 3))):
        holder: Any = document
        while isinstance(holder, dict | list) and holder:
            key = draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
            if not isinstance(holder[key], dict | list) or not holder[key] or draw(st.integers(0, 3)) == 0:
                _spoil(draw, holder, key)
                break
            holder = holder[key]
    return joined(document, binary)


def _spoil(draw: st.DrawFn, holder: Any, key: Any) -> None:
    how = draw(st.sampled_from(["set", "set", "drop", "add"]))
    if how == "set":
        holder[key] = draw(VALUES)
    elif how == "drop":
        del holder[key]
    elif isinstance(holder, dict):
        holder[draw(st.sampled_from(KEYS))] = draw(VALUES)
    else:
        holder.append(draw(st.one_of(VALUES, st.just(holder[key]))))


def every_number(data: bytes) -> None:
    """Reads, as plainly as can be, what the check has passed; a crash or an assertion is a hole in it."""
    document, binary = parts(data)
    for mesh in document.get("meshes", []):
        for primitive in mesh["primitives"]:
            names = primitive["attributes"]
            counts = [document["accessors"][int(i)]["count"] for i in names.values()]
            position = elements(document, binary, names.get("POSITION"))
            indices = elements(document, binary, primitive.get("indices"))
            if position is not None and position.dtype.kind == "f":
                assert np.isfinite(position).all()
            if indices is not None:
                assert indices.max() < min(counts)


def elements(document: Document, binary: bytes, number: Any) -> Any:
    """Rows of an accessor with what overrides them, or nothing where a decoder would be needed."""
    if number is None:
        return None
    accessor = document["accessors"][int(number)]
    width = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT2": 4, "MAT3": 9, "MAT4": 16}[accessor["type"]]
    kind = np.dtype({5120: "i1", 5121: "u1", 5122: "i2", 5123: "u2", 5125: "u4", 5126: "f4"}[accessor["componentType"]])
    rows = np.zeros((int(accessor["count"]), width), kind)
    if "bufferView" in accessor:
        view = document["bufferViews"][int(accessor["bufferView"])]
        if "extensions" in view or "uri" in document["buffers"][int(view["buffer"])] or view["buffer"] != 0:
            return None
        start, stride = int(view.get("byteOffset", 0) + accessor.get("byteOffset", 0)), int(view.get("byteStride", 0))
        step = stride or width * kind.itemsize
        for i in range(len(rows)):
            rows[i] = np.frombuffer(binary, kind, width, start + i * step)
    if "sparse" in accessor:
        override(document, binary, accessor["sparse"], rows)
    return rows


def override(document: Document, binary: bytes, sparse: Document, rows: Any) -> None:
    views = [document["bufferViews"][int(sparse[part]["bufferView"])] for part in ("indices", "values")]
    if any("extensions" in view or view["buffer"] != 0 for view in views) or "uri" in document["buffers"][0]:
        return
    starts = [
        int(view.get("byteOffset", 0) + sparse[part].get("byteOffset", 0))
        for view, part in zip(views, ("indices", "values"), strict=True)
    ]
    kind = {5121: "u1", 5123: "u2", 5125: "u4"}[sparse["indices"]["componentType"]]
    places = np.frombuffer(binary, kind, int(sparse["count"]), starts[0])
    values = np.frombuffer(binary, rows.dtype, int(sparse["count"]) * rows.shape[1], starts[1])
    assert places.max() < len(rows)
    rows[places] = values.reshape(-1, rows.shape[1])


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.one_of(flipped(), nudged(), cut(), lied(), changed(), changed()))
def test_the_check_never_raises_and_passes_no_bad_number(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "fuzz.glb"
    path.write_bytes(data)
    findings = check(path)
    assert all(finding.code != "CHECK_FAILED" for finding in findings), findings
    assert all(finding.remedy for finding in findings)
    json.dumps([finding.message for finding in findings]).encode()
    if not any(finding.severity == "error" for finding in findings):
        every_number(data)


def read_each(folder: str) -> dict[str, int]:
    """Check and read every file of a folder, for a child process."""
    from scenes.finding import Refused
    from scenes.read import read

    counts = {"refused": 0, "read": 0, "not read": 0}
    for path in sorted(Path(folder).glob("*.glb")):
        if any(finding.severity == "error" for finding in check(path)):
            counts["refused"] += 1
            continue
        try:
            read(path)
            counts["read"] += 1
        except Refused:
            counts["not read"] += 1
    return counts


def test_what_the_check_passes_can_be_read_within_limits(tmp_path: Path) -> None:
    """500 spoilt files in one child with 1 GiB and 60 s of processor."""
    made: list[bytes] = []

    @settings(max_examples=500, deadline=None, database=None, derandomize=True)
    @given(data=st.one_of(flipped(), nudged(), lied(), changed()))
    def collect(data: bytes) -> None:
        made.append(data)

    collect()
    for i, data in enumerate((*good(), *made)):
        (tmp_path / f"{i:04}.glb").write_bytes(data)
    limits = Limits(memory=1024**3, cpu=60, wall=200)
    counts = run("tests.scenes.validate.test_fuzz:read_each", {"folder": str(tmp_path)}, limits=limits)
    assert counts["refused"] > 100
    assert counts["read"] >= 40
    assert counts["not read"] < counts["read"]


@pytest.mark.parametrize("data", good())
def test_the_files_to_be_spoilt_are_good(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "good.glb"
    path.write_bytes(data)
    assert check(path) == ()
    every_number(data)
