"""A good GLB of a box as JSON and bytes, to be spoilt."""

import json
import struct
from collections.abc import Callable
from typing import Any

from tests.builders import box_glb

Document = dict[str, Any]


def parts(data: bytes | None = None) -> tuple[Document, bytes]:
    """The JSON and the binary chunk of a GLB, of a box if none is given."""
    data = box_glb() if data is None else data
    (size,) = struct.unpack_from("<I", data, 12)
    return json.loads(data[20 : 20 + size]), data[28 + size :]


def joined(document: Document | str | bytes, binary: bytes = b"") -> bytes:
    """A GLB of the two."""
    text = document if isinstance(document, bytes) else _text(document)
    text += b" " * (-len(text) % 4)
    binary += b"\0" * (-len(binary) % 4)
    chunks = struct.pack("<I4s", len(text), b"JSON") + text
    if binary:
        chunks += struct.pack("<I4s", len(binary), b"BIN\0") + binary
    return struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks


def spoilt(change: Callable[[Document], Any], binary: bytes | None = None) -> bytes:
    """The box after `change` had its way with its JSON."""
    document, good = parts()
    change(document)
    return joined(document, good if binary is None else binary)


def _text(document: Document | str) -> bytes:
    return (document if isinstance(document, str) else json.dumps(document)).encode()
