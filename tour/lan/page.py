"""The doorstep's page as HTML, in the words of `words.toml`."""

import re
import tomllib
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA1

from scenes.language import lookup
from tour.lan.authority import fingerprint
from tour.lan.papers import Papers

DEVICES = ("quest", "android", "apple", "windows", "mac", "linux")
AGENTS = (
    ("quest", r"OculusBrowser|Quest"),
    ("apple", r"iPhone|iPad"),
    ("android", r"Android"),
    ("windows", r"Windows"),
    ("mac", r"Macintosh"),
    ("linux", r"Linux"),
)
"""What a browser says of its device; the first that fits."""

LONGEST = 2000
"""Characters of a header that are looked at."""


def page(*, papers: Papers, urls: tuple[str, str], agent: str, languages: str) -> str:
    """The page for a device (`User-Agent`) and its languages (`Accept-Language`); `urls` lead in by name and number."""
    tag = language_of(languages)
    words = _words()[tag]
    places = {
        "host": papers.host,
        "url": urls[0],
        "address": urls[1],
        "sha256": grouped(fingerprint(papers.authority.certificate)),
        "sha1": grouped(fingerprint(papers.authority.certificate, SHA1())),  # noqa: S303  (Windows shows no other)
        "shown": grouped(fingerprint(papers.certificate.certificate)),
        "until": f"{papers.authority.ends:%Y-%m-%d}",
    }
    told = {name: escape(text) for name, text in words.items() if isinstance(text, str)}
    told = {name: Template(text).safe_substitute(_safe(places)) for name, text in told.items()}
    steps = _steps(words, device_of(agent), _safe(places))
    text = (files("tour.lan") / "doorstep.html").read_text(encoding="utf-8")
    return Template(text).substitute(
        _safe(places) | {f"t_{name}": text for name, text in told.items()}, lang=tag, steps=steps
    )


def device_of(agent: str) -> str:
    """The device that a browser says it runs on; empty for one that is not known."""
    return next((device for device, sign in AGENTS if re.search(sign, agent[:LONGEST])), "")


def language_of(header: str) -> str:
    """The first language of `Accept-Language` that the page is written in, else English."""
    wanted = [part.partition(";")[0].strip() for part in header[:LONGEST].split(",")]
    found = (lookup(tag, tuple(_words())) for tag in wanted if re.fullmatch(r"[A-Za-z0-9-]{2,35}", tag))
    return next((tag for tag in found if tag), "en")


def grouped(mark: str) -> str:
    """A fingerprint in groups that the eye can hold: `AB:CD:EF:01 23:…`."""
    pairs = mark.split(":")
    return " ".join(":".join(pairs[at : at + 4]) for at in range(0, len(pairs), 4))


def _steps(words: dict[str, Any], mine: str, places: dict[str, str]) -> str:
    return "\n".join(_device(words[device], places, is_open=device == mine) for device in DEVICES)


def _device(words: dict[str, Any], places: dict[str, str], *, is_open: bool) -> str:
    items = "".join(f"<li>{_linked(Template(escape(step)).safe_substitute(places))}</li>" for step in words["steps"])
    return f"<details{' open' if is_open else ''}><summary>{escape(words['title'])}</summary><ol>{items}</ol></details>"


def _linked(text: str) -> str:
    """`[words](address)` as a link; the words are ours, only the addresses in them are made."""
    return re.sub(r"\[([^\]]+)\]\((https:[^)\s]+|/[a-z.]+)\)", r'<a href="\2">\1</a>', text)


def _safe(places: dict[str, str]) -> dict[str, str]:
    return {name: escape(text) for name, text in places.items()}


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((files("tour.lan") / "words.toml").read_text(encoding="utf-8"))
