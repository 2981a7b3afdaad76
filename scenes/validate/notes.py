"""Writing down what was noticed about one file."""

from typing import Any

from scenes.finding import Finding, Severity
from scenes.validate import caps
from scenes.validate.remedies import remedy


class Notes:
    """Findings in the order in which they were made, no more than a person would read."""

    def __init__(self, file: str = "") -> None:
        """`file` is the name inside a bundle that the findings are about, or empty."""
        self.file = file
        self.failed = False
        self._found: list[Finding] = []
        self._left_out = 0

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All of them, and one that says how many were left out."""
        if not self._left_out:
            return tuple(self._found)
        more = f"{self._left_out} more findings are left out."
        left = Finding(code="FINDINGS_LEFT_OUT", message=more, severity="information", remedy="Correct these first.")
        return (*self._found, left)

    def error(self, code: str, message: str, pointer: str = "") -> None:
        """What makes the file unfit."""
        self._add(code, message, pointer, "error")

    def warning(self, code: str, message: str, pointer: str = "") -> None:
        """What a person should look at."""
        self._add(code, message, pointer, "warning")

    def information(self, code: str, message: str, pointer: str = "") -> None:
        """What is good to know."""
        self._add(code, message, pointer, "information")

    def _add(self, code: str, message: str, pointer: str, severity: Severity) -> None:
        new = severity == "error" and not self.failed
        self.failed |= severity == "error"
        if len(self._found) >= caps.FINDINGS and not new:
            self._left_out += 1
            return
        text, where = readable(message, 400), readable(pointer, 400)
        self._found.append(
            Finding(
                code=code, message=text, severity=severity, pointer=where, remedy=remedy(code),
                file=readable(self.file, 200),
            )
        )  # fmt: skip


def readable(text: str, most: int = 80) -> str:
    """A stranger's text without control characters and lone surrogates, cut to `most` characters."""
    cut = text if len(text) <= most else text[: most - 1] + "…"
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in cut)


def shown(value: Any) -> str:
    """A stranger's JSON value, short."""
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    return readable(str(value))
