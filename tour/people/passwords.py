"""Passwords: which are good enough, and argon2id (RFC 9106) to keep them."""

import asyncio
import unicodedata
from functools import cache
from time import monotonic
from typing import TYPE_CHECKING, Any

from tour.people.refusal import Refusal

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 12, 256
"""Characters."""
FEWEST_LETTERS = 6
"""Different characters."""
COMMON = frozenset(
    {
        "password1234", "passwordpassword", "123456789012", "1234567890123", "qwertyuiop12", "qwertyuiopas",
        "adminadminadmin", "letmeinletmein", "welcomewelcome", "iloveyouiloveyou", "abcdefghijkl", "abcdefghijklm",
        "1q2w3e4r5t6y", "changemechangeme", "correcthorsebatterystaple", "caravanserai", "caravanserai1",
    }
)  # fmt: skip
WAITING = 32
"""People whose password may wait to be looked at; one more is asked to come back."""


def normal(password: str) -> str:
    """The one form of a password, however a keyboard composes its letters (NIST SP 800-63B, 5.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


def check(password: str, *known: str) -> None:
    """Raise `Refusal` where a new password is too easily guessed; `known` is what others know of its owner."""
    text = normal(password)
    if not SHORTEST <= len(text) <= LONGEST:
        raise Refusal("weak", f"password: {SHORTEST} to {LONGEST} characters are needed; a few words make a good one.")
    folded = text.casefold()
    if len(set(folded)) < FEWEST_LETTERS or folded in COMMON:
        raise Refusal("weak", "password: this one is among the first that are tried. A few words make a good one.")
    if any(len(word) > 3 and word.casefold() in folded and len(folded) < len(word) + 8 for word in known):
        raise Refusal("weak", "password: it is too close to your name. A few other words make a good one.")


def hashed(password: str) -> str:
    """What is kept of a password. Takes 64 MiB and about a tenth of a second."""
    return _hasher().hash(normal(password))


def matches(kept: str | None, password: str) -> bool:
    """Whether it is this password; without one kept it takes as long to say no."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(kept or _nobodys(), normal(password)) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def is_dated(kept: str) -> bool:
    """Whether a hash was made with other costs than are used now."""
    return _hasher().check_needs_rehash(kept)


@cache
def _hasher() -> "PasswordHasher":
    try:
        from argon2 import PasswordHasher
    except ImportError:
        raise Refusal("busy", "Passwords need argon2 here: pip install 'caravanserai[people]'.") from None
    return PasswordHasher()


@cache
def _nobodys() -> str:
    return hashed("nobody has this password")


class PasswordDesk:
    """Looks at passwords in threads, one of a stranger and one of a known device at a time.

    Strangers who try many keep nobody waiting who comes with a browser that has signed in before, and between two of
    them the machine is left to the visitors for as long again.
    """

    def __init__(self) -> None:
        self._known, self._strangers = asyncio.Semaphore(1), asyncio.Semaphore(1)
        self._waiting = 0

    async def matches(self, kept: str | None, password: str, *, known: bool) -> bool:
        """`matches`; raises `Refusal` where too many wait."""
        return bool(await self._at(self._known if known else self._strangers, matches, kept, password))

    async def hashed(self, password: str, *, known: bool = True) -> str:
        """`hashed`; raises `Refusal` where too many wait."""
        return str(await self._at(self._known if known else self._strangers, hashed, password))

    async def _at(self, place: asyncio.Semaphore, work: Any, *args: Any) -> Any:
        if place is self._strangers and self._waiting >= WAITING:
            raise Refusal("busy", "Many people are signing in just now. Please try again in a moment.", 5)
        self._waiting += 1
        try:
            await place.acquire()
        finally:
            self._waiting -= 1
        begun = monotonic()
        try:
            return await asyncio.to_thread(work, *args)
        finally:
            pause = monotonic() - begun if place is self._strangers else 0.0
            asyncio.get_running_loop().call_later(pause, place.release)
