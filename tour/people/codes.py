"""One-time codes of an account: set up, asked for at sign-in, and recovery codes for a lost telephone."""

import secrets
from datetime import datetime
from sqlite3 import Connection, Row

from tour.people import totp
from tour.people.refusal import Refusal
from tour.people.tickets import digest, stamp
from tour.people.trail import note
from tour.privacy.master import MasterKeyError, MasterKeys
from tour.privacy.sealing import Seal, Unopened

RECOVERY_CODES = 10
SEALING = "sealing one-time codes"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look alike."""


def wanted(connection: Connection, person: str) -> bool:
    """Whether this account asks for a code at sign-in."""
    row = _row(connection, person)
    return row is not None and row["confirmed"] is not None


def begin(connection: Connection, person: str, master: MasterKeys, now: datetime) -> str:
    """A fresh secret for an authenticator, asked for once confirmed; raises `Refusal` where there is one."""
    if wanted(connection, person):
        raise Refusal("taken", "One-time codes are set up already. Remove them first.")
    secret = totp.fresh_secret()
    connection.execute(
        "INSERT OR REPLACE INTO codes (person, master, sealed) VALUES (?, ?, ?)",
        (person, master.ids[0], _seal(master, master.ids[0]).close(secret.encode(), person)),
    )
    note(connection, person, "codes-begun", person, now)
    return secret


def confirm(connection: Connection, person: str, code: str, master: MasterKeys, now: datetime) -> list[str]:
    """Ask for codes from now on, the authenticator having shown a right one; the recovery codes, shown only now."""
    row = _row(connection, person)
    if row is None or row["confirmed"] is not None:
        raise Refusal("gone", "Begin setting up one-time codes first.")
    step = totp.step_of(_opened(row, master), code, now)
    if step is None:
        raise Refusal("unfit", "code: this is not what the authenticator shows now. Is its clock right?")
    connection.execute("UPDATE codes SET confirmed = ?, used_step = ? WHERE person = ?", (stamp(now), step, person))
    connection.execute("DELETE FROM recovery_codes WHERE person = ?", (person,))
    recovery = [_recovery_code() for _ in range(RECOVERY_CODES)]
    connection.executemany(
        "INSERT INTO recovery_codes VALUES (?, ?)", [(person, digest(_plain(each))) for each in recovery]
    )
    note(connection, person, "codes-set-up", person, now)
    return recovery


def use(connection: Connection, person: str, code: str, master: MasterKeys, now: datetime) -> bool:
    """Whether this code is right and new; it is then used up."""
    row = _row(connection, person)
    if row is None or row["confirmed"] is None:
        return False
    step = _step(row, code, master, now)
    if step is not None:
        connection.execute("UPDATE codes SET used_step = ? WHERE person = ?", (step, person))
        return True
    spent = connection.execute(
        "DELETE FROM recovery_codes WHERE person = ? AND hash = ?", (person, digest(_plain(code)))
    )
    if spent.rowcount:
        note(connection, person, "recovery-code-used", person, now)
    return spent.rowcount > 0


def remove(connection: Connection, person: str, now: datetime, *, by: str) -> None:
    """Ask for no code any more."""
    if wanted(connection, person):
        note(connection, by, "codes-removed", person, now)
    connection.execute("DELETE FROM codes WHERE person = ?", (person,))
    connection.execute("DELETE FROM recovery_codes WHERE person = ?", (person,))


def reseal(connection: Connection, master: MasterKeys) -> None:
    """Seal every secret with the master key in use; raises `MasterKeyError` where the one before is not here."""
    for row in connection.execute("SELECT * FROM codes WHERE master <> ?", (master.ids[0],)).fetchall():
        secret, person = _opened(row, master), row["person"]
        sealed = _seal(master, master.ids[0]).close(secret.encode(), person)
        connection.execute("UPDATE codes SET master = ?, sealed = ? WHERE person = ?", (master.ids[0], sealed, person))


def _step(row: Row, code: str, master: MasterKeys, now: datetime) -> int | None:
    """The step of a code; without the master key none is right, and recovery codes alone are left."""
    try:
        return totp.step_of(_opened(row, master), code, now, after=row["used_step"])
    except (MasterKeyError, Unopened):
        return None


def _opened(row: Row, master: MasterKeys) -> str:
    return _seal(master, row["master"]).open(row["sealed"], row["person"]).decode()


def _seal(master: MasterKeys, of: str) -> Seal:
    try:
        return Seal(master.subkey(SEALING, of))
    except ImportError:
        raise Refusal("busy", "One-time codes need cryptography here: pip install 'caravanserai[people]'.") from None


def _row(connection: Connection, person: str) -> Row | None:
    row: Row | None = connection.execute("SELECT * FROM codes WHERE person = ?", (person,)).fetchone()
    return row


def _recovery_code() -> str:
    """Four groups of four letters: 79 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


def _plain(code: str) -> str:
    return code.casefold().replace("-", "").replace(" ", "")
