"""Scans in several files."""

import json


def in_pieces(data: bytes) -> dict[str, bytes]:
    """A GLB as a glTF, with its buffer in a folder beside it."""
    length = int.from_bytes(data[12:16], "little")
    document = json.loads(data[20 : 20 + length])
    document["buffers"][0]["uri"] = "parts/the%20lamp.bin"
    return {"Lamp.gltf": json.dumps(document).encode(), "parts/the lamp.bin": data[28 + length :]}
