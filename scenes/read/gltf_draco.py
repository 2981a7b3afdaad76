"""KHR_draco_mesh_compression, through DracoPy."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from scenes.read.gltf_file import GltfFile

if TYPE_CHECKING:
    from numpy.typing import NDArray

DRACO = "KHR_draco_mesh_compression"


def decode(
    file: GltfFile, packed: Mapping[str, Any], wanted: Sequence[str], where: str
) -> "tuple[dict[str, NDArray[Any]], NDArray[Any]]":
    """The wanted attributes as stored and the corners (3 m,) of one compressed primitive; `Refused` where damaged."""
    import DracoPy

    try:
        mesh = DracoPy.decode(bytes(file.view(packed["bufferView"])))
        faces = mesh.faces.reshape(-1)
    except Exception as error:
        file.refuse("DRACO_DAMAGED", f"Draco data cannot be decoded: {error}.", where)
    made = {}
    for name, unique in packed.get("attributes", {}).items():
        attribute = mesh.get_attribute_by_unique_id(unique)
        if attribute is None:
            file.refuse("DRACO_DAMAGED", f"Draco data has no attribute for {name}.", where)
        if name in wanted:
            made[name] = attribute["data"]
    return made, faces
