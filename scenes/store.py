"""Where records and blobs live, as the floors above see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar, get_args, runtime_checkable

Kind = Literal[
    "site", "source", "term", "fact", "model", "annotation", "stop", "tour", "take", "bridge", "story", "translation"
]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""What a site is made of, in the order in which one thing names another."""

ANYTHING = "*"
"""Expected of a record by who overwrites it, whatever it is."""

Connection = TypeVar("Connection", contravariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A record as somebody saved it."""

    site: str
    kind: Kind
    id: str
    version: int
    """1 and on."""
    body: dict[str, Any]
    """As `scenes.bodies` describes it for the kind; of a deleted record the last one."""
    author: str
    at: str
    """ISO 8601, with its offset."""
    etag: str
    """Another for every version of every record."""
    deleted: bool = False


class Conflict(Exception):
    """A record changed since it was read, in the same places or so that nothing can be said of them."""

    def __init__(
        self, *, mine: Mapping[str, Any], theirs: Version | None, base: Version | None, clashes: tuple[str, ...] = ()
    ) -> None:
        """`mine` could not be saved; `theirs` is there now, None where nothing is; both were made from `base`."""
        super().__init__(f"changed meanwhile: {', '.join(clashes) or 'all of it'}")
        self.mine, self.theirs, self.base, self.clashes = mine, theirs, base, clashes


class SceneStore(Protocol[Connection]):
    """Records of sites in append-only versions; `connection` is within a transaction of the caller's.

    A module may be one, as `scenes.stores.sqlite` is.
    """

    def save(
        self,
        connection: Connection,
        site: str,
        kind: Kind,
        id_: str,
        body: Mapping[str, Any],
        *,
        author: str,
        now: datetime,
        expected: str | None = None,
    ) -> Version:
        """Append a version and return it, or the one that says the same already.

        `expected` is the entity tag of what the writer read, None for a record that is not there, `*` for whatever is.
        What others saved since is joined where it does not touch. Raises `Conflict`, `SitePackError` for no such body.
        """
        ...

    def delete(
        self, connection: Connection, site: str, kind: Kind, id_: str, *, author: str, now: datetime, expected: str
    ) -> Version:
        """Append a version that says it is gone; raises `Conflict`, `KeyError` where nothing is there."""
        ...

    def get(self, connection: Connection, site: str, kind: Kind, id_: str) -> Version | None:
        """The newest version, None where there is none or it was deleted."""
        ...

    def find(
        self, connection: Connection, site: str, kind: Kind, *, search: str = "", after: str = "", limit: int = 100
    ) -> Sequence[Version]:
        """Records of a kind in their order, from the one after the id `after`, that have all words of `search`."""
        ...

    def history(
        self, connection: Connection, site: str, kind: Kind, id_: str, *, before: int | None = None, limit: int = -1
    ) -> Sequence[Version]:
        """The versions, newest first, those before a number where one is given."""
        ...

    def by_etag(self, connection: Connection, site: str, kind: Kind, id_: str, etag: str) -> Version | None:
        """The version of a record that has this entity tag."""
        ...

    def restore(
        self,
        connection: Connection,
        site: str,
        kind: Kind,
        id_: str,
        version: int,
        *,
        author: str,
        now: datetime,
        expected: str,
    ) -> Version:
        """Save an old version as the newest; raises `Conflict`, `KeyError` for no such version."""
        ...


@runtime_checkable
class AssetStore(Protocol):
    """Blobs named by their SHA-256 (lower-case hex)."""

    def put(self, source: Path) -> str:
        """Take a file's bytes in and return their digest; putting the same bytes twice is one blob."""
        ...

    def path(self, digest: str) -> Path | None:
        """The file that holds a blob, or None where it is not known or `digest` is no digest."""
        ...

    def drop(self, digest: str) -> None:
        """Remove a blob with its packed forms; one that is not known is gone already."""
        ...

    def codings(self, digest: str) -> Mapping[str, Path]:
        """The blob packed smaller, by content coding (`br`, `gzip`): files that unpack to it and nothing else."""
        ...
