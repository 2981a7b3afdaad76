"""The named parts of a glTF binary: what an annotation may be tied to."""

import struct
from collections.abc import Iterable
from pathlib import Path

from scenes.scene import Model

MAX_NAMES = 100_000


def part_names(path: Path) -> tuple[str, ...]:
    """The names of the nodes of a GLB, each once, in the file's order; none for a document that cannot be understood.

    A node without a mesh counts: parts drawn together keep their names so (read by pygltflib).
    """
    from pygltflib import GLTF2

    try:
        document = GLTF2().load_binary(str(path))
        named = (str(node.name) for node in document.nodes[:MAX_NAMES] if node.name)
        return tuple(dict.fromkeys(named))
    except (struct.error, ValueError, TypeError, KeyError, IndexError, AttributeError, OSError):
        return ()


def parts_of(models: Iterable[Model]) -> set[str]:
    """The names of all parts that can be seen; those of tiles are not looked at."""
    seen = (model.levels[0].path for model in models if model.role == "visible" and model.levels)
    return {name for path in seen for name in part_names(path)}
