"""Plain values as TOML that a person would have written: bare keys, one line a text, tables where they read better.

The same values give the same text.
"""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

BARE = re.compile(r"[A-Za-z0-9_-]+")
CONTROL = re.compile("[\x7f-\x9f]")
WIDE = 110
"""Characters of one line beyond which a table of texts is spread over several."""


def document(fields: dict[str, Any]) -> str:
    """The fields as one TOML document: values first, then `[tables]`, then `[[arrays of tables]]`."""
    plain, tables, rows = [], [], []
    for name, value in fields.items():
        if isinstance(value, dict):
            tables.append((name, value))
        elif _is_rows(value):
            rows.append((name, value))
        else:
            plain.append(f"{_key(name)} = {inline(value)}\n")
    parts = ["".join(plain)]
    parts += ["".join(_table(f"[{_key(name)}]", _key(name), value)) for name, value in tables]
    parts += [text for name, value in rows for text in array(_key(name), value)]
    return "\n".join(part for part in parts if part)


def array(name: str, rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Each row as a `[[name]]` table, `name` being a key as TOML writes it; what is long gets a head of its own."""
    return ("".join(_table(f"[[{name}]]", name, row)) for row in rows)


def inline(value: Any) -> str:
    """A value on one line; raises `ValueError` for what TOML cannot hold."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case str():
            return _string(value)
        case dict():
            return "{ " + ", ".join(f"{_key(key)} = {inline(each)}" for key, each in value.items()) + " }"
        case date():
            return value.isoformat()
        case list() | tuple():
            return "[" + ", ".join(inline(each) for each in value) + "]"
    raise ValueError(f"{type(value).__name__} has no place in TOML")


def _table(head: str, name: str, row: dict[str, Any]) -> Iterator[str]:
    long = [key for key, value in row.items() if _spreads(key, value)]
    yield f"{head}\n{_fields({key: value for key, value in row.items() if key not in long})}"
    for key in long:
        if isinstance(row[key], dict):
            yield f"\n[{name}.{_key(key)}]\n{_fields(row[key])}"
        else:
            yield from ("\n" + each for each in array(f"{name}.{_key(key)}", row[key]))


def _fields(fields: dict[str, Any]) -> str:
    return "".join(f"{_key(name)} = {inline(value)}\n" for name, value in fields.items())


def _spreads(key: str, value: Any) -> bool:
    return (isinstance(value, dict) or _is_rows(value)) and len(f"{key} = {inline(value)}") > WIDE


def _is_rows(value: Any) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(each, dict) for each in value)


def _key(name: str) -> str:
    return name if BARE.fullmatch(name) else _string(name)


def _string(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    return CONTROL.sub(lambda sign: f"\\u{ord(sign.group()):04x}", quoted)
