"""The pictures of a model: known formats, whole headers, and no more pixels than a machine can hold."""

from typing import Any

from scenes.image_header import ImageBroken, ImageHeader, image_header
from scenes.validate import caps
from scenes.validate.buffers import Buffers, Origin
from scenes.validate.bundle import file_of
from scenes.validate.data_uri import is_data
from scenes.validate.notes import Notes, readable

MEDIA = frozenset({"image/png", "image/jpeg", "image/webp", "image/ktx2", "image/avif"})


class Pixels:
    """Counts the pixels of all pictures of a model."""

    def __init__(self) -> None:
        """None so far."""
        self._all = 0

    def look(self, data: memoryview, notes: Notes, pointer: str) -> ImageHeader | None:
        """The header of a picture; what is wrong with it is noted."""
        try:
            found = image_header(data)
        except ImageBroken as wrong:
            notes.error(wrong.code, str(wrong), pointer)
            return None
        if found is None:
            notes.warning("IMAGE_UNRECOGNIZED_FORMAT", "Image format not recognized.", pointer)
            return None
        pixels = found.width * found.height
        self._all += pixels
        if max(found.width, found.height) > caps.IMAGE_SIDE or pixels > caps.IMAGE_PIXELS:
            large = f"The image is {found.width} x {found.height}; at most {caps.IMAGE_SIDE} a side are read."
            notes.error("IMAGE_TOO_LARGE", large, pointer)
        elif self._all > caps.IMAGES_PIXELS:
            notes.error("IMAGES_TOO_LARGE", f"All images together have {self._all} pixels.", pointer)
        return found


def check_images(document: dict[str, Any], buffers: Buffers, origin: Origin, notes: Notes) -> None:
    """Every image of a glTF document."""
    pixels = Pixels()
    for i, image in enumerate(document.get("images", [])):
        pointer = f"/images/{i}"
        data, declared, said_at = _source(image, buffers, origin, pointer, notes)
        if data is None:
            continue
        found = pixels.look(data, notes, pointer)
        if found and declared and found.media != declared:
            wrong = (
                f"Recognized image format '{found.media}' does not match declared image format '{readable(declared)}'."
            )
            notes.error("IMAGE_MIME_TYPE_INVALID", wrong, f"{pointer}/{said_at}")


def _source(
    image: dict[str, Any], buffers: Buffers, origin: Origin, pointer: str, notes: Notes
) -> tuple[memoryview | None, str, str]:
    """The bytes, the media type that is declared, and the property that declares it."""
    declared = image.get("mimeType", "")
    if "uri" not in image:
        return _view(image, buffers, pointer, notes), declared, "mimeType"
    uri = image["uri"]
    if not is_data(uri):
        name = file_of(uri, notes, f"{pointer}/uri")
        path = name and origin.bundle.resolve(name, notes, f"{pointer}/uri")
        data = origin.bundle.look(path, caps.IMAGE_BYTES, notes, f"{pointer}/uri") if path else None
        return data, declared, "uri"
    found = origin.uris.decode(uri, notes, f"{pointer}/uri")
    if found is None:
        return None, declared, "uri"
    if found[0] not in MEDIA:
        wrong = f"Invalid URI '{readable(uri)}'. Parser output: The declared mediatype is not supported."
        notes.error("INVALID_URI", wrong, f"{pointer}/uri")
        return None, declared, "uri"
    return memoryview(found[1]), declared or found[0], "uri"


def _view(image: dict[str, Any], buffers: Buffers, pointer: str, notes: Notes) -> memoryview | None:
    if "bufferView" not in image:
        return None
    view = int(image["bufferView"])
    if buffers.stride(view) is not None:
        strided = "bufferView.byteStride must not be defined for buffer views containing image data."
        notes.error("IMAGE_BUFFER_VIEW_WITH_BYTESTRIDE", strided, f"{pointer}/bufferView")
    if buffers.packed(view) is not None:
        notes.error("IMAGE_DATA_INVALID", "Image data is invalid. It is packed as vertices.", pointer)
        return None
    return buffers.of(view)
