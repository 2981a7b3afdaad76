"""The wire described for people (Markdown), programs (JSON Schema) and the web client (TypeScript)."""

import inspect
from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import inspect as types

from tour.messages import FROM_CLIENT, FROM_SERVER, NUMBERED, SUBPROTOCOL, VERSION, Message, name_of

_SIMPLE = {
    types.StrType: "string",
    types.IntType: "number",
    types.FloatType: "number",
    types.BoolType: "boolean",
    types.BytesType: "Uint8Array",
    types.NoneType: "null",
}


def json_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of every message's fields, by wire name; bytes stand as base64 strings there."""
    kinds = FROM_CLIENT + tuple(kind for kind in FROM_SERVER if kind not in FROM_CLIENT)
    schemas, components = msgspec.json.schema_components(kinds, ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SUBPROTOCOL,
        "version": VERSION,
        "from_client": {name_of(kind): _of(schemas, kinds, kind) for kind in FROM_CLIENT},
        "from_server": {name_of(kind): _of(schemas, kinds, kind) for kind in FROM_SERVER},
        "numbered": sorted(name_of(kind) for kind in NUMBERED),
        "$defs": components,
    }


def markdown() -> str:
    """A table of every message, as the README has it."""
    return "\n".join(
        [
            *_table("client → server", FROM_CLIENT),
            "",
            *_table("server → client", FROM_SERVER),
        ]
    )


def typescript() -> str:
    """The module `wire.gen.ts` of the web client."""
    structs: dict[str, types.StructType] = {}
    for kind in FROM_CLIENT + FROM_SERVER:
        _collect(types.type_info(kind), structs)
    lines = ["// Written by `tour schema --typescript`; do not edit.", ""]
    lines += [f'export const SUBPROTOCOL = "{SUBPROTOCOL}";', f"export const VERSION = {VERSION};"]
    lines += ["export type Vector = [number, number, number];"]
    lines += ["export type Quaternion = [number, number, number, number];", ""]
    lines += ['export type Codec = SpeechChunk["codec"];', ""]
    sent = {kind.__name__ for kind in FROM_SERVER if kind not in FROM_CLIENT} | {"VoiceOffer"}
    for name in sorted(structs):
        lines += [*_interface(structs[name], sent=name in sent), ""]
    lines += [*_union("FromClient", FROM_CLIENT), "", *_union("FromServer", FROM_SERVER), ""]
    lines += _names("FROM_SERVER", (name_of(kind) for kind in FROM_SERVER))
    lines += _names("NUMBERED", sorted(name_of(kind) for kind in NUMBERED))
    return "\n".join(lines)


def _names(constant: str, names: Iterable[str]) -> list[str]:
    listed = [f'  "{name}",' for name in names]
    return [f"export const {constant}: readonly (keyof FromServer)[] = [", *listed, "];", ""]


def _of(schemas: tuple[dict[str, Any], ...], kinds: tuple[type[Message], ...], kind: type[Message]) -> dict[str, Any]:
    return schemas[kinds.index(kind)]


def _table(title: str, kinds: tuple[type[Message], ...]) -> list[str]:
    rows = [f"**{title}**", "", "| name | fields | meaning |", "|---|---|---|"]
    for kind in kinds:
        fields = ", ".join(_field(field) for field in _struct(kind).fields)
        rows.append(f"| `{name_of(kind)}` | {fields or '—'} | {(inspect.getdoc(kind) or '').splitlines()[0]} |")
    return rows


def _field(field: types.Field) -> str:
    return f"`{field.encode_name}`" + ("" if field.required else "?")


def _struct(kind: type[Message]) -> types.StructType:
    found = types.type_info(kind)
    assert isinstance(found, types.StructType)
    return found


def _collect(found: types.Type, into: dict[str, types.StructType]) -> None:
    if isinstance(found, types.Metadata):
        _collect(found.type, into)
    elif isinstance(found, types.StructType):
        into[found.cls.__name__] = found
        for field in found.fields:
            _collect(field.type, into)
    elif isinstance(found, types.UnionType):
        for part in found.types:
            _collect(part, into)
    elif isinstance(found, types.VarTupleType):
        _collect(found.item_type, into)
    elif isinstance(found, types.TupleType):
        for part in found.item_types:
            _collect(part, into)


def _interface(struct: types.StructType, *, sent: bool) -> list[str]:
    doc = (inspect.getdoc(struct.cls) or "").splitlines()[0]
    if struct.array_like:
        parts = ", ".join(f"{field.encode_name}: {_name(field.type)}" for field in struct.fields)
        return [f"/** {doc} */", f"export type {struct.cls.__name__} = [{parts}];"]
    lines = [f"/** {doc} */", f"export interface {struct.cls.__name__} {{"]
    for field in struct.fields:
        optional = "" if field.required or (sent and not _nullable(field.type)) else "?"
        lines.append(f"  {field.encode_name}{optional}: {_name(field.type)};")
    return [*lines, "}"]


def _nullable(found: types.Type) -> bool:
    return isinstance(found, types.UnionType) and any(isinstance(part, types.NoneType) for part in found.types)


def _union(title: str, kinds: tuple[type[Message], ...]) -> list[str]:
    return [f"export interface {title} {{", *(f'  "{name_of(kind)}": {kind.__name__};' for kind in kinds), "}"]


def _name(found: types.Type) -> str:
    if isinstance(found, types.Metadata):
        return _name(found.type)
    if isinstance(found, types.LiteralType):
        return " | ".join(f'"{value}"' for value in found.values)
    if isinstance(found, types.StructType):
        return found.cls.__name__
    if isinstance(found, types.UnionType):
        return " | ".join(_name(part) for part in found.types if not isinstance(part, types.NoneType))
    if isinstance(found, types.VarTupleType):
        inner = _name(found.item_type)
        return f"({inner})[]" if "|" in inner else f"{inner}[]"
    if isinstance(found, types.TupleType):
        return {3: "Vector", 4: "Quaternion"}[len(found.item_types)]
    return _SIMPLE[type(found)]
