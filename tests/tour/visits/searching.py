"""Where a visitor's words may lie: in any file of a folder, and in anything that the house can reach."""

import base64
import gc
import gzip
import logging
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import CoroutineType, FrameType, FunctionType, ModuleType

NOT_FOLLOWED = (ModuleType, type, FrameType, FunctionType, logging.Logger)


def forms(words: str) -> Iterator[bytes]:
    """How words may lie in a file."""
    for text in (words, words.upper(), words.replace("-", " ").replace(" ", "-")):
        raw = text.encode()
        yield from (raw, text.encode("utf-16-le"), raw.hex().encode())
        for shift in range(3):
            yield base64.b64encode(bytes(shift) + raw)[-(-shift * 8 // 6) : (shift + len(raw)) * 8 // 6]


def everything(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file below a folder as it lies there, and what is packed into it."""
    for path in folder.rglob("*"):
        if path.is_file():
            yield path, path.read_bytes()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as packed:
                    yield from ((path, packed.read(name)) for name in packed.namelist())
            if path.suffix == ".gz":
                yield path, gzip.decompress(path.read_bytes())


def found(folder: Path, planted: Iterable[str]) -> list[tuple[str, str]]:
    """Which planted words lie in which file."""
    searched = list(everything(folder))
    assert any(path.name == "records.sqlite" for path, _ in searched), "the search looks at the records"
    return [
        (str(path.relative_to(folder)), words)
        for path, data in searched
        for words in planted
        if any(form in data for form in forms(words))
    ]


def remembered(root: object, planted: Iterable[str]) -> set[str]:
    """Planted words in any text that can be reached from an object or is kept by a cache of a module."""
    seen, waiting, words = set[int](), [root, *caches()], set[str]()
    while waiting:
        each = waiting.pop()
        if id(each) in seen or not is_ours(each):
            continue
        seen.add(id(each))
        if isinstance(each, str | bytes):
            text = each if isinstance(each, str) else each.decode("utf-8", "replace")
            words |= {word for word in planted if word in text}
        else:
            waiting += gc.get_referents(each)
    return words


def is_ours(each: object) -> bool:
    """Whether something belongs to the server, not to the test that looks at it or to the visitor."""
    if isinstance(each, CoroutineType):
        return not {"tests", "clients"} & set(Path(each.cr_code.co_filename).parts)
    home = type(each).__module__.partition(".")[0]
    return home not in {"_pytest", "clients", "tests"} and not isinstance(each, NOT_FOLLOWED)


def caches() -> Iterator[object]:
    """What every cached function of ours has kept: the house does not lead there."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in ("tour", "narration", "scenes"):
            yield from (each for each in vars(module).values() if hasattr(each, "cache_info"))
