"""Whether a text takes more from a source's own words than a fair quotation."""

from collections.abc import Iterator, Mapping

from narration.claims.lexing import UNSPACED
from narration.text.words import TOKEN
from scenes.language import primary

WORDS = 8
"""Words in a row that are no accident."""
CHARACTERS = 13
"""The same in scripts without spaces."""
MARKED = {"“": "”", "«": "»", "「": "」", "『": "』", "‘": "’", '"': '"'}


def copied(text: str, sources: Mapping[str, str], language: str) -> str | None:
    """From which source the text copies, and what; None where it does not.

    `sources` are their own words by name. What stands in quotation marks is a quotation, and is left out of account; a
    fact's own text is the house's, and is no source.
    """
    pieces = list(_pieces(_unquoted(text), language))
    size = CHARACTERS if primary(language) in UNSPACED else WORDS
    for name, words in sources.items():
        known = set(_grams(list(_pieces(words, language)), size))
        run = next((gram for gram in _grams(pieces, size) if gram in known), None)
        if run:
            joiner = "" if primary(language) in UNSPACED else " "
            return f"takes “{joiner.join(run)}” from {name} word for word"
    return None


def _pieces(text: str, language: str) -> Iterator[str]:
    if primary(language) in UNSPACED:
        yield from (char for char in text if char.isalnum())
    else:
        yield from (word.lower() for word in TOKEN.findall(text))


def _grams(pieces: list[str], size: int) -> Iterator[tuple[str, ...]]:
    return (tuple(pieces[at : at + size]) for at in range(len(pieces) - size + 1))


def _unquoted(text: str) -> str:
    out: list[str] = []
    closing = ""
    for char in text:
        if closing:
            closing = "" if char == closing else closing
        elif char in MARKED:
            closing = MARKED[char]
            out.append(" | ")
        else:
            out.append(char)
    return "".join(out)
