"""The facts of an annotation as an HTML page for Voyager's reader, with the works that bear them out."""

from html import escape

from scenes.annotation import Annotation
from scenes.facts import Source
from scenes.language import text_in
from scenes.scene import Site

SOURCES = {"en": "Sources", "it": "Fonti", "fr": "Sources", "es": "Fuentes", "de": "Quellen", "zh-Hans": "资料来源"}


def article(site: Site, annotation: Annotation, language: str) -> str:
    """The page in one language: each fact with the numbers of its sources, which follow in order."""
    works: dict[str, int] = {}
    facts = []
    for name in annotation.facts:
        fact = site.facts[name]
        marks = [works.setdefault(cite.source, len(works) + 1) for cite in fact.cites]
        where = [f", {escape(cite.locator)}" if cite.locator else "" for cite in fact.cites]
        notes = " ".join(f"<sup>[{mark}{place}]</sup>" for mark, place in zip(marks, where, strict=True))
        facts.append(f"<p>{escape(fact.text[language])} {notes}</p>")
    rows = [f"<li>{_work(site.sources[name])}</li>" for name in works]
    title = escape(annotation.label[language])
    heading = escape(text_in(SOURCES, language) or SOURCES["en"])
    lines = [f"<h1>{title}</h1>", *facts, f"<h2>{heading}</h2>", "<ol>", *rows, "</ol>"]
    head = (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head><meta charset="utf-8"><title>{title}</title></head>'
    )
    return "\n".join([head, "<body>", *lines, "</body>", "</html>", ""])


def _work(source: Source) -> str:
    year = f"{-source.year} BCE" if source.year < 0 else str(source.year)
    publisher = f", {escape(source.publisher)}" if source.publisher else ""
    text = f"{escape(source.author)}: <cite>{escape(source.title)}</cite>{publisher}, {year}"
    safe = source.url.startswith(("https://", "http://"))
    return f'{text}. <a href="{escape(source.url)}">{escape(source.url)}</a>' if safe else text
