"""Foreign names in Chinese, which has no capitals: runs of the characters that names are sounded out with."""

import re
from collections.abc import Sequence

from narration.text.wordlists import words

SHORTEST = 3
MARKED = 2
"""How many characters of a run must be ones that seldom stand elsewhere."""


def transliteration(sentence: str, texts: Sequence[str]) -> str:
    """The first sounded-out name of the sentence that none of the texts has, or empty."""
    table = words("han")
    marked = frozenset(table["sounds"])
    for run in re.findall(f"[{table['sounds']}{table['sounds_too']}·]{{{SHORTEST},}}", sentence):
        for rest in _unknown(run.strip("·"), texts):
            if len(rest) >= SHORTEST and sum(char in marked for char in rest) >= MARKED:
                return str(rest)
    return ""


def _unknown(run: str, texts: Sequence[str]) -> list[str]:
    """What is left of a run when every pair or longer piece that a text has is taken out."""
    known = bytearray(len(run))
    for at in range(len(run) - 1):
        if any(run[at : at + 2] in text for text in texts):
            known[at] = known[at + 1] = 1
    return "".join(" " if known[at] else char for at, char in enumerate(run)).split()
