"""A text taken apart into what it speaks of (names, numbers, words) and the small words that say who stands how."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from narration.claims.cases import by_ending
from narration.text.glossary import Glossary, well_known
from narration.text.numerals import Quantity, quantities
from narration.text.wordlists import words
from narration.text.words import TOKEN, function_words, stem
from scenes.language import primary

UNSPACED = frozenset({"zh", "ja", "th", "lo", "km", "my"})
"""Languages whose words are not parted by spaces."""
Kind = Literal["cut", "mark", "pronoun"]
SINGLES = frozenset("被由把将从在于向往的比和与而他她应用")
"""Chinese marks of one character that hardly ever stand within a word."""
STOP = re.compile(r"(?<!\d)(?<!(?<![^\s.])\w)[.:](?!\d)|(?<!(?<![^\s.])\w)[.:](?=\s|$)|[;!?。；：！？؛؟।]")
PAUSE = re.compile(r"(?<!\d)[,，](?!\d)|[,](?=\s)|[—–()（）、،]")
MEASURES = re.compile(r"[长宽高深厚重](?=\0)?")
RUN = re.compile(
    r"[长宽高深厚重](?=[约达为]?\0)|(?:(?![长宽高深厚重][约达为]?\0)[^\W\d_\0])(?:(?![长宽高深厚重][约达为]?\0)[^\s\0,.])*"
)
"""Stretches of an unspaced script; the measure before a number (高48.5米) stands alone."""
THAI_SPACE = re.compile(r"(?<=[\u0e00-\u0e7f])\s(?=[\u0e00-\u0e7f])")
"""Thai parts its clauses by spaces."""
ARTICLE = re.compile(
    r"(?:\b(?:il|lo|la|i|gli|le|les|el|los|las|os|as|the|del|dei|delle|della|du|des|самый|самая)\s+|l')$"
)
THAT_IS = re.compile(r"\s(?:\w+\s)?que\s(?:se|existe|hay|ha)\b")
ERA = re.compile(r"\s(?:Cristo|Christ|J\.|C\.)")
"""What makes an era of `before` and `after`."""
ROMAN = re.compile(r"[IVXLC]+")
COMMON_NOUN_CAPITALS = frozenset({"de", "lb"})
"""Languages that write every noun with a capital."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A piece of a text, from `start` to `end`."""

    kind: Literal["word", "run", "number", "name", "mark", "cut", "stop", "pronoun"]
    key: str
    """A word's stem, a run of an unspaced script, a name's term or stem, a number as written, a mark's class."""
    start: int
    end: int
    text: str
    after: bool = False
    """For a mark: it stands after what it governs."""
    quantity: Quantity | None = None
    sort: str = ""
    """For a name of the glossary: `person`, `place` and so on."""
    case: str = ""
    """The class of mark that a name's ending stands for."""


@dataclass(frozen=True, slots=True)
class _Mark:
    form: str
    kind: str
    after: bool


@lru_cache(maxsize=32)
def _marks(tongue: str) -> tuple[re.Pattern[str], dict[str, _Mark]] | None:
    table = words("marks").get(tongue)
    if not table:
        return None
    known: dict[str, _Mark] = {}
    for kind, forms in table.items():
        for form in forms:
            plain = form.removeprefix("~")
            known.setdefault(plain, _Mark(plain, kind, form.startswith("~")))
            known.setdefault(_small(plain), known[plain])
    ordered = sorted(known, key=len, reverse=True)
    return re.compile("|".join(_bounded(form, tongue) for form in ordered), re.IGNORECASE), known


def _small(text: str) -> str:
    """Lower case as regular expressions compare it: all four letters i of Turkish are one."""
    return text.replace("İ", "i").lower().replace("ı", "i")


def _bounded(form: str, tongue: str) -> str:
    plain = re.escape(form) if form[0].islower() or not form[0].isupper() else f"(?-i:{re.escape(form)})"
    if tongue in UNSPACED:
        clause_end = r"(?=[，。、；,;.\s]|$)" if len(form) == 1 and form not in SINGLES else ""
        return plain + clause_end
    return (r"(?<![\w'])" if form[0].isalpha() else "") + plain + ("" if form.endswith("'") else r"(?!\w)")


def tokens(text: str, language: str, glossary: Glossary) -> tuple[Token, ...]:
    """The tokens of a text in the order in which they stand (language: BCP 47)."""
    tongue = primary(language)
    plain = text.replace("’", "'")
    taken = bytearray(len(plain))
    out: list[Token] = []
    for token in (
        *_names(plain, glossary, tongue),
        *_numbers(plain, language),
        *_stops(plain),
        *_marks_in(plain, tongue),
    ):
        if not any(taken[token.start : token.end]):
            taken[token.start : token.end] = b"\1" * (token.end - token.start)
            out.append(token)
    out += _rest(plain, taken, tongue, language)
    return tuple(_merged(sorted(out, key=lambda token: token.start), plain, tongue))


def _merged(ordered: Sequence[Token], text: str, tongue: str) -> list[Token]:
    """The tokens with names of several words, and the ordinals of rulers, in one."""
    out: list[Token] = []
    for token in ordered:
        last = out[-1] if out else None
        if last and _together(last, token, text, tongue):
            whole = text[last.start : token.end]
            key = last.key if last.key[0] == "@" else f"{last.key} {token.key}"
            out[-1] = Token(
                kind="name", key=key, start=last.start, end=token.end, text=whole, sort=last.sort, case=last.case
            )
        else:
            out.append(token)
    return out


def _together(last: Token, token: Token, text: str, tongue: str) -> bool:
    if text[last.end : token.start] != " " or tongue in COMMON_NOUN_CAPITALS or not last.text[0].isupper():
        return False
    if token.kind == "number":
        return last.kind in {"name", "word"} and ROMAN.fullmatch(token.text) is not None
    return last.kind in {"name", "word"} and last.key[0] != "@" and token.kind == "name" and token.key[0] != "@"


def _numbers(text: str, language: str) -> Iterator[Token]:
    for number in quantities(text, language):
        yield Token(
            kind="number", key=number.text, start=number.start, end=number.end, text=number.text, quantity=number
        )


def _names(text: str, glossary: Glossary, tongue: str) -> Iterator[Token]:
    for book in (glossary, well_known()):
        for start, form, names in book.spans(text):
            end = start + len(form)
            while tongue == "ru" and text[end : end + 1].isalpha():
                end += 1
            case = by_ending(text[start:end], text[end : end + 5], tongue, {book.first(names[0].term, tongue)} - {""})
            yield Token(
                kind="name", key="@" + names[0].term, start=start, end=end, text=text[start:end],
                sort=names[0].kind, case=case,
            )  # fmt: skip


def _stops(text: str) -> Iterator[Token]:
    for found in STOP.finditer(text):
        yield Token(kind="stop", key="", start=found.start(), end=found.end(), text=found.group())
    for found in (*PAUSE.finditer(text), *(THAI_SPACE.finditer(text))):
        yield Token(kind="cut", key=",", start=found.start(), end=found.end(), text=found.group())


def _marks_in(text: str, tongue: str) -> Iterator[Token]:
    listed = _marks(tongue)
    if listed is None:
        return
    pattern, known = listed
    for found in pattern.finditer(text):
        mark = known.get(found.group()) or known[_small(found.group())]
        if (mark.kind in {"more", "less"} and _superlative(text, found)) or ERA.match(text[found.end() :]):
            continue
        kind: Kind = "cut" if mark.kind == "cut" else "pronoun" if mark.kind == "pronoun" else "mark"
        yield Token(
            kind=kind, key=mark.kind, start=found.start(), end=found.end(), text=found.group(), after=mark.after
        )


def _superlative(text: str, found: re.Match[str]) -> bool:
    """Whether a comparative has the article that makes it a superlative, or a `that there is` behind it."""
    return bool(ARTICLE.search(text[: found.start()]) or THAT_IS.match(text[found.end() :]))


def _rest(text: str, taken: bytearray, tongue: str, language: str) -> list[Token]:
    free = "".join("\0" if taken[at] else char for at, char in enumerate(text))
    if tongue in UNSPACED:
        return [
            _token("word" if MEASURES.fullmatch(found.group()) else "run", found.group(), found)
            for found in RUN.finditer(free)
        ]
    small = function_words(language)
    out = []
    for found in TOKEN.finditer(free):
        word = found.group()
        if word.lower() in small or len(word) < 2 or word[0].isdigit():
            continue
        root = stem(word, tongue)
        kind = _kind(word, text, found.start(), tongue)
        out.append(_token(kind, root, found, "person" if kind == "word" and root in people(tongue) else ""))
    return out


def _kind(word: str, text: str, at: int, tongue: str) -> Literal["word", "name"]:
    first = not re.search(r"[\w,'’]\s*$", text[:at])
    return "name" if word[0].isupper() and not first and tongue not in COMMON_NOUN_CAPITALS else "word"


def _token(kind: Literal["word", "run", "name"], key: str, found: re.Match[str], sort: str = "") -> Token:
    return Token(kind=kind, key=key, start=found.start(), end=found.end(), text=found.group(), sort=sort)


@lru_cache(maxsize=32)
def people(tongue: str) -> frozenset[str]:
    """The stems of words for people in a language; the words themselves where they are written together."""
    listed = words("people").get(tongue, ())
    return frozenset(listed if tongue in UNSPACED else (stem(word, tongue) for word in listed))


def joined(parts: Sequence[Sequence[Token]]) -> list[Token]:
    """The tokens of several texts, a stop between them."""
    stop = Token(kind="stop", key="", start=0, end=0, text="")
    return [token for part in parts for token in (*part, stop)]
