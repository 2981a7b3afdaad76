"""What an earlier ingest wrote into a pack, so that the same one need not be done again."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from scenes.ingest.report import ModelReport
from scenes.pose import Vector


class Memory(msgspec.Struct, frozen=True, kw_only=True):
    """`models/ID.report.json`: what was done, and from what."""

    key: str
    model: ModelReport


def remember(folder: Path, model: ModelReport, key: str) -> None:
    """Write a model's report into its pack."""
    text = msgspec.json.format(msgspec.json.encode(Memory(key=key, model=model)), indent=2)
    _place(folder, model.id).write_bytes(text + b"\n")


def placed(folder: Path, name: str) -> Vector | None:
    """Where an earlier ingest put a model, metres; None where none did."""
    try:
        return msgspec.json.decode(_place(folder, name).read_bytes(), type=Memory).model.placed
    except (OSError, msgspec.MsgspecError):
        return None


def remembered(folder: Path, names: Sequence[str], key: str) -> tuple[ModelReport, ...] | None:
    """The reports of all these models, where every one was made with this key and all its files are as it left them."""
    found = []
    for name in names:
        try:
            memory = msgspec.json.decode(_place(folder, name).read_bytes(), type=Memory)
        except (OSError, msgspec.MsgspecError):
            return None
        if memory.key != key or not all(
            _same(folder / "models" / file, digest) for file, digest in _files(memory.model)
        ):
            return None
        found.append(memory.model)
    return tuple(found)


def _place(folder: Path, name: str) -> Path:
    return folder / "models" / f"{name}.report.json"


def _files(model: ModelReport) -> Iterator[tuple[str, str]]:
    yield from ((level.file, level.digest) for level in model.levels)
    if model.tiles is not None:
        yield model.tiles.file, model.tiles.digest


def _same(path: Path, digest: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == digest
