"""The demonstration sites, each built by code into a site pack."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from time import time

DEMONSTRATIONS: dict[str, str] = {
    "colosseum": "scenes.sites.colosseum",
    "dunhuang": "scenes.sites.dunhuang",
    "grand-palace": "scenes.sites.grand_palace",
}
"""Site ids of what `tour demo` builds, in that order, and the modules that build them."""
UNLISTED: dict[str, str] = {}
"""Sites that can be built by name and are not yet among the demonstrations."""
LEFT = 24 * 3600.0
"""Seconds after which nobody is at work any more on a folder that was to take another's place."""
SHARED = (
    *(
        f"scenes/{name}.py"
        for name in (
            "gltf",
            "gltf_material",
            "gltf_vertices",
            "mesh",
            "sites/__init__",
            "sites/buried",
            "sites/canvas",
            "sites/daylight",
            "sites/lamps",
            "sites/making",
            "sites/model",
            "sites/noise",
            "sites/panels",
            "sites/parts",
            "sites/surface",
        )
    ),
    *(f"scenes/derive/{name}.py" for name in ("compress", "occlusion", "pack", "texture")),
)
"""What every site is built with, from the folder above the packages."""


class UnknownSite(ValueError):
    """No demonstration site has that id."""


def build_site(site: str, folder: Path, progress: Callable[[str, float], None]) -> None:
    """Build a demonstration site's pack into `folder`; `progress` takes a stage's name and the share done, 0 to 1.

    Raises `UnknownSite`; `OSError` when the disk does not take it.
    """
    import_module(_module(site)).build(folder, progress)


def fingerprint(site: str) -> str:
    """SHA-256 (hex) over the sources and pack files that a site is built from; the same means no rebuild is needed."""
    from hashlib import sha256

    root = Path(__file__).parents[2]
    digest = sha256()
    for path in sorted({file for start in (*SHARED, _module(site).replace(".", "/")) for file in _files(root / start)}):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + sha256(path.read_bytes()).digest())
    return digest.hexdigest()


@contextmanager
def replaced_whole(folder: Path) -> Iterator[Path]:
    """A fresh folder beside `folder` that takes its place when the block ends well, and vanishes when it does not."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        fresh.chmod(0o755)
        yield fresh
        _swap(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def put_back(folder: Path) -> None:
    """Put a folder back that a program which was killed in `replaced_whole` had taken away, and drop what it left."""
    aside = sorted(folder.parent.glob(f".{folder.name}-old-*"))
    for old in aside:
        if (old / folder.name).is_dir() and not folder.exists():
            (old / folder.name).rename(folder)
    for left in (*aside, *folder.parent.glob(f".{folder.name}-????????")):
        if left.is_dir() and left.lstat().st_mtime < time() - LEFT:
            shutil.rmtree(left, ignore_errors=True)


def _swap(fresh: Path, folder: Path) -> None:
    if not folder.exists():
        fresh.rename(folder)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
    try:
        folder.rename(old / folder.name)
        fresh.rename(folder)
    finally:
        if not folder.exists():
            (old / folder.name).rename(folder)
        shutil.rmtree(old, ignore_errors=True)


def _module(site: str) -> str:
    try:
        return (DEMONSTRATIONS | UNLISTED)[site]
    except KeyError:
        raise UnknownSite(f"site {site!r}: the demonstration sites are {', '.join(DEMONSTRATIONS)}") from None


def _files(start: Path) -> Iterator[Path]:
    """What a build reads of a file or a folder: all that is copied of `pack`, and no page or picture beside it."""
    if start.is_file():
        yield start
        return
    for path in start.rglob("*"):
        parts = path.relative_to(start).parts
        hidden = any(part.startswith((".", "__pycache__")) for part in parts)
        told = parts[0] != "pack" and (parts[0] == "pictures" or path.suffix == ".md")
        if path.is_file() and not hidden and not told:
            yield path


__all__ = ["DEMONSTRATIONS", "UnknownSite", "build_site", "fingerprint", "put_back", "replaced_whole"]
