"""One entry of the audit, and the hash that ties it to the one before."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from sqlite3 import Row
from typing import Any

ACT = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+){0,7}")
LONGEST = 200
"""Characters of who, what, about and site."""
MOST_DETAILS = 16 * 1024
"""Characters of the details as JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What somebody did. The hash covers everything else here, the hash of the entry before included."""

    number: int
    """From 1, without gaps."""
    at: str
    """ISO 8601, UTC, milliseconds."""
    who: str
    what: str
    about: str
    site: str
    details: str
    """A JSON object in its canonical form: keys in order, no spaces."""
    previous: str
    """Hash of the entry before; empty for the first."""

    @property
    def hash(self) -> str:
        """SHA-256 in lower-case hex."""
        fields = (self.number, self.at, self.who, self.what, self.about, self.site, self.details, self.previous)
        return hashlib.sha256(canonical(fields).encode()).hexdigest()

    def told(self) -> dict[str, Any]:
        """For a person or a program, details as an object."""
        return {
            "number": self.number, "at": self.at, "who": self.who, "what": self.what, "about": self.about,
            "site": self.site, "details": json.loads(self.details), "hash": self.hash,
        }  # fmt: skip


def entry_of(row: Row) -> Entry:
    """The entry in a row of the table `audit`."""
    return Entry(
        number=row["number"], at=row["at"], who=row["who"], what=row["what"], about=row["about"], site=row["site"],
        details=row["details"], previous=row["previous"],
    )  # fmt: skip


def canonical(value: object) -> str:
    """The one way to write a value as JSON."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def stamp(now: datetime) -> str:
    """A moment as the records have it; raises `ValueError` for one without a time zone."""
    if now.tzinfo is None:
        raise ValueError(f"{now}: a time zone is needed")
    return now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def check(who: str, what: str, about: str, site: str) -> None:
    """Raise `ValueError` for what is not fit to be kept."""
    if not who:
        raise ValueError("who: somebody did it, or `house` did")
    if not ACT.fullmatch(what):
        raise ValueError(f"what: {what!r} is no act; words in lower case joined by hyphens, such as signed-in")
    for name, text in (("who", who), ("what", what), ("about", about), ("site", site)):
        if len(text) > LONGEST:
            raise ValueError(f"{name}: {LONGEST} characters at most")


def details_of(details: Mapping[str, Any] | None) -> str:
    """Details as they are kept; raises `ValueError` where they are too long."""
    text = canonical(dict(details or {}))
    if len(text) > MOST_DETAILS:
        raise ValueError(f"details: {MOST_DETAILS} characters of JSON at most")
    return text
