"""How far apart what was said and what was heard are: word and character error rates after spelling is made equal."""

import re
from collections.abc import Sequence
from unicodedata import category, normalize

from narration.text.hanzi import NUMBER, hanzi_value
from narration.text.wordlists import words as wordlist

WRITTEN = {
    "en": {"a hundred": "100", "one hundred": "100", "amphitheater": "amphitheatre", "meters": "metres"},
    "es": {"cien": "100", "cuarenta y ocho": "48"},
    "fr": {"cent": "100", "quarante huit": "48"},
    "it": {"cento": "100", "quarantotto": "48"},
    "pt": {"cem": "100", "quarenta e oito": "48"},
}
"""Numbers in words and American spelling, as one and the same."""
MARKS_COUNT = {"hi", "ja"}
"""Where a combining mark is a letter, and no accent."""


def plain(text: str, language: str) -> str:
    """Small letters without accents and punctuation; figures for numbers; Simplified characters for Traditional."""
    text = normalize("NFKC", text).casefold()
    if language.startswith("zh"):
        han = wordlist("han")
        text = text.translate(str.maketrans("".join(han["traditional"]), "".join(han["simplified"])))
    if language in {"zh-Hans", "ja"}:
        text = NUMBER.sub(lambda found: _figures(found.group()), text)
    if language not in MARKS_COUNT:
        text = "".join(char for char in normalize("NFD", text) if category(char) != "Mn")
    text = " ".join("".join(char if category(char)[0] in "LNM" else " " for char in text).split())
    for before, after in WRITTEN.get(language, {}).items():
        text = re.sub(rf"\b{before}\b", after, text)
    return text


def reading(text: str) -> str:
    """Japanese as it sounds: one sentence may be written in several ways."""
    import pyopenjtalk

    return str(pyopenjtalk.g2p(text, kana=True))


def word_errors(said: str, heard: str, language: str) -> float:
    """Words inserted, deleted or replaced, of the words said."""
    return _rate(plain(said, language).split(), plain(heard, language).split())


def character_errors(said: str, heard: str, language: str) -> float:
    """The same of characters, white space left out."""
    return _rate(plain(said, language).replace(" ", ""), plain(heard, language).replace(" ", ""))


def _figures(numeral: str) -> str:
    value = hanzi_value(numeral)
    return numeral if value is None else f"{value:g}"


def _rate(said: Sequence[str], heard: Sequence[str]) -> float:
    row = list(range(len(heard) + 1))
    for i, each in enumerate(said, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (each != other))
    return row[-1] / max(1, len(said))
