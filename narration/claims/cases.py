"""What the ending of a name says of its role, in languages that put it there: Russian and Turkish."""

import re
from collections.abc import Collection

INSTRUMENTAL = re.compile(r"(?:ом|ем|ём|ым|им|ой|ою|ей|ею|ью|ами|ями)$")
BASE = re.compile(r"[бвгджзйклмнпрстфхцчшщьо]$")
TURKISH = (
    (re.compile(r"'[dt][ae]n\b"), "from"),
    (re.compile(r"'[dt][ae]\b"), "in"),
    (re.compile(r"'n?[ıiuü]n\b"), "of"),
    (re.compile(r"'[yn]?[ıiuü]\b"), "object"),
    (re.compile(r"'[yn]?[ae]\b"), "to"),
)


def by_ending(name: str, after: str, tongue: str, forms: Collection[str]) -> str:
    """The class of mark (marks.toml) that a name's ending stands for, or empty; `forms` are its dictionary forms."""
    if tongue == "tr":
        return next((kind for pattern, kind in TURKISH if pattern.match(after.replace("’", "'"))), "")
    if tongue != "ru" or name in forms:
        return ""
    first = name.split()[0]
    if INSTRUMENTAL.search(first):
        return "by"
    return "" if BASE.search(first) or not forms else "oblique"
