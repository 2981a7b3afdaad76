"""Secrets that are handed out once and kept only as their hash, and the times they are good for."""

import hashlib
import hmac
import secrets
from datetime import UTC, datetime, timedelta

BYTES = 32


def ticket(prefix: str = "") -> str:
    """A fresh secret of 256 bits for an address, a header or a cookie."""
    return prefix + secrets.token_urlsafe(BYTES)


def digest(secret: str) -> str:
    """What is kept of a ticket. It has 256 bits: a slow hash would protect nothing more."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def fresh_id() -> str:
    """A new id of 16 letters and digits, for what people may see."""
    return secrets.token_hex(8)


def stamp(when: datetime) -> str:
    """A time as the records have it: UTC, milliseconds, sorting as text."""
    return when.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def later(when: datetime, by: timedelta) -> str:
    """The stamp of some time after `when`."""
    return stamp(when + by)


def equal(one: str, other: str) -> bool:
    """Whether two secrets are the same, in a time that tells nothing."""
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass"))
