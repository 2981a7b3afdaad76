"""What is said of a file when all checks are done."""

from msgspec import Struct

from scenes.finding import Finding


class Report(Struct, frozen=True, kw_only=True):
    """The findings about one file, errors first."""

    file: str
    findings: tuple[Finding, ...]

    @property
    def accepted(self) -> bool:
        """Whether it may be taken in: no finding is an error."""
        return not any(finding.severity == "error" for finding in self.findings)


ORDER = ("error", "warning", "information", "hint")


def merged(*parts: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """All findings, each once by code, file and place, the earlier one kept, the gravest first."""
    seen: dict[tuple[str, str, str], Finding] = {}
    for finding in (each for part in parts for each in part):
        key = finding.code, finding.file, finding.pointer or _message(finding)
        seen.setdefault(key, finding)
    return tuple(sorted(seen.values(), key=lambda each: ORDER.index(each.severity)))


def _message(finding: Finding) -> str:
    """Two findings without a place are the same when their code is the validator's: it says these once a file."""
    return "" if finding.code.startswith(("GLB_", "INVALID_JSON")) else finding.message
