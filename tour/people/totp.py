"""One-time codes from a clock (TOTP, RFC 6238): SHA-1, six digits, thirty seconds, as every authenticator has them."""

import base64
import hashlib
import hmac
import secrets
import struct
from datetime import datetime
from urllib.parse import quote, urlencode

SECONDS = 30
DIGITS = 6
DRIFT = 1
"""Steps that a telephone's clock may be off either way."""


def fresh_secret() -> str:
    """160 random bits in Base32."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def step_at(now: datetime) -> int:
    """The number of the half minute."""
    return int(now.timestamp()) // SECONDS


def code_at(secret: str, step: int) -> str:
    """The code of one half minute (RFC 4226, section 5.3)."""
    mac = hmac.digest(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1)
    offset = mac[-1] & 0x0F
    number = struct.unpack(">I", mac[offset : offset + 4])[0] & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def step_of(secret: str, code: str, now: datetime, after: int = 0) -> int | None:
    """The step whose code this is, near `now` and later than step `after`, whose code was used; None for no match."""
    typed = code.replace(" ", "")
    current = step_at(now)
    matching = [
        step
        for step in range(current - DRIFT, current + DRIFT + 1)
        if hmac.compare_digest(code_at(secret, step).encode(), typed.encode("utf-8", "replace")) and step > after
    ]
    return max(matching, default=None)


def address(secret: str, login: str, house: str) -> str:
    """The `otpauth://` address that an authenticator reads from a QR code."""
    label = quote(f"{house}:{login}")
    asked = {"secret": secret, "issuer": house, "algorithm": "SHA1", "digits": DIGITS, "period": SECONDS}
    return f"otpauth://totp/{label}?{urlencode(asked, quote_via=quote)}"
