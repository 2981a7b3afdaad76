"""Where records and blobs live, as the floors above see it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol, runtime_checkable


@runtime_checkable
class AssetStore(Protocol):
    """Blobs named by their SHA-256 (lower-case hex)."""

    def put(self, source: Path) -> str:
        """Take a file's bytes in and return their digest; putting the same bytes twice is one blob."""
        ...

    def path(self, digest: str) -> Path | None:
        """The file that holds a blob, or None where it is not known or `digest` is no digest."""
        ...

    def codings(self, digest: str) -> Mapping[str, Path]:
        """The blob packed smaller, by content coding (`br`, `gzip`): files that unpack to it and nothing else."""
        ...
