"""Reading a glTF document's JSON within limits: bytes, tokens, depth, keys given twice, numbers too large."""

import json
import re
from codecs import BOM_UTF8
from itertools import accumulate
from typing import Any, Never

from scenes.validate import caps
from scenes.validate.json_pointer import not_finite
from scenes.validate.notes import Notes, shown

SIGNS = {ord("{"): 1, ord("["): 1, ord("}"): -1, ord("]"): -1}
HUGE = re.compile(rb"[eE]\+?0*[1-9][0-9]|[0-9]{290}")
"""What every number that is too large for a float has in it."""
ALL_BUT_SIGNS = bytes(each for each in range(256) if each not in SIGNS)


def parse(data: bytes, notes: Notes) -> dict[str, Any] | None:
    """The document, or nothing when it is not one object of JSON within the limits."""
    if not _bounded(data, notes):
        return None
    twice: list[str] = []
    try:
        document = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=lambda pairs: _once(pairs, twice),
            parse_int=_whole,
            parse_constant=_constant,
        )
    except ValueError as wrong:
        notes.error("INVALID_JSON", f"Invalid JSON data. Parser output: {wrong}")
        return None
    for key in dict.fromkeys(twice):
        notes.error("DUPLICATE_KEY", f"An object has the key '{shown(key)}' twice.")
    return _finite(document, HUGE.search(data) is not None, notes)


def _bounded(data: bytes, notes: Notes) -> bool:
    if len(data) > caps.JSON_BYTES:
        notes.error("JSON_TOO_LARGE", f"The JSON has {len(data)} bytes; at most {caps.JSON_BYTES} are read.")
    elif data.startswith(BOM_UTF8):
        notes.error("INVALID_JSON", "Invalid JSON data. Parser output: BOM found at the beginning of UTF-8 stream.")
    elif not data.strip():
        notes.error("INVALID_JSON", "Invalid JSON data. Parser output: Unexpected end of input.")
    else:
        return _few(data, notes)
    return False


def _few(data: bytes, notes: Notes) -> bool:
    """Strings are cut out before brackets are counted: an escaped quote does not end one."""
    if data.count(b'"') > 4 * caps.JSON_TOKENS:
        notes.error("JSON_TOO_LARGE", f"The JSON has more than {2 * caps.JSON_TOKENS} strings.")
        return False
    bare = b"".join(data.replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"')[::2])
    tokens = sum(map(bare.count, (b"{", b"[", b",")))
    if tokens > caps.JSON_TOKENS:
        notes.error("JSON_TOO_LARGE", f"The JSON has {tokens} values; at most {caps.JSON_TOKENS} are read.")
        return False
    depth = max(accumulate(SIGNS[each] for each in bare.translate(None, ALL_BUT_SIGNS)), default=0)
    if depth > caps.JSON_DEPTH:
        notes.error("JSON_TOO_DEEP", f"The JSON is nested {depth} deep; at most {caps.JSON_DEPTH} are read.")
        return False
    return True


def _once(pairs: list[tuple[str, Any]], twice: list[str]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs) and len(twice) < 1000:
        seen: set[str] = set()
        twice += [key for key, _ in pairs if key in seen or seen.add(key)]  # type: ignore[func-returns-value]
    return found


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= 20 else float(digits)


def _constant(name: str) -> Never:
    raise ValueError(f"{name} is not JSON")


def _finite(document: Any, huge: bool, notes: Notes) -> dict[str, Any] | None:
    if not isinstance(document, dict):
        notes.error("TYPE_MISMATCH", f"Type mismatch. Property value {shown(document)} is not a 'object'.")
        return None
    for pointer, value in not_finite(document) if huge else ():
        name = "Infinity" if value > 0 else "-Infinity"
        notes.error("VALUE_NOT_IN_RANGE", f"Value {name} is out of range.", pointer)
    return document
