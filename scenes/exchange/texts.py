"""Texts of other formats as language maps of plain text: tags put right, mark-up taken out, ids made of names."""

import re
import unicodedata
from html.parser import HTMLParser
from typing import Any

from scenes.exchange.draft import UNKNOWN
from scenes.language import LanguageMap, is_tag

MAX_TEXT = 4000
MAX_LANGUAGES = 100
SILENT = {"script", "style", "template", "object", "iframe", "noscript", "head"}
BREAKS = {"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"}
MARKED_UP = re.compile(r"<[A-Za-z/!][^>]*>")
BLANK = re.compile(r"[^\S\n]+")


def plain(value: Any) -> str:
    """A text without mark-up, scripts and control characters, its blanks joined; empty for what is no text."""
    if not isinstance(value, str):
        return ""
    text = value[: 16 * MAX_TEXT]
    if MARKED_UP.search(text):
        text = _without_tags(text)
    text = "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs"))
    lines = (BLANK.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def cut(text: str, most: int = MAX_TEXT) -> str:
    """The text, or as many whole words of it as fit."""
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0].rstrip() + "…"


def tagged(value: str) -> str:
    """A BCP 47 tag as it is usually written: `ZH-HANS` → `zh-Hans`; `und` for what is none."""
    if not is_tag(value):
        return UNKNOWN
    first, *rest = value.split("-")
    return "-".join([first.lower(), *(_subtag(part) for part in rest)])


def language_map(value: Any) -> LanguageMap:
    """A map of language to text, or to a list of texts, as plain texts; a bare text stands under `und`."""
    if isinstance(value, str):
        value = {UNKNOWN: value}
    found: LanguageMap = {}
    for tag, texts in list(value.items())[:MAX_LANGUAGES] if isinstance(value, dict) else ():
        rows = texts if isinstance(texts, list) else [texts]
        text = "\n".join(filter(None, (plain(row) for row in rows)))
        if text:
            found.setdefault(tagged(str(tag)), cut(text))
    return found


def slug(name: str, taken: set[str], otherwise: str) -> str:
    """An id of at most 64 of a-z, 0-9 and - made of a name, which becomes taken."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9-]+", "-", ascii_name)[:60].strip("-") or otherwise
    number, found = 1, made
    while found in taken:
        number += 1
        found = f"{made[:54]}-{number}"
    taken.add(found)
    return found


def _subtag(part: str) -> str:
    if len(part) == 4 and part.isalpha():
        return part.title()
    return part.upper() if len(part) == 2 else part.lower()


def _without_tags(text: str) -> str:
    reader = _Text()
    reader.feed(text)
    reader.close()
    return "".join(reader.parts)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in SILENT
        if tag in BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT and self._silent > 0
        if tag in BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)
