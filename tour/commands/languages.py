"""The table of `tour check --languages`: what is told in each language, how it came about, and who speaks it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from narration.translation.prompts import tongue_name
from scenes.language import direction, lookup
from scenes.scene import Site

if TYPE_CHECKING:
    from narration.voice.voices import Voices

WANTED = (
    "ar", "bn", "de", "el", "en", "es", "fa", "fr", "hi", "id", "it", "ja", "kk", "km", "ko", "lo", "mn", "ms", "pl",
    "pt", "ru", "sw", "ta", "th", "tr", "ur", "uz", "vi", "zh-Hans",
)  # fmt: skip
"""Languages along the Belt and Road and beyond, in which visitors will come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One language."""

    tag: str
    name: str
    direction: str
    voice: str
    """`engine/voice`, or empty where nobody speaks it and it is read."""
    told: Mapping[str, str]
    """The sites it is offered at, by id: `reviewed` or `checked`."""


def rows(sites: Iterable[Site], voices: "Voices") -> list[Row]:
    """A row for each language that a site offers or that visitors will want, by tag."""
    known = list(sites)
    tags = sorted({*WANTED, *(tag for site in known for tag in site.spoken)})
    return [_row(tag, known, voices) for tag in tags]


def _row(tag: str, sites: Iterable[Site], voices: "Voices") -> Row:
    voice = voices.choose(tag)
    return Row(
        tag=tag,
        name=tongue_name(tag),
        direction=direction(tag),
        voice=f"{voice.engine}/{voice.id}" if voice else "",
        told={site.id: tier_of(site, tag) for site in sites if lookup(tag, site.spoken)},
    )


def tier_of(site: Site, tag: str) -> str:
    """What stands behind a language that a site offers."""
    offered = lookup(tag, site.spoken) or tag
    return site.translations[offered].tier if offered in site.translations else "reviewed"


def show(found: Iterable[Row]) -> None:
    """Print the rows for a person."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for title in ("", "language", "voice", "told at"):
        table.add_column(title, overflow="fold")
    for row in found:
        told = ", ".join(f"{site} ({tier})" for site, tier in row.told.items())
        table.add_row(row.tag, row.name, row.voice or "[yellow]none: read only", told or "[yellow]not offered")
    Console().print(table)
