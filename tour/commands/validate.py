"""`tour validate`: what a scan's file is like before it is taken in."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from msgspec import to_builtins

from scenes.validate import validate as look
from scenes.validate.notes import readable
from scenes.validate.report import Report

COLOURS = {"error": "red", "warning": "yellow", "information": "cyan"}


@click.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE…"
)
@click.option("--json", "as_json", is_flag=True, help="For a program.")
@click.option("--seconds", type=click.FloatRange(1, 3600), default=30.0, show_default=True,
              help="What Khronos' validator may take for a file.")  # fmt: skip
def validate(files: tuple[Path, ...], as_json: bool, seconds: float) -> None:
    """Look at FILE… without opening it in anything that it could hurt.

    GLB, glTF with its files, OBJ, PLY, STL, E57, LAS, LAZ, or a zip of these. Ends with 1 when one of them would be
    refused by `tour ingest`. Hints, which change nothing, are in --json only.
    """
    reports = []
    for file in files:
        reports.append(look(file, seconds=seconds))
        if not as_json:
            _print(file, reports[-1])
    if as_json:
        records = [_record(file, report) for file, report in zip(files, reports, strict=True)]
        click.echo(json.dumps(records, ensure_ascii=False, indent=2))
    raise SystemExit(not all(report.accepted for report in reports))


def _record(file: Path, report: Report) -> dict[str, Any]:
    findings = [{"severity": each.severity, **dict(to_builtins(each))} for each in report.findings]
    return {"file": readable(str(file), 4096), "accepted": report.accepted, "findings": findings}


def _print(file: Path, report: Report) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console()
    verdict = "[green]accepted[/green]" if report.accepted else "[red]refused[/red]"
    console.print(f"[bold]{escape(readable(str(file), 255))}[/bold]  {verdict}{_counted(report)}", highlight=False)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    for finding in report.findings:
        if finding.severity != "hint":
            where = escape(" ".join(filter(None, (finding.code, finding.file, finding.pointer))))
            colour = COLOURS[finding.severity]
            text = f"{escape(finding.message)}\n[dim]{where}[/dim]\n→ {escape(finding.remedy)}"
            table.add_row(f"[{colour}]{finding.severity}[/{colour}]", text)
    if table.row_count:
        console.print(table, highlight=False)


def _counted(report: Report) -> str:
    severities: Sequence[str] = [each.severity for each in report.findings]
    words = {"error": "error", "warning": "warning"}
    counts = {name: severities.count(name) for name in words}
    said = [f"{count} {words[name]}{'s' if count > 1 else ''}" for name, count in counts.items() if count]
    return f": {', '.join(said)}" if said else ""
