"""The figures in a text, read without any of the guide's own code: the checker must not share the guide's mistakes.

Read: digits of every script, with separators and multipliers; Roman numerals of two letters and more; Chinese numerals;
number words of the languages in `figures.toml`. Not read: one and two in words, and number words of other languages.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DIGITS = re.compile(r"\d+(?:[.,'\u202f\u00a0 ]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?")
_ROMAN = re.compile(r"\b[IVXLCDM]{2,}\b")
_HAN = re.compile(r"[〇零一二三四五六七八九十百千万亿两]+")
_HAN_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HAN_TIMES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_LETTERS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_SMALL = 2


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it is written, and every value it may have: "87.000" is 87000 in Rome and 87 in London."""

    written: str
    values: frozenset[float]


def figures(text: str, language: str) -> list[Figure]:
    """Every figure of the text, words of `language` (BCP 47) included."""
    plain = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)
    plain = plain.replace("٫", ".").replace("٬", ",")
    found = [*_in_digits(plain, language), *_roman(plain), *_han(plain), *_worded(plain, language)]
    return [figure for figure in found if max(figure.values) > _SMALL]


def _in_digits(text: str, language: str) -> Iterable[Figure]:
    for match in _DIGITS.finditer(text):
        times = _times_after(text[match.end() :], language)
        values = _values(match.group())
        yield Figure(match.group(), frozenset(values | {value * times for value in values}))


def _values(written: str) -> set[float]:
    parts = re.split(r"[.,'\u202f\u00a0 ]", written)
    whole = {float("".join(parts))} if all(len(part) == 3 for part in parts[1:]) else set()
    if len(parts) > 1 and not (len(parts) > 2 and len(parts[-1]) == 3):
        whole.add(float("".join(parts[:-1]) + "." + parts[-1]))
    return whole or {float("".join(parts))}


def _times_after(rest: str, language: str) -> float:
    han = re.match(r"[万亿千百]+", rest)
    if han:
        value = 1
        for char in han.group():
            value *= _HAN_TIMES[char]
        return value
    word = re.match(r"\s*(\w+)", rest.lower())
    return _pieces(language)[1].get(word.group(1), 1) if word else 1


def _roman(text: str) -> Iterable[Figure]:
    for match in _ROMAN.finditer(text):
        values = [_LETTERS[char] for char in match.group()]
        total = sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
        yield Figure(match.group(), frozenset({float(total)}))


def _han(text: str) -> Iterable[Figure]:
    for match in _HAN.finditer(text):
        run = match.group()
        if not any(char in _HAN_DIGITS for char in run) and not run.startswith("十"):
            continue
        plain = all(char in _HAN_DIGITS for char in run)
        value = float("".join(str(_HAN_DIGITS[char]) for char in run)) if plain else _han_value(run)
        yield Figure(run, frozenset({value}))


def _han_value(run: str) -> float:
    total, section, digit = 0.0, 0.0, 0.0
    for char in run:
        if char in _HAN_DIGITS:
            digit = _HAN_DIGITS[char]
        elif _HAN_TIMES[char] < 10_000:
            section, digit = section + (digit or 1) * _HAN_TIMES[char], 0
        else:
            total, section, digit = (total + section + digit) * _HAN_TIMES[char], 0, 0
    return total + section + digit


def _worded(text: str, language: str) -> Iterable[Figure]:
    run: list[tuple[str, list[str]]] = []
    for word in [*re.findall(r"[^\W\d_]+|[^\s\w-]", text.lower()), ""]:
        pieces = _split(word, language)
        if pieces:
            run.append((word, pieces))
        elif word not in _joins(language) or not run:
            yield from _summed(run, language)
            run = []


def _summed(run: Sequence[tuple[str, list[str]]], language: str) -> Iterable[Figure]:
    units, times = _pieces(language)
    total, current = 0.0, 0.0
    for piece in [piece for _, pieces in run for piece in pieces]:
        if piece in times:
            big = times[piece]
            current = max(current, 1) * big
            total, current = (total + current, 0.0) if big >= 1000 else (total, current)
        else:
            current = current * 20 if (language[:2], piece, current) in _SCORES else current + units[piece]
    bare = len(run) == 1 and run[0][0] in times
    if run and not bare:
        yield Figure(" ".join(word for word, _ in run), frozenset({total + current}))


_SCORES = {("fr", "vingt", 4.0), ("fr", "vingts", 4.0)}


def _split(word: str, language: str) -> list[str]:
    """The number words that a word is made of, or none: only a whole word counts."""
    units, times = _pieces(language)
    known = sorted({*units, *times}, key=len, reverse=True)
    pieces: list[str] = []
    while word:
        piece = next((piece for piece in known if word.startswith(piece)), "")
        if not piece:
            return []
        pieces.append(piece)
        word = word[len(piece) :].removeprefix("und") if language[:2] == "de" else word[len(piece) :]
    return pieces


def _joins(language: str) -> set[str]:
    return {"en": {"and"}, "it": {"e"}, "es": {"y"}, "fr": {"et"}, "ar": {"و"}}.get(language[:2], set())


@cache
def _tables() -> dict[str, dict[str, dict[str, list[str]]]]:
    return tomllib.loads((Path(__file__).parent / "figures.toml").read_text(encoding="utf-8"))


@cache
def _pieces(language: str) -> tuple[dict[str, float], dict[str, float]]:
    table = _tables().get(language.split("-")[0], {})
    units = _flat(table.get("units", {})) | _flat(table.get("small", {}))
    return units, _flat(table.get("times", {}))


def _flat(rows: dict[str, list[str]]) -> dict[str, float]:
    return {word: float(value) for value, words in rows.items() for word in words}
