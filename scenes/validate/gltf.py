"""glTF 2.0, .glb or .gltf with its files: one check after the other, from the outside in.

Each step needs what the ones before it have proven, so that none of them can be led astray.
"""

from pathlib import Path
from typing import Any

from scenes.validate import caps
from scenes.validate.accessors import check_accessors
from scenes.validate.buffers import Buffers, Origin
from scenes.validate.bundle import Bundle
from scenes.validate.clock import Clock
from scenes.validate.data_uri import DataUris
from scenes.validate.draco import check_draco
from scenes.validate.elements import Elements
from scenes.validate.extensions import check_extensions, check_places
from scenes.validate.fields import check_fields
from scenes.validate.glb import Container, split
from scenes.validate.images import check_images
from scenes.validate.json_text import parse
from scenes.validate.nodes import check_nodes
from scenes.validate.notes import Notes
from scenes.validate.primitives import check_primitives
from scenes.validate.references import check_references
from scenes.validate.version import check_version


def check_glb(path: Path, notes: Notes, clock: Clock) -> None:
    """A binary glTF file; files beside it are read only where it names them."""
    with Bundle(path.parent) as bundle:
        data = bundle.read(path, caps.MESH_BYTES, notes)
        found = split(data, notes) if data is not None else None
        if found is not None:
            _document(found, Origin(bundle=bundle, uris=DataUris(), is_glb=True, binary=found.binary), notes, clock)


def check_gltf(path: Path, notes: Notes, clock: Clock) -> None:
    """A glTF JSON file with the files in its folder that it names."""
    with Bundle(path.parent) as bundle:
        data = bundle.read(path, caps.JSON_BYTES, notes)
        if data is not None:
            container = Container(json=data, binary=None)
            _document(container, Origin(bundle=bundle, uris=DataUris(), is_glb=False), notes, clock)


def _document(container: Container, origin: Origin, notes: Notes, clock: Clock) -> None:
    document = parse(bytes(container.json), notes)
    if document is None or notes.failed:
        return
    check_places(document, notes)
    check_fields(document, notes)
    check_version(document, notes)
    if not notes.failed:
        check_extensions(document, notes)
        check_references(document, notes)
    if not notes.failed:
        _arithmetic(document, origin, notes, clock)


def _arithmetic(document: dict[str, Any], origin: Origin, notes: Notes, clock: Clock) -> None:
    check_nodes(document, notes)
    buffers = Buffers(document, origin, notes)
    check_accessors(document, buffers, notes)
    check_primitives(document, notes)
    check_images(document, buffers, origin, notes)
    if not notes.failed:
        check_draco(document, buffers, notes)
        Elements(document, buffers, clock, notes).check()
