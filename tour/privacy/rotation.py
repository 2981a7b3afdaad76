"""Another master key: visitors' keys are wrapped anew, the audit's checkpoints are signed anew, the old one goes."""

import secrets
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from sqlite3 import Connection

from tour.audit import append, checkpoints
from tour.people import codes
from tour.privacy.keys import Keys
from tour.privacy.master import SIZE, MasterKeys, keep_first, put_in_use
from tour.privacy.signing import HouseSigner


def begin_rotation(file: Path, before: MasterKeys) -> MasterKeys:
    """Put a fresh key in use beside the old one; interrupted after this, everything still opens."""
    return put_in_use(file, secrets.token_bytes(SIZE), before)


def rotate(
    connection: Connection, keys: Keys, before: MasterKeys, after: MasterKeys, checkpoint_file: Path, who: str,
    now: datetime,
) -> int:  # fmt: skip
    """Wrap every key with the master key in use now, and say so in the audit; how many keys there were.

    `after` has the keys of `before` too. Raises `MasterKeyError`, and changes nothing, where one of those is missing.
    """
    new, known = HouseSigner(after), HouseSigner(before).publics
    wrapped = replace(keys, master=after).rewrap()
    codes.reseal(connection, after)
    details = {"visitors": wrapped, "keys": [*known, new.public], "masters": [before.ids[0], after.ids[0]]}
    append(connection, who, checkpoints.ROTATED, details=details, now=now)
    checkpoints.resign(checkpoint_file, known, new)
    return wrapped


def end_rotation(file: Path) -> MasterKeys:
    """Drop the old key from the file: what it wrapped, wherever a copy lies, opens no more."""
    return keep_first(file)
