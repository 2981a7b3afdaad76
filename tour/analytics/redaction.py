"""What a question may hold of the person who asked it goes before it is kept: addresses, numbers, links."""

import re

LONGEST = 300
"""Characters of a question that are kept."""
GONE = "…"
PERSONAL = (
    re.compile(r"\b[\w.+-]+@[\w-]+(\.[\w-]+)+"),
    re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE),
    re.compile(r"(?<!\w)@\w{2,}"),
    re.compile(r"(?<!\w)\+?\d(?:[\s().-]{0,2}\d){6,}(?!\w)"),
)
"""E-mail addresses, links, names of accounts, numbers of seven digits and more."""


def redacted(question: str) -> str:
    """The question without them, on one line."""
    text = " ".join(question.split())
    for pattern in PERSONAL:
        text = pattern.sub(GONE, text)
    return text[:LONGEST]
