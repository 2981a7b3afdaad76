"""Conditional and range requests (RFC 9110 sections 8.8, 12.5.3, 13 and 14)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from aiohttp import web

TAG = re.compile(r'(W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
RANGE = re.compile(r"bytes=[ \t]*(?:(\d{1,30})-(\d{0,30})|-(\d{1,30}))[ \t]*", re.IGNORECASE | re.ASCII)

LEAST = 0.0005
"""The weight of what nobody spoke of: below every weight that can be written."""

Verdict = Literal["send", "not modified", "failed"]


@dataclass(frozen=True, slots=True)
class ByteRange:
    """Bytes `first` to `last`, both included, of a representation."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """Bytes."""
        return self.last - self.first + 1


class Unsatisfiable(ValueError):
    """A range no byte of which exists."""


def evaluate(request: web.Request, etag: str) -> Verdict:
    """Weigh If-Match, then If-None-Match, against a strong entity tag (without quotes).

    Dates are not weighed: nothing here is known by its date.
    """
    if_match = request.headers.getall("If-Match", [])
    if if_match and not _names(if_match, etag, strongly=True):
        return "failed"
    if _names(request.headers.getall("If-None-Match", []), etag, strongly=False):
        return "not modified"
    return "send"


def byte_range(request: web.Request, etag: str, size: int) -> ByteRange | None:
    """The one range to answer with, or None for the whole.

    Whole answers: any method but GET, an unknown unit, a malformed range, an If-Range that is not this strong tag, and
    more than one range, which RFC 9110 section 14.2 lets a server ignore and no loader of models asks for.
    Raises `Unsatisfiable`.
    """
    if request.method != "GET" or not _if_range(request.headers.get("If-Range"), etag):
        return None
    match = RANGE.fullmatch(request.headers.get("Range", ""))
    return None if match is None else _satisfied(match, size)


def _satisfied(match: re.Match[str], size: int) -> ByteRange | None:
    first, last, suffix = match.groups()
    if suffix is not None:
        start, end = max(0, size - int(suffix)), size - 1
    else:
        start, end = int(first), min(int(last or size), size - 1)
        if last and int(last) < start:
            return None
    if start >= size:
        raise Unsatisfiable
    return ByteRange(start, end)


def accepts(header: str, coding: str) -> bool:
    """Whether an Accept-Encoding header admits a content coding; absence of the header admits only the plain form."""
    return weight(header, coding) > 0


def weight(header: str, coding: str) -> float:
    """How much an Accept-Encoding header likes a content coding, 0 (refused) to 1 (RFC 9110 section 12.5.3).

    The plain form, `identity`, is admitted, if least, unless `identity;q=0` or `*;q=0` says otherwise.
    """
    weights = dict(_weights(header))
    if coding == "identity":
        return weights.get("identity", LEAST if weights.get("*", LEAST) > 0 else 0.0)
    return weights.get(coding, weights.get("*", 0.0))


def _weights(header: str) -> Iterator[tuple[str, float]]:
    for part in header.lower().split(","):
        name, _, parameters = part.partition(";")
        match = re.search(r"q\s*=\s*([01](?:\.\d{0,3})?)", parameters)
        yield name.strip(), float(match.group(1)) if match else 1.0


def _names(headers: list[str], etag: str, *, strongly: bool) -> bool:
    if [header.strip() for header in headers] == ["*"]:
        return True
    return any(value == etag and not (strongly and weak) for header in headers for weak, value in TAG.findall(header))


def _if_range(header: str | None, etag: str) -> bool:
    return header is None or header.strip() == f'"{etag}"'


def validators(etag: str, cache: str, vary: bool = False) -> Mapping[str, str]:
    """The headers that a 200, a 206 and a 304 have in common."""
    return {"ETag": f'"{etag}"', "Cache-Control": cache, **({"Vary": "Accept-Encoding"} if vary else {})}
