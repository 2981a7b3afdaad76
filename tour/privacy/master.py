"""The house's master keys: the first is in use, the others only open what was sealed before a rotation."""

import base64
import binascii
import hashlib
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

SIZE = 32
"""Bytes of a key: AES-256."""
FILE = "master.key"
"""Name of the file in the data folder, where no other is named; `tour backup` leaves it out."""


class MasterKeyError(ValueError):
    """Master keys that cannot be used: where they are, what is wrong, and the remedy."""


@dataclass(frozen=True, slots=True, repr=False)
class MasterKeys:
    """Keys of 32 bytes, the one in use first."""

    keys: tuple[bytes, ...]

    def __repr__(self) -> str:
        """Never the keys themselves."""
        return f"MasterKeys({', '.join(self.ids)})"

    @property
    def ids(self) -> tuple[str, ...]:
        """What each is called."""
        return tuple(map(id_of, self.keys))

    def subkey(self, purpose: str, of: str = "") -> bytes:
        """32 bytes for one purpose, made of the key called `of`, or of the one in use (HKDF, RFC 5869).

        Raises `MasterKeyError` for a key that is not here.
        """
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        key = dict(zip(self.ids, self.keys, strict=True)).get(of or self.ids[0])
        if key is None:
            raise MasterKeyError(f"master key {of}: not here; name it after the one in use, separated by a comma")
        return HKDF(SHA256(), SIZE, salt=None, info=f"caravanserai {purpose}".encode()).derive(key)


def id_of(key: bytes) -> str:
    """A name for a key that tells nothing of it."""
    return hashlib.sha256(b"caravanserai master key\0" + key).hexdigest()[:16]


def master_keys(given: str, file: Path) -> MasterKeys:
    """The keys that are given as text, else those in the file, which is made with a fresh one where there is none.

    Each is 32 bytes in base64 or hex, separated by commas or lines. Raises `MasterKeyError`.
    """
    if given.strip():
        return _parsed(given.split(","), "TOUR_MASTER_KEY")
    try:
        return _read(file)
    except FileNotFoundError:
        _make(file, [secrets.token_bytes(SIZE)])
        return _read(file)


def put_in_use(file: Path, key: bytes, before: MasterKeys) -> MasterKeys:
    """Write a file in which `key` comes first and those before it stay."""
    _replace(file, [key, *before.keys])
    return _read(file)


def keep_first(file: Path) -> MasterKeys:
    """Drop all keys of a file but the one in use."""
    _replace(file, _read(file).keys[:1])
    return _read(file)


def _read(file: Path) -> MasterKeys:
    if file.stat().st_mode & 0o077:
        raise MasterKeyError(f"{file}: others may read it; chmod 600 {file}")
    lines = file.read_text(encoding="ascii", errors="replace").splitlines()
    return _parsed([line for line in lines if not line.startswith("#")], str(file))


def _parsed(texts: Iterable[str], place: str) -> MasterKeys:
    keys = tuple(_key(text.strip(), place) for text in texts if text.strip())
    if not keys:
        raise MasterKeyError(f"{place}: no key in it; 32 random bytes in base64 are needed")
    return MasterKeys(keys=tuple(dict.fromkeys(keys)))


def _key(text: str, place: str) -> bytes:
    try:
        key = bytes.fromhex(text) if len(text) == 2 * SIZE else base64.urlsafe_b64decode(_urlsafe(text))
    except (ValueError, binascii.Error):
        key = b""
    if len(key) != SIZE:
        raise MasterKeyError(f"{place}: a key is 32 bytes in base64 or hex, as from: openssl rand -base64 32")
    return key


def _urlsafe(text: str) -> str:
    padded = text.rstrip("=")
    return padded.replace("+", "-").replace("/", "_") + "=" * (-len(padded) % 4)


def _make(file: Path, keys: Iterable[bytes]) -> None:
    """Write a file that is not there yet; one that somebody else makes meanwhile is left alone."""
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = _written(file, keys)
    try:
        os.link(aside, file)
    except FileExistsError:
        pass
    finally:
        aside.unlink()


def _replace(file: Path, keys: Iterable[bytes]) -> None:
    _written(file, keys).replace(file)


def _written(file: Path, keys: Iterable[bytes]) -> Path:
    aside = file.with_name(f".{file.name}-{secrets.token_hex(4)}")
    text = "# Opens what the house keeps of visitors. Keep a copy where no backup of the records lies.\n"
    text += "".join(base64.b64encode(key).decode() + "\n" for key in keys)
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    return aside
