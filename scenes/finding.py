"""What was noticed about a file: by the guard, the validator, a repair or a budget."""

from typing import Literal

from msgspec import Struct

Severity = Literal["error", "warning", "information", "hint"]


class Finding(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that is wrong, or worth a look, and what to do about it."""

    code: str
    """Khronos' glTF-Validator code where it has one, else ours in the same style, such as ZIP_TOO_LARGE."""
    message: str
    severity: Severity = "error"
    pointer: str = ""
    """JSON pointer into the glTF document (RFC 6901), or empty."""
    remedy: str = ""
    file: str = ""
    """Name of the file inside a bundle, or empty."""


class Refused(Exception):
    """A file that is not taken in, with the findings that say why; the first is the reason."""

    def __init__(self, *findings: Finding) -> None:
        """At least one finding."""
        self.findings = findings
        first = findings[0]
        where = f"{first.file}{first.pointer}"
        super().__init__(f"{where + ': ' if where else ''}{first.message} — {first.remedy}".removesuffix(" — "))
