"""Khronos' glTF-Validator in a Node.js process with limits, for one file or many."""

import json
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from scenes.finding import Finding, Severity
from scenes.node import NodeMissing, command
from scenes.parent import go_with_parent
from scenes.validate import caps
from scenes.validate.notes import Notes, readable
from scenes.validate.remedies import remedy
from scenes.validate.tolerance import TOLERATED

SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "information", "hint")
HEAP = 1024
"""MiB for the validator's own objects."""
DATA = 3 * caps.GIB
"""Bytes of data of the whole process, files included."""
FILE = 512 * caps.MIB
"""A larger file is not given to the validator, which holds it in memory whole."""
ISSUES = 200
QUIET = frozenset({"UNUSED_OBJECT", "NODE_EMPTY"})
"""Information that no curator can use."""


def khronos_findings(paths: Sequence[Path], *, seconds: float = 30.0) -> list[tuple[Finding, ...]]:
    """For each file what the validator says; a validator that hangs or dies is a finding of the files it did not reach.

    `seconds` is for all of them together.
    """
    large = [path for path in paths if _size(path) > FILE]
    asked = [path for path in paths if path not in large]
    too_large = _lone("VALIDATOR_TOO_LARGE", "The file is too large for Khronos' validator.")
    reports: dict[Path, tuple[Finding, ...]] = dict.fromkeys(large, (too_large,))
    reports |= dict(zip(asked, _run(asked, seconds), strict=True))
    return [reports[path] for path in paths]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _run(paths: Sequence[Path], seconds: float) -> list[tuple[Finding, ...]]:
    if not paths:
        return []
    try:
        node = command("validate.mjs")
    except NodeMissing as missing:
        return [(_lone("VALIDATOR_MISSING", str(missing)),)] * len(paths)
    node.insert(1, f"--max-old-space-size={HEAP}")
    request = {"files": [str(path.absolute()) for path in paths], "bytes": FILE, "issues": ISSUES}
    with subprocess.Popen(
        [*_limited(seconds), *node],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        preexec_fn=go_with_parent,
    ) as child:
        try:
            out, _ = child.communicate(json.dumps(request).encode(), timeout=seconds)
            reason = _lone("VALIDATOR_DIED", f"Khronos' validator ended with {child.returncode} before it was done.")
        except subprocess.TimeoutExpired:
            child.kill()
            out, _ = child.communicate()
            reason = _lone("VALIDATOR_TIMEOUT", f"Khronos' validator took longer than {seconds:g} s.")
    found = list(_reports(out, paths))
    return [*found, *[(reason,)] * (len(paths) - len(found))]


def _limited(seconds: float) -> list[str]:
    """Limits of data and processor that stay with the program which the shell becomes."""
    limits = f"ulimit -d {DATA // 1024}; ulimit -t {int(seconds) * 2 + 2}; ulimit -c 0"
    return ["/bin/sh", "-c", f'{limits}; exec "$@"', "validator"]


def _reports(out: bytes, paths: Sequence[Path]) -> Iterator[tuple[Finding, ...]]:
    """One line for each file, in order; a last line that was cut off is none."""
    for line, _ in zip(out.split(b"\n")[:-1], paths, strict=False):
        yield tuple(_finding(issue) for issue in json.loads(line) if issue["code"] not in QUIET)


def _finding(issue: dict[str, Any]) -> Finding:
    code, severity = str(issue["code"]), SEVERITIES[int(issue["severity"])]
    message, words = readable(str(issue["message"]), 400), remedy(code)
    if severity == "error" and code in TOLERATED:
        severity, words = "warning", f"Nothing needs to be done: {TOLERATED[code]}."
    return Finding(
        code=code, message=message, severity=severity, remedy=words, pointer=readable(issue.get("pointer", ""), 400)
    )


def _lone(code: str, message: str) -> Finding:
    notes = Notes()
    notes.warning(code, message)
    return notes.findings[0]
