"""The house's signature under the checkpoints of its audit: Ed25519 (RFC 8032), with a key made of the master key."""

from dataclasses import dataclass, field

from tour.privacy.master import MasterKeys

PURPOSE = "signing the audit's checkpoints"


@dataclass(frozen=True, slots=True)
class HouseSigner:
    """Signs with the master key in use; whoever has the public key can check it."""

    master: MasterKeys = field(repr=False)

    @property
    def public(self) -> str:
        """The public key in hex, as an auditor keeps it."""
        return self.publics[0]

    @property
    def publics(self) -> list[str]:
        """That of every master key that is here, the one in use first."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        privates = [Ed25519PrivateKey.from_private_bytes(self.master.subkey(PURPOSE, of)) for of in self.master.ids]
        return [private.public_key().public_bytes_raw().hex() for private in privates]

    def sign(self, text: bytes) -> str:
        """The signature in hex."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.master.subkey(PURPOSE)).sign(text).hex()

    def signed(self, text: bytes, signature: str, key: str) -> bool:
        """Whether the signature of `text` was given with the public key `key`."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), text)
        except (InvalidSignature, ValueError):
            return False
        return True


class Unsigned:
    """For a house without `cryptography`: checkpoints are kept, and say that nobody signed them."""

    @property
    def public(self) -> str:
        """None."""
        return ""

    def sign(self, text: bytes) -> str:
        """Nothing."""
        return ""

    def signed(self, text: bytes, signature: str, key: str) -> bool:
        """Nobody can tell here."""
        return True
