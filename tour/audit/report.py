"""The audit for people: whether it is whole, and what a month of it says."""

import re
from collections import Counter, defaultdict
from pathlib import Path
from sqlite3 import Connection

import msgspec

from tour.audit.chain import head, verify
from tour.audit.checkpoints import RESTORED, CheckpointsUnreadable, Signer, breaches, read

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
OTHER = "changes"
CATEGORIES = {
    "signing in": (
        "signed-in", "signed-out", "sign-in-refused", "code-refused", "recovery-code-used", "password-set",
        "link-made", "link-used", "session-ended",
    ),
    "people and rights": (
        "person-made", "person-changed", "person-closed", "person-opened", "person-removed", "roles-changed",
        "token-made", "token-removed", "tokens-ended", "invited", "invitation-accepted", "invitation-withdrawn",
        "codes-begun", "codes-set-up", "codes-removed", "identity-joined", "review-rules-set",
    ),
    "approvals": (
        "take-reviewed", "heard-reviewed", "takes-adopted", "site-published",
        "sharing-asked", "sharing-approved", "sharing-refused", "sharing-ended",
    ),
    "taken out": (
        "backed-up", "site-exported", "figures-exported", "questions-exported", "visitor-exported",
        "sharing-passed-on", "audit-exported",
    ),
    "privacy": (
        "visitor-erased", "visitors-swept", "retention-enforced", "questions-settled", "master-key-rotated",
    ),
    "records": ("records-restored", "audit-begun"),
}  # fmt: skip
"""What acts are about; any other is a change."""


class State(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the chain is whole."""

    entries: int
    head: str
    """Hash of the last entry."""
    key: str
    """Public key that checkpoints are signed with; empty where they are not."""
    checkpoints: int
    last_checkpoint: str | None
    breaches: list[str]
    restored: list[str]
    """When an older state of the records was brought back, and by whom."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What was done in a month."""

    month: str
    entries: int
    acts: dict[str, dict[str, int]]
    """How often, by category and act."""
    people: dict[str, dict[str, int]]
    """How often, by who and category."""
    refused: int
    """Sign-ins that were refused."""
    state: State


def category_of(what: str) -> str:
    """What an act is about."""
    return next((name for name, acts in CATEGORIES.items() if what in acts), OTHER)


def state(connection: Connection, checkpoints: Path, signer: Signer) -> State:
    """Verify everything there is to verify."""
    reached = head(connection)
    try:
        kept = read(checkpoints)
    except CheckpointsUnreadable:
        kept = []
    found = [*verify(connection), *breaches(connection, checkpoints, signer)]
    restored = connection.execute("SELECT at, who FROM audit WHERE what = ? ORDER BY number", (RESTORED,))
    return State(
        entries=reached.number,
        head=reached.hash,
        key=signer.public,
        checkpoints=len(kept),
        last_checkpoint=kept[-1].at if kept else None,
        breaches=[str(breach) for breach in found],
        restored=[f"{row['at']} {row['who']}" for row in restored],
    )


def report(connection: Connection, month: str, checkpoints: Path, signer: Signer) -> Report:
    """What was done in a month `YYYY-MM`; raises `ValueError` for what is none."""
    if not MONTH.fullmatch(month):
        raise ValueError(f"month: {month!r} is no month such as 2026-11")
    acts: dict[str, Counter[str]] = defaultdict(Counter)
    people: dict[str, Counter[str]] = defaultdict(Counter)
    rows = connection.execute(
        "SELECT who, what, count(*) AS times FROM audit WHERE at >= ? AND at < ? GROUP BY who, what ORDER BY who, what",
        (month, month + "~"),
    )
    for row in rows:
        category = category_of(row["what"])
        acts[category][row["what"]] += row["times"]
        people[row["who"]][category] += row["times"]
    return Report(
        month=month,
        entries=sum(sum(times.values()) for times in acts.values()),
        acts={name: dict(acts[name]) for name in (*CATEGORIES, OTHER) if name in acts},
        people={who: dict(times) for who, times in sorted(people.items())},
        refused=acts["signing in"]["sign-in-refused"] if "signing in" in acts else 0,
        state=state(connection, checkpoints, signer),
    )
