"""How the tests read what a site tells: its figures, its length, whether it says that something is disputed."""

import re
from collections import Counter

PROPER = {"person", "place", "people", "work", "title"}
HEDGE = re.compile(
    r"others|scholars|historians|disagree|dispute|debate|discuss|doubt|uncertain|assum|argue|may have|most take"
    r"|nobody|not always|not proven|reconstruction"
)
BUDDHIST_YEAR = re.compile(r"พ\.ศ\. (\d{4})")
REIGN = re.compile(r"รัชกาลที่ \d")
"""Thai calls a king by the number of his reign."""
NUMBER = re.compile(r"(\d[\d.,]*\d|\d)\s?(million|milioni|万|亿)?")
SCALE = {"million": 1e6, "milioni": 1e6, "万": 1e4, "亿": 1e8}


def figures(text: str, language: str) -> set[float]:
    """The figures of a text, years of the Buddhist era as years of the common one."""
    if language == "th":
        text = BUDDHIST_YEAR.sub(lambda year: f" {int(year[1]) - 543} ", REIGN.sub("", text))
    return set(numbers(text, language))


def numbers(text: str, language: str) -> Counter[float]:
    group, point = (".", ",") if language == "it" else (",", ".")
    found: Counter[float] = Counter()
    for digits, scale in NUMBER.findall(text):
        plain = re.sub(rf"{re.escape(group)}(?=\d{{3}})", "", digits.rstrip(".,")).replace(point, ".")
        found[round(float(plain) * SCALE.get(scale, 1.0), 6)] += 1
    return found


def length(text: str, language: str) -> int:
    """Words, or characters where no spaces are written between them."""
    return len(text.replace(" ", "")) if language in ("zh-Hans", "th") else len(text.split())


def named(names: list[str], text: str, language: str) -> list[str]:
    """Which of the names stand in a text, as whole words where words are written apart."""
    edge = "" if language in ("zh-Hans", "th") else r"\b"
    return [name for name in names if re.search(edge + re.escape(name) + edge, text)]
