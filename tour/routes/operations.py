"""What an address takes and gives, written down once beside its route and told as OpenAPI 3.1."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tour.errors import phrase_of
from tour.people.rights import Right, right

REFERENCE = "#/components/schemas/{name}"
SECURITY_SCHEMES = {
    "session": {
        "type": "apiKey", "in": "cookie", "name": "tour-session", "description": "`__Host-tour-session` by https.",
    },
    "csrf": {
        "type": "apiKey", "in": "header", "name": "X-CSRF-Token", "description": "`csrf` of `/api/me`, with a session.",
    },
    "token": {"type": "http", "scheme": "bearer", "description": "A token made at `/api/me/tokens`."},
}  # fmt: skip
SAFE = {"GET", "HEAD"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of one address."""

    summary: str
    takes: type | None = None
    """The Struct of its body."""
    gives: type | None = None
    """The Struct of its answer."""
    status: int = 200
    empty: bool = False
    """Whether there may also be nothing to answer (204)."""
    refuses: tuple[int, ...] = ()
    """Statuses of problems, beside those that follow from the rest."""
    queries: Mapping[str, str] = field(default_factory=dict)
    """What may be asked for behind the question mark, and what it means."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """What a request has to say in its head, and what that means; of several one is enough."""
    media: str = ""
    """The media type of an answer that is no JSON."""


def paths(operations: Mapping[str, Operation]) -> dict[str, Any]:
    """The `paths` of OpenAPI, by `METHOD path`."""
    found: dict[str, Any] = {}
    for name, operation in operations.items():
        method, path = name.split(" ")
        found.setdefault(path, {})[method.lower()] = _told(method, path, operation)
    return found


def types(operations: Iterable[Operation]) -> Iterator[type]:
    """Every type that goes in or out."""
    for operation in operations:
        yield from (each for each in (operation.takes, operation.gives) if each is not None)


def _told(method: str, path: str, operation: Operation) -> dict[str, Any]:
    row = right(method, path)
    told: dict[str, Any] = {
        "summary": operation.summary,
        "parameters": [
            *(_parameter(name) for name in re.findall(r"{(\w+)}", path)),
            *(_asked("query", name, meaning) for name, meaning in operation.queries.items()),
            *(
                _asked("header", name, meaning, required=len(operation.headers) == 1)
                for name, meaning in operation.headers.items()
            ),
        ],
        "responses": _answers(operation) | {str(status): _problem(status) for status in _refuses(row, path, operation)},
    }
    if operation.takes is not None:
        told["requestBody"] = {"required": True, "content": _json(operation.takes)}
    if row is not None and row.where != "anywhere":
        told["security"] = _security(method, row)
        told["x-roles"] = sorted(row.roles)
    return told


def _answers(operation: Operation) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    if operation.gives is not None:
        answers[str(operation.status)] = {"description": operation.summary, "content": _json(operation.gives)}
    elif operation.status != 204:
        content: dict[str, Any] = {"content": {operation.media: {}}} if operation.media else {}
        answers[str(operation.status)] = {"description": operation.summary, **content}
    if operation.empty or operation.status == 204:
        answers["204"] = {"description": "Done."}
    return answers


def _refuses(row: Right | None, path: str, operation: Operation) -> list[int]:
    refuses = set(operation.refuses)
    refuses |= {400, 413, 415} if operation.takes is not None else set()
    refuses |= {401, 403} if row is not None and row.where != "anywhere" else set()
    refuses |= {404} if "{" in path else set()
    return sorted(refuses)


def _security(method: str, row: Right) -> list[dict[str, list[str]]]:
    ways: list[dict[str, list[str]]] = [{"session": []} if method in SAFE else {"session": [], "csrf": []}]
    return ways + ([{"token": []}] if row.by_token else [])


def _parameter(name: str) -> dict[str, Any]:
    pattern = "^[a-z0-9-]{1,64}$" if name == "site" else "^[^/]{1,128}$"
    return {
        "name": name, "in": "path", "required": True, "schema": {"type": "string", "pattern": pattern},
        "description": "Id of a site." if name == "site" else "An id, as it was given.",
    }  # fmt: skip


def _asked(place: str, name: str, meaning: str, *, required: bool = False) -> dict[str, Any]:
    return {
        "name": name, "in": place, "required": required, "schema": {"type": "string", "maxLength": 200},
        "description": meaning,
    }  # fmt: skip


def _json(kind: type) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": REFERENCE.format(name=kind.__name__)}}}


def _problem(status: int) -> dict[str, Any]:
    return {
        "description": phrase_of(status),
        "content": {"application/problem+json": {"schema": {"$ref": REFERENCE.format(name="Problem")}}},
    }
