"""The first bytes of Draco data: how many faces they hold, against what the file says."""

from typing import Any

from scenes.validate.buffers import Buffers
from scenes.validate.fields import DRACO
from scenes.validate.json_pointer import select
from scenes.validate.notes import Notes

HEADER = 11
MESH, EDGEBREAKER = 1, 1
METADATA = 0x8000


def check_draco(document: dict[str, Any], buffers: Buffers, notes: Notes) -> None:
    """Every primitive that is packed with KHR_draco_mesh_compression."""
    for pointer, extension in select(document, DRACO):
        data = buffers.of(int(extension["bufferView"]))
        steps = pointer.split("/")
        primitive = document["meshes"][int(steps[2])]["primitives"][int(steps[4])]
        if data is None or len(data) < HEADER or bytes(data[:5]) != b"DRACO" or data[7] != MESH:
            notes.error("DRACO_DATA_INVALID", "There is no Draco mesh in this bufferView.", pointer)
        elif "indices" in primitive:
            _faces(bytes(data[:64]), document["accessors"][int(primitive["indices"])], pointer, notes)


def _faces(data: bytes, indices: dict[str, Any], pointer: str, notes: Notes) -> None:
    """Draco bitstream 2.2, sections 3 and 4: the sequential method names faces first, edgebreaker vertices."""
    version = data[5], data[6]
    if version != (2, 2) or int.from_bytes(data[9:11], "little") & METADATA:
        return
    if data[8] == EDGEBREAKER:
        _, at = _varint(data, HEADER + 1)
        faces, _ = _varint(data, at)
    else:
        faces, _ = _varint(data, HEADER)
    if faces * 3 != indices["count"]:
        wrong = f"The Draco data hold {faces} triangles; the indices accessor says {int(indices['count'])} indices."
        notes.error("DRACO_COUNT_MISMATCH", wrong, pointer)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(data) and shift < 35:
        value |= (data[at] & 0x7F) << shift
        shift += 7
        at += 1
        if not data[at - 1] & 0x80:
            break
    return value, at
