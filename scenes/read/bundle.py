"""The models of a file, a folder or a zip."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scenes.finding import Finding
from scenes.read.formats import MODELS, READABLE, SUFFIXES, format_of
from scenes.read.reading import notice, refuse

MAX_MODELS = 1_000
BEST = tuple(SUFFIXES)
"""Of one model saved in several formats the first of these is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """What there is to read."""

    models: Sequence[tuple[str, Path]]
    """A name to tell its parts by, empty where there is one model, and its file."""
    findings: Sequence[Finding] = ()


@contextmanager
def opened(path: Path) -> Iterator[Bundle]:
    """The models in it, for as long as the context is open; raises `Refused` where there is none."""
    kind = format_of(path)
    if kind == "zip":
        from tempfile import TemporaryDirectory

        from scenes.validate.archive import extract

        with TemporaryDirectory(prefix="scan-") as folder:
            extract(path, Path(folder))
            yield _folder(Path(folder), path.name)
    elif kind == "folder":
        yield _folder(path, path.name)
    else:
        yield Bundle(models=(("", path),))


def _folder(folder: Path, name: str) -> Bundle:
    every = sorted(each for each in folder.rglob("*") if each.is_file() and each.suffix.lower() in MODELS)
    every = [each for each in every if not any(part.startswith((".", "__MACOSX")) for part in each.parts[-2:])]
    if not every:
        refuse("NO_MODEL", "There is no model in it.", f"{READABLE} can be read", file=name)
    if len(every) > MAX_MODELS:
        refuse("TOO_MANY_MODELS", f"There are {len(every)} models in it.", f"at most {MAX_MODELS}", file=name)
    chosen: dict[Path, Path] = {}
    for path in sorted(every, key=lambda each: BEST.index(each.suffix.lower())):
        chosen.setdefault(path.with_suffix(""), path)
    kept = sorted(chosen.values())
    left = [str(path.relative_to(folder)) for path in every if path not in kept]
    message = f"{', '.join(left)}: left out, the same model is there in a better format."
    findings = [notice("SAME_MODEL", message, severity="information")] if left else []
    names = ["" if len(kept) == 1 else path.relative_to(folder).with_suffix("").as_posix() for path in kept]
    return Bundle(models=tuple(zip(names, kept, strict=True)), findings=findings)
