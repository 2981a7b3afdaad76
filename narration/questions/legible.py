"""A question as a person would read it: without what is invisible, with look-alike letters made one."""

import base64
import binascii
import re
import unicodedata
from codecs import decode
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

from narration.text.wordlists import words

WORD = re.compile(r"[^\W\d_]+")
LATIN = re.compile(r"[a-zA-Z]")
SPACED_OUT = re.compile(r"\b(?:\w[ .\-_*]){4,}\w\b")
DIGITS_AS_LETTERS = str.maketrans("013457@$", "oieastas")
ENCODED = re.compile(r"(?:[A-Za-z0-9+/_-]{16,}={0,2})|(?:(?:0x)?[0-9a-fA-F]{2}[\s,:]*){10,}|(?:%[0-9A-Fa-f]{2}){4,}")
BINARY = re.compile(r"(?:[01]{8}[\s,]*){4,}")
READABLE = 0.9
"""The share of letters and spaces from which on decoded bytes are text."""


SARA_AM = (("\u0e4d\u0e32", "\u0e33"), ("\u0ecd\u0eb2", "\u0eb3"))
"""The Thai and Lao vowel am in two characters and in the one that people write, which the form takes apart."""


def compatible(text: str) -> str:
    """The text in Unicode's compatibility form (NFKC), Thai and Lao as they are written."""
    form = unicodedata.normalize("NFKC", text)
    for apart, whole in SARA_AM:
        form = form.replace(apart, whole)
    return form


@lru_cache(maxsize=1)
def _look_alikes() -> dict[int, str]:
    return {ord(char): latin for latin, chars in words("injection")["look_alikes"].items() for char in chars}


def legible(text: str) -> str:
    """The text in Unicode's compatibility form, without invisible characters, its look-alikes read as Latin.

    A word is read so only if it mixes scripts, so that Russian and Greek stay what they are.
    """
    plain = "".join(char for char in compatible(text) if unicodedata.category(char) != "Cf" or char == "\u200c")
    plain = "".join(char if char.isprintable() or char in "\n\t" else " " for char in plain)
    return WORD.sub(lambda word: _one_script(word.group()), plain).replace("’", "'")


def _one_script(word: str) -> str:
    return word.translate(_look_alikes()) if LATIN.search(word) and not word.isascii() else word


def readings(text: str) -> Iterator[str]:
    """What else the text may be meant to be read as: figures as letters, letters spaced out, look-alikes, encodings."""
    yield text
    yield text.translate(_look_alikes())
    yield WORD.sub(lambda word: word.group().lower(), text.translate(DIGITS_AS_LETTERS))
    yield SPACED_OUT.sub(lambda run: re.sub(r"[ .\-_*]", "", run.group()), text)
    yield text[::-1]
    yield decode(text, "rot13")
    yield from encoded(text)


def encoded(text: str) -> Iterator[str]:
    """What stands in the text in base64, hexadecimal, percent or binary form, if it is text."""
    for run in ENCODED.finditer(text):
        for bytes_ in filter(None, (_base64(run.group()), _hexadecimal(run.group()))):
            if (read := _text(bytes_)) is not None:
                yield read
        if "%" in run.group():
            yield unquote(run.group())
    for run in BINARY.finditer(text):
        if (read := _text(bytes(int(byte, 2) for byte in re.findall(r"[01]{8}", run.group())))) is not None:
            yield read


def _base64(run: str) -> bytes | None:
    try:
        return base64.b64decode(
            run.rstrip("=").translate(str.maketrans("-_", "+/")) + "=" * (-len(run.rstrip("=")) % 4)
        )
    except (binascii.Error, ValueError):
        return None


def _hexadecimal(run: str) -> bytes | None:
    digits = re.sub(r"0x|[\s,:]", "", run)
    try:
        return bytes.fromhex(digits)
    except ValueError:
        return None


def _text(data: bytes) -> str | None:
    """The bytes as text, or None where they are none or a single word such as a name in capitals."""
    try:
        read = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    known = sum(char.isalpha() or char in " .,!?'\n" for char in read)
    return read if len(read) >= 8 and known >= READABLE * len(read) else None
