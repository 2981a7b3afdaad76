"""Sealing with AES-256-GCM: what is sealed opens with its key and in its own place, or not at all."""

import secrets
from dataclasses import dataclass

NONCE = 12
"""Bytes, random for each sealing (NIST SP 800-38D)."""
VERSION = b"\x01"


class Unopened(ValueError):
    """Sealed bytes that do not open: another key's, another place's, or changed."""


@dataclass(frozen=True, slots=True, repr=False)
class Seal:
    """Seals and opens with one key of 32 bytes."""

    key: bytes

    def __repr__(self) -> str:
        """Never the key."""
        return "Seal()"

    def close(self, text: bytes, place: str) -> bytes:
        """Seal `text` for a place; there alone it opens again."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = secrets.token_bytes(NONCE)
        return VERSION + nonce + AESGCM(self.key).encrypt(nonce, text, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        """What was sealed for the place; raises `Unopened`."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        if sealed[:1] != VERSION or len(sealed) <= 1 + NONCE:
            raise Unopened("not sealed here, or by a newer version of the program")
        try:
            return AESGCM(self.key).decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], place.encode())
        except InvalidTag:
            raise Unopened("sealed with another key, for another place, or changed") from None
