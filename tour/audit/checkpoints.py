"""Where the chain stood, signed and kept beside the records: what was cut off or rewritten whole shows against it.

One JSON object a line; a day keeps its last. Copies kept elsewhere hold just as well (`tour audit checkpoint`).
"""

import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from sqlite3 import Connection
from tempfile import NamedTemporaryFile
from typing import Protocol

from tour.audit.chain import Breach, append, hash_at, head
from tour.audit.entry import canonical, stamp

FILE = "audit.checkpoints"
"""Name of the file in the data folder."""
BEGUN, RESTORED, ROTATED = "audit-begun", "records-restored", "master-key-rotated"
MOST = 400
"""Checkpoints that are kept: more than a year of days."""


class Signer(Protocol):
    """Signs for the house, and knows the signatures that it gave."""

    @property
    def public(self) -> str:
        """Public key in lower-case hex; empty where nothing is signed."""

    def sign(self, text: bytes) -> str:
        """The signature in hex."""

    def signed(self, text: bytes, signature: str, key: str) -> bool:
        """Whether the signature of `text` is one of the key's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """The chain reached this entry."""

    number: int
    hash: str
    at: str
    key: str = ""
    """Public key that it was signed with."""
    signature: str = ""

    @property
    def text(self) -> bytes:
        """What is signed."""
        return canonical(["caravanserai audit", self.number, self.hash, self.at, self.key]).encode()


class CheckpointsUnreadable(ValueError):
    """A file of checkpoints that was damaged or is none."""


def read(path: Path) -> list[Checkpoint]:
    """The checkpoints in a file, oldest first; none where there is no file. Raises `CheckpointsUnreadable`."""
    if not path.exists():
        return []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [_checkpoint(json.loads(line)) for line in lines if line.strip()]
    except (ValueError, TypeError, KeyError, OSError):
        raise CheckpointsUnreadable(f"{path}: no list of checkpoints, or a damaged one") from None


def keep(connection: Connection, path: Path, signer: Signer, now: datetime, *, anew: bool = False) -> Checkpoint | None:
    """Write down where the chain stands, where it has grown; the newest checkpoint, None where nothing was done yet.

    Called after a commit, never inside one: a checkpoint must not be ahead of what is on the disk. Raises
    `CheckpointsUnreadable` for a file that is damaged, and for one that is gone unless it is to be begun `anew`.
    """
    kept, reached = read(path), head(connection)
    if reached.number == 0:
        return None
    if not kept and not anew and _acts(connection, BEGUN):
        raise CheckpointsUnreadable(f"{path}: gone; tour audit verify says what follows from that")
    if kept and kept[-1].number == reached.number and kept[-1].hash == reached.hash:
        return kept[-1]
    fresh = _signed(Checkpoint(number=reached.number, hash=reached.hash, at=stamp(now)), signer)
    _write(path, _thinned([*kept, fresh]))
    return fresh


def begin(connection: Connection, path: Path, who: str, now: datetime, *, anew: bool = False) -> bool:
    """Say in the chain that checkpoints are kept from now on, so that a missing file shows; inside a transaction.

    True where the file is to be made: the first time, after a backup came to a new machine, or `anew` because it was
    lost. Then the chain says so, for good.
    """
    if not anew and (path.exists() or _last(connection, BEGUN) > _last(connection, RESTORED)):
        return False
    append(connection, who, BEGUN, details={"file": FILE}, now=now)
    return True


def breaches(connection: Connection, path: Path, signer: Signer) -> list[Breach]:
    """What the checkpoints kept beside the records say against the chain."""
    try:
        kept = read(path)
    except CheckpointsUnreadable as wrong:
        return [Breach(number=0, problem=str(wrong))]
    if not kept and _acts(connection, BEGUN):
        return [Breach(number=0, problem=f"{path}: gone; entries missing at the end would not show")]
    return against(connection, kept, signer)


def against(connection: Connection, kept: Iterable[Checkpoint], signer: Signer) -> list[Breach]:
    """What these checkpoints say against the chain; a restored backup answers for those that it names."""
    keys, abandoned = _keys(connection, signer), _abandoned(connection)
    return [breach for each in kept for breach in _held(connection, each, signer, keys, abandoned)]


def restored(connection: Connection, path: Path, who: str, now: datetime, details: Mapping[str, str]) -> None:
    """Write down that an older state of the records was brought back, and which checkpoints it leaves behind.

    Inside a transaction on the restored records; the entries in between are gone, and the chain says so from now on.
    """
    left = [each for each in read(path) if hash_at(connection, each.number) != each.hash]
    told = {**details, "reached": max((each.number for each in left), default=head(connection).number)}
    append(connection, who, RESTORED, details={**told, "left": [each.hash for each in left]}, now=now)


def resign(path: Path, keys: Collection[str], after: Signer) -> None:
    """Sign anew what was signed with one of the house's `keys`; what does not hold stays as it is, to be found."""
    kept = read(path)
    if kept:
        ours = [each.key in keys and _fits(each, after) for each in kept]
        _write(path, [_signed(each, after) if held else each for each, held in zip(kept, ours, strict=True)])


def _checkpoint(said: dict[str, object]) -> Checkpoint:
    if not isinstance(said, dict) or not isinstance(said.get("number"), int):
        raise TypeError
    texts = {name: said[name] for name in ("hash", "at", "key", "signature")}
    if not all(isinstance(text, str) for text in texts.values()):
        raise TypeError
    return Checkpoint(**said)  # type: ignore[arg-type]


def _signed(checkpoint: Checkpoint, signer: Signer) -> Checkpoint:
    named = replace(checkpoint, key=signer.public)
    return replace(named, signature=signer.sign(named.text) if signer.public else "")


def _fits(checkpoint: Checkpoint, signer: Signer) -> bool:
    return not checkpoint.key or signer.signed(checkpoint.text, checkpoint.signature, checkpoint.key)


def _held(
    connection: Connection, checkpoint: Checkpoint, signer: Signer, keys: set[str], abandoned: set[str]
) -> Iterator[Breach]:
    if signer.public and checkpoint.key not in keys:
        yield Breach(number=checkpoint.number, problem=f"its checkpoint of {checkpoint.at} is not signed by this house")
    elif not _fits(checkpoint, signer):
        yield Breach(number=checkpoint.number, problem=f"its checkpoint of {checkpoint.at} was changed")
    if checkpoint.hash in abandoned:
        return
    found = hash_at(connection, checkpoint.number)
    if found is None:
        last = head(connection).number
        problem = f"removed: the chain reached this entry on {checkpoint.at} and ends at {last} now"
        yield Breach(number=checkpoint.number, problem=problem)
    elif found != checkpoint.hash:
        problem = f"is not what it was on {checkpoint.at}: the chain was written anew up to here"
        yield Breach(number=checkpoint.number, problem=problem)


def _keys(connection: Connection, signer: Signer) -> set[str]:
    """The house's own keys, those it gave up included."""
    told = (json.loads(details) for details in _acts(connection, ROTATED))
    return {signer.public} | {key for each in told for key in each.get("keys", ())}


def _abandoned(connection: Connection) -> set[str]:
    return {left for details in _acts(connection, RESTORED) for left in json.loads(details).get("left", ())}


def _acts(connection: Connection, what: str) -> list[str]:
    return [row["details"] for row in connection.execute("SELECT details FROM audit WHERE what = ?", (what,))]


def _last(connection: Connection, what: str) -> int:
    """The number of the last such entry; 0 where there is none."""
    row = connection.execute("SELECT max(number) FROM audit WHERE what = ?", (what,)).fetchone()
    return int(row[0] or 0)


def _thinned(kept: list[Checkpoint]) -> list[Checkpoint]:
    by_day = {each.at[:10]: each for each in kept}
    first = kept[:1] if kept[0] not in by_day.values() else []
    return [*first, *list(by_day.values())[-MOST:]]


def _write(path: Path, kept: Iterable[Checkpoint]) -> None:
    """All of it or nothing, on the disk before this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=path.parent, prefix=".new-", delete=False, encoding="utf-8") as file:
        try:
            file.writelines(canonical(asdict(each)) + "\n" for each in kept)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
