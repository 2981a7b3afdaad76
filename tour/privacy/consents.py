"""The ledger of consent: which purposes a visitor agreed to, in which words and language, and when that ended."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from sqlite3 import Connection
from typing import Any

from tour.audit.entry import stamp
from tour.privacy.erasure import drop_deeds, ended, erase
from tour.privacy.keys import Keys, VisitorKey
from tour.privacy.words import PURPOSES, stated


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A visitor who was asked, and how."""

    visit: str
    """The id of the visit, as its visitor knows it; it is kept nowhere but as a hash beside the key."""
    token: str = field(repr=False)
    """What its visitor alone knows, and claims their records with."""
    site: str
    language: str
    """BCP 47 tag of what they read."""
    words: str = ""
    """The words they were shown, as the client names them; empty where it does not say."""


def agree(
    connection: Connection, keys: Keys, asked: Asked, purposes: Iterable[str], now: datetime
) -> VisitorKey | None:
    """Replace what a visitor agreed to; their key, or None where they agree to nothing and nothing is kept of them.

    Whoever agrees to nothing and never did leaves no trace. Withdrawing `analytics` destroys what was kept for it, in
    backups too; withdrawing the last purpose destroys the key.
    """
    wanted = frozenset(purposes) & frozenset(PURPOSES)
    held = keys.find(asked.visit)
    if held is None and not wanted:
        return None
    if held is not None and not wanted:
        erase(connection, keys, held.visitor, asked.site, "visitor", now, how="withdrawn")
        return None
    key = held or keys.create(asked.visit, asked.token, asked.site, now)
    before = standing(connection, key.visitor)
    _withdraw(connection, keys, key, before - wanted, now)
    _give(connection, key, asked, wanted - before, now)
    keys.see(key.visitor, now)
    return keys.of(key.visitor)


def standing(connection: Connection, visitor: str) -> frozenset[str]:
    """The purposes that a visitor agrees to now."""
    rows = connection.execute("SELECT purpose FROM consents WHERE visitor = ? AND ended_at IS NULL", (visitor,))
    return frozenset(row["purpose"] for row in rows)


def ledger(connection: Connection, visitor: str) -> list[dict[str, Any]]:
    """What a visitor agreed to, oldest first, with the words."""
    rows = connection.execute(
        "SELECT consents.purpose, consents.language, text, version, given_at, ended_at, ended FROM consents"
        " LEFT JOIN consent_words ON digest = words WHERE visitor = ? ORDER BY consents.id",
        (visitor,),
    )
    return [
        {
            "purpose": row["purpose"], "language": row["language"], "words": row["text"], "version": row["version"],
            "given": row["given_at"], "ended": row["ended_at"], "how": row["ended"],
        }
        for row in rows
    ]  # fmt: skip


def _withdraw(connection: Connection, keys: Keys, key: VisitorKey, gone: frozenset[str], now: datetime) -> None:
    for purpose in gone:
        ended(connection, key.visitor, "withdrawn", now, purpose=purpose)
    if "analytics" in gone and drop_deeds(connection, key.visitor):
        keys.renew(key.visitor)


def _give(connection: Connection, key: VisitorKey, asked: Asked, new: frozenset[str], now: datetime) -> None:
    shown = stated(asked.words)
    for purpose in sorted(new):
        words = shown.get(purpose)
        if words is not None:
            connection.execute(
                "INSERT INTO consent_words VALUES (?,?,?,?,?) ON CONFLICT DO NOTHING",
                (words.digest, purpose, words.language, words.version, words.text),
            )
        connection.execute(
            "INSERT INTO consents (visitor, site, purpose, words, language, given_at) VALUES (?,?,?,?,?,?)",
            (
                key.visitor, asked.site, purpose, words and words.digest, words.language if words else asked.language,
                stamp(now),
            ),
        )  # fmt: skip
