"""Where a sentence ends, and its first clause, while a model is still writing."""

import re
from functools import lru_cache

from narration.text.wordlists import words
from scenes.language import primary

LONGEST = 1200
"""Characters after which a text without a boundary is cut, so that nothing grows without end."""

CLOSERS = "\"'”’»›)]」』）】》"
FULL = "。！？｡؟۔।॥።։။។"
"""Marks that end a sentence whatever follows."""
LATIN = ".!?…"
ORDINAL_DOT = frozenset(
    {"de", "da", "nb", "nn", "no", "fi", "et", "cs", "sk", "sl", "hr", "sr", "pl", "hu", "is", "lv", "tr", "az"}
)
"""Languages that write an ordinal as digits and a full stop."""

CLAUSE = re.compile(
    r"[,;:](?=\s)|[，；：]|\s[–—](?=\s)|[—](?=\S)|، |؛ "
    r"|(?<=[\u0e01-\u0e4e])\s(?=[\u0e01-\u0e45])(?!ฯ|และ|หรือ|กับ)"
)
"""Where a clause ends; Thai and its like part clauses by spaces, but not before a sign of repetition."""
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]")
LAST_WORD = re.compile(r"([^\s(\[\"'“‘«]+)$")
ENDING = re.compile(rf"[{re.escape(LATIN)}]+[{re.escape(CLOSERS)}]*|[{FULL}]+[{re.escape(CLOSERS)}]*|\n+")


@lru_cache(maxsize=64)
def _listed(kind: str, language: str) -> frozenset[str]:
    table = words("sentences")[kind]
    return frozenset(table.get("any", ())) | frozenset(table.get(primary(language), ()))


def _abbreviates(before: str, after: str, language: str) -> bool:
    """Whether the full stop between `before` and `after` belongs to an abbreviation, an initial or an ordinal."""
    found = LAST_WORD.search(before)
    if found is None:
        return False
    word = found.group(1)
    low = word.lower()
    if low in _listed("inside", language) or (len(word) == 1 and word.isupper() and word.isalpha() and word != "I"):
        return True
    if low in _listed("either", language):
        opener = re.match(r"\w+", after)
        return opener is None or opener.group().lower() not in _listed("openers", language)
    if word.isdigit():
        return not before[: found.start()].strip() or (primary(language) in ORDINAL_DOT and int(word) < 32)
    return False


def _ends(text: str, mark: re.Match[str], language: str) -> bool | None:
    """Whether the sentence ends at the mark; None while what follows is not written yet."""
    sign = mark.group()[0]
    if sign == "\n":
        return True
    if mark.end() == len(text):
        return None
    if sign in FULL:
        return True
    rest = text[mark.end() :]
    after = rest.lstrip()
    if not rest[0].isspace() and not CJK.match(rest):
        return False
    if not after:
        return None
    if after[0].islower():
        return False
    if mark.group().rstrip(CLOSERS) != ".":
        return True
    if not re.search(r"\W", after) and _listed("either", language) & {_word_before(text, mark).lower()}:
        return None
    return not _abbreviates(text[: mark.start()], after, language)


def _word_before(text: str, mark: re.Match[str]) -> str:
    found = LAST_WORD.search(text[: mark.start()])
    return found.group(1) if found else ""


class Splitter:
    """Takes pieces of text and gives back whole sentences of one language (BCP 47)."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._text = ""

    def feed(self, piece: str) -> list[str]:
        """Take the next piece and return the sentences that it completed, without surrounding space."""
        self._text += piece
        done: list[str] = []
        while (end := self._boundary()) is not None:
            self._take(end, done)
        return done

    def clause(self) -> str | None:
        """The first clause of the sentence being written once it is long enough to be spoken alone, or None.

        At least 12 characters or 3 words; 6 characters where the script writes no spaces between words.
        """
        text = self._text.lstrip()
        for mark in CLAUSE.finditer(text):
            clause = text[: mark.end()].strip()
            if _speakable(clause):
                return clause
        return None

    def close(self) -> list[str]:
        """Return what is left when the text has ended."""
        done = self.feed("\n")
        self._take(len(self._text), done)
        return done

    def _take(self, end: int, done: list[str]) -> None:
        sentence, self._text = self._text[:end].strip(), self._text[end:]
        if sentence:
            done.append(sentence)

    def _boundary(self) -> int | None:
        for mark in ENDING.finditer(self._text):
            ends = _ends(self._text, mark, self.language)
            if ends is None:
                break
            if ends:
                return mark.end()
        return _forced(self._text) if len(self._text) > LONGEST else None


def _speakable(clause: str) -> bool:
    if CJK.search(clause):
        return len(CJK.findall(clause)) >= 6
    return len(clause) >= 12 or len(clause.split()) >= 3


def _forced(text: str) -> int:
    """Where to cut a text that has no boundary: after the last clause, else the last space, else at the limit."""
    head = text[:LONGEST]
    marks = [mark.end() for mark in CLAUSE.finditer(head)]
    return marks[-1] if marks else head.rfind(" ") + 1 or LONGEST


def sentences(text: str, language: str) -> list[str]:
    """Split a whole text into its sentences."""
    splitter = Splitter(language)
    return splitter.feed(text) + splitter.close()
