"""The checksum of one piece, as tus has it: `sha256 <base64>`."""

import base64
import binascii
import hashlib
from dataclasses import dataclass, field
from typing import Any

from tour.errors import CHECKSUM_MISMATCH
from tour.uploads.refusing import Refusing

ALGORITHMS = {"sha256": hashlib.sha256, "sha-256": hashlib.sha256, "sha1": hashlib.sha1}
TOLD = "sha256,sha-256,sha1"
"""Those in the words of `Tus-Checksum-Algorithm`: tus writes sha1, HTTP sha-256."""


@dataclass(slots=True)
class Checksum:
    """What a piece is to come to, and what it has come to so far."""

    wanted: bytes
    found: Any = field(repr=False)

    def take(self, part: bytes) -> None:
        """Count some bytes in."""
        self.found.update(part)

    def check(self) -> None:
        """Raise `Refusing` (460) where other bytes came than were sent."""
        if self.found.digest() != self.wanted:
            raise Refusing(
                CHECKSUM_MISMATCH, "Upload-Checksum: other bytes came than were sent. Send this piece again."
            )


def checksum_in(header: str) -> Checksum | None:
    """The checksum of an `Upload-Checksum` header, None where there is none; raises `Refusing`."""
    if not header:
        return None
    name, _, text = header.strip().partition(" ")
    make = ALGORITHMS.get(name)
    if make is None:
        raise Refusing(400, f"Upload-Checksum: one of {TOLD} is needed.")
    try:
        wanted = base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        wanted = b""
    found = make()
    if len(wanted) != found.digest_size:
        raise Refusing(400, f"Upload-Checksum: {found.digest_size} bytes in base64 are needed after {name}.")
    return Checksum(wanted, found)
