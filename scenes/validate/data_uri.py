"""Data URIs (RFC 2397) with base64, as glTF embeds buffers and images."""

import binascii
from base64 import b64decode

from scenes.validate import caps
from scenes.validate.notes import Notes, readable


class DataUris:
    """The data URIs of one document, which have a limit together."""

    def __init__(self) -> None:
        """None so far."""
        self._bytes = 0

    def decode(self, uri: str, notes: Notes, pointer: str) -> tuple[str, bytes] | None:
        """The media type and the bytes, or nothing and why."""
        head, comma, body = uri.partition(",")
        if not comma or not head.endswith(";base64"):
            notes.error("INVALID_URI", f"Invalid URI '{readable(uri)}'. Parser output: not base64.", pointer)
            return None
        self._bytes += len(body) * 3 // 4
        if self._bytes > caps.DATA_URI_BYTES:
            most = f"The data URIs hold more than {caps.DATA_URI_BYTES} bytes."
            notes.error("DATA_URI_TOO_LARGE", most, pointer)
            return None
        try:
            return head[len("data:") :].split(";")[0].lower(), b64decode(body, validate=True)
        except (binascii.Error, ValueError):
            notes.error("INVALID_URI", f"Invalid URI '{readable(uri)}'. Parser output: Invalid base64 data.", pointer)
            return None


def is_data(uri: str) -> bool:
    """Whether a URI carries its data."""
    return uri[:5].lower() == "data:"
