"""What became of an ingest, for the studio."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from scenes.finding import Finding, Refused
from scenes.ingest.report import Report, describe, said
from scenes.pack_records import PackRecords

REMEDIES = {
    "MODEL_REPLACED": "give the scan another name to keep both",
    "RIGHTS_UNSTATED": "say it where the site's own words are written, or when a scan is taken in",
    "PLACE_UNKNOWN": "put it where it belongs",
    "PART_GONE": "tie it to another part, or name it so in the scan; until then its sphere decides",
    "SITE_IS_BUILT": "choose another id for your site",
    "WORKER_MISSING": "ask an operator to install it, and take the scan in again; it goes on where it stood",
    "WORKER_DISK": "ask an operator to make room, and take the scan in again; it goes on where it stood",
    "FILE_NOT_FOUND": "send it again",
}
"""What helps somebody at a browser, where the finding speaks to one at a command line."""
MOST_FINDINGS = 40
LONGEST_RESULT = 96 * 1024


def in_the_studio(finding: Finding) -> Finding:
    """A finding with a remedy for who sits at a browser."""
    return replace(finding, remedy=REMEDIES.get(finding.code, finding.remedy))


def refusal(refused: Refused) -> tuple[str, dict[str, Any]]:
    """Why a scan was not taken in: a sentence, and every finding for a program."""
    found = [in_the_studio(each) for each in refused.findings]
    first = said(found[0])[2:]
    more = f" ({len(found) - 1} more)" if len(found) > 1 else ""
    return f"{first.rstrip('.')}.{more}", {"findings": msgspec.to_builtins(found[:MOST_FINDINGS])}


def told(report: Report, found: PackRecords) -> dict[str, Any]:
    """The result of the job: models, words, the report, pictures before and after."""
    whole = replace(report, findings=tuple(map(in_the_studio, report.findings)))
    return {
        "models": [model.id for model in report.models],
        "words": describe(whole).split("\n"),
        "report": _short(msgspec.to_builtins(whole)),
        "pictures": [_pictures(model.id, found) for model in report.models],
    }


def _pictures(id_: str, found: PackRecords) -> dict[str, str]:
    files: Mapping[str, str] = next(body.get("files", {}) for kind, _, body in found.bodies if kind == "site")
    kinds = ("before", "after", "thumbnail", "turntable")
    named = {kind: files.get(f"models/{id_}.{kind}.webp") for kind in kinds}
    return {"model": id_, **{kind: f"{digest}.webp" for kind, digest in named.items() if digest}}


def _short(report: dict[str, Any]) -> dict[str, Any]:
    """The report without its longest parts, where a scan of very many faults would make it endless."""
    if len(msgspec.json.encode(report)) <= LONGEST_RESULT:
        return report
    models = [
        {**model, "repair": {}, "findings": model.get("findings", [])[:MOST_FINDINGS]} for model in report["models"]
    ]
    return {**report, "models": models}
