"""Reading a stranger's JSON document within limits, and the files that it names beside it.

Nothing is fetched: a file counts as there when it lies under the document's folder, where its address says or by its
name. Every `Refused` names the place in the document as a JSON pointer.
"""

import json
import math
import re
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any, Never
from urllib.parse import unquote, urlsplit

from scenes.finding import Finding, Refused

Json = dict[str, Any]

MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 64
MAX_VALUES = 500_000
MAX_URI = 2048
MAX_BESIDE = 20_000
"""Files under the document's folder that are looked through."""

KINDS = ("iiif", "svx", "webannotation")
SVX_TYPE = "application/si-dpo-3d.document+json"
SIGNS = {ord("{"): 1, ord("["): 1, ord("}"): -1, ord("]"): -1}
ALL_BUT_SIGNS = bytes(each for each in range(256) if each not in SIGNS)
HALF = re.compile(rb"\\u[dD][89a-fA-F]")
"""An escaped half of a surrogate pair; alone it is no character."""
LIKELY = ("*.svx.json", "manifest.json", "annotations.json", "*.json", "*.jsonld")


def refused(code: str, message: str, remedy: str, pointer: str = "", file: str = "") -> Refused:
    """The refusal of a document, with where and what to do."""
    return Refused(Finding(code=code, message=message, remedy=remedy, pointer=pointer, file=file))


def find_document(path: Path) -> Path:
    """The document that is meant: the file itself, or the one document of a folder."""
    if path.is_file():
        return path
    for pattern in LIKELY:
        found = sorted(each for each in path.glob(pattern) if each.is_file())
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(each.name for each in found[:5])
            raise refused("SEVERAL_DOCUMENTS", f"{path.name} holds several documents: {names}", "name one of them")
    remedy = "name a IIIF manifest, a Voyager .svx.json or a file of Web Annotations"
    raise refused("NO_DOCUMENT", f"there is no document at {path}", remedy)


def read_document(path: Path) -> Any:
    """The JSON value of a file; raises `Refused` beyond the limits or where it is no JSON."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise refused("DOCUMENT_TOO_LARGE", f"{size} bytes, at most {MAX_BYTES} are read", "split it", file=path.name)
    data = path.read_bytes()
    _bounded(data, path.name)
    try:
        value = json.loads(data.decode("utf-8-sig"), parse_constant=_constant, parse_float=_float, parse_int=_int)
        if HALF.search(data):
            json.dumps(value, ensure_ascii=False).encode()
        return value
    except (ValueError, RecursionError) as wrong:
        raise refused("INVALID_JSON", f"no valid JSON ({wrong})", "correct it there", file=path.name) from wrong


def kind_of(document: Any, name: str) -> str:
    """Which of `KINDS` a document is; raises `Refused` for any other."""
    rows = document if isinstance(document, list) else [document]
    first = rows[0] if rows and isinstance(rows[0], dict) else {}
    asset = first.get("asset")
    if isinstance(asset, dict) and asset.get("type") == SVX_TYPE:
        return "svx"
    if first.get("type") == "Manifest" or first.get("@type") == "sc:Manifest":
        return "iiif"
    if first.get("type") in ("AnnotationPage", "Annotation", "AnnotationCollection"):
        return "webannotation"
    message = f"neither a IIIF Manifest nor a Voyager document nor Web Annotations (its type is {first.get('type')!r})"
    raise refused("UNKNOWN_DOCUMENT", message[:300], "export it again in one of these forms", file=name)


class Beside:
    """The files that lie under a document's folder, found by the addresses a document gives them."""

    def __init__(self, folder: Path, base: str = "") -> None:
        """`base` is the address of the folder itself, where the document says it, with a slash at its end."""
        self._folder = folder.resolve()
        self._base = base
        self._names: dict[str, list[Path]] | None = None

    def file(self, uri: str, pointer: str) -> Path | None:
        """The file of an address, or None where it is not here.

        Raises `Refused` for an address that is no web address or leads out of the folder.
        """
        name = self._relative(uri, pointer)
        direct = self._folder / name
        if direct.is_file() and direct.resolve().is_relative_to(self._folder):
            return direct
        same = self._by_name().get(Path(name).name, []) if name else []
        return same[0] if len(same) == 1 else None

    def _relative(self, uri: str, pointer: str) -> str:
        checked_uri(uri, pointer)
        if uri.startswith(self._base):
            uri = uri.removeprefix(self._base)
        path = unquote(urlsplit(uri).path)
        parts = path.lstrip("/").split("/")
        if ".." in parts or "\\" in path or "\0" in path or (path.startswith("/") and not urlsplit(uri).netloc):
            remedy = "put the file beside the document and write its name"
            raise refused("PATH_OUTSIDE", f"{uri[:200]!r} leads out of the document's folder", remedy, pointer)
        return "/".join(part for part in parts if part not in ("", "."))

    def _by_name(self) -> dict[str, list[Path]]:
        if self._names is None:
            self._names = {}
            for number, path in enumerate(sorted(self._folder.rglob("*"))):
                if number >= MAX_BESIDE:
                    break
                if path.is_file() and path.resolve().is_relative_to(self._folder):
                    self._names.setdefault(path.name, []).append(path)
        return self._names


def checked_uri(uri: Any, pointer: str) -> str:
    """An address that can do no harm; raises `Refused` for another scheme than http(s), for blanks and controls."""
    if not isinstance(uri, str) or not uri or len(uri) > MAX_URI:
        raise refused("INVALID_URI", f"{str(uri)[:80]!r} is no address", "write a relative name or a URL", pointer)
    scheme = re.match(r"\s*([A-Za-z][A-Za-z0-9+.-]*):", uri)
    if any(ord(sign) < 32 for sign in uri) or (scheme and scheme.group(1).lower() not in ("http", "https")):
        raise refused("UNSAFE_URI", f"{uri[:80]!r} is no web address", "write a relative name or a URL", pointer)
    return uri


def listed(value: Any) -> list[Any]:
    """A value that may stand alone or in an array, as JSON-LD allows, as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def table(value: Any) -> Json:
    """An object, or an empty one in its place."""
    return value if isinstance(value, dict) else {}


def numbers(value: Any, count: int, pointer: str) -> tuple[float, ...]:
    """So many finite numbers; raises `Refused` otherwise."""
    if not (isinstance(value, list) and len(value) == count and all(_finite(each) for each in value)):
        raise refused("INVALID_VECTOR", f"{count} finite numbers are needed", "correct them", pointer)
    return tuple(float(each) for each in value)


def number(value: Any, otherwise: float, pointer: str) -> float:
    """A finite number, or `otherwise` where nothing stands; raises `Refused` for anything else."""
    if value is None:
        return otherwise
    if not _finite(value):
        raise refused("INVALID_NUMBER", f"{str(value)[:40]!r} is no finite number", "correct it", pointer)
    return float(value)


def numbered(values: list[Any], pointer: str) -> Iterator[tuple[Any, str]]:
    """Each value with its JSON pointer."""
    return ((value, f"{pointer}/{place}") for place, value in enumerate(values))


def _finite(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _bounded(data: bytes, name: str) -> None:
    """Strings are cut out before brackets are counted: an escaped quote does not end one."""
    bare = b"".join(data.replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"')[::2])
    values = sum(map(bare.count, (b"{", b"[", b",")))
    if values > MAX_VALUES:
        message = f"{values} values, at most {MAX_VALUES} are read"
        raise refused("DOCUMENT_TOO_LARGE", message, "split it", file=name)
    depth = max(accumulate(SIGNS[each] for each in bare.translate(None, ALL_BUT_SIGNS)), default=0)
    if depth > MAX_DEPTH:
        message = f"nested {depth} deep, at most {MAX_DEPTH}"
        raise refused("DOCUMENT_TOO_DEEP", message, "flatten it", file=name)


def _constant(name: str) -> Never:
    raise ValueError(f"{name} is not JSON")


def _float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text[:40]} is too large")
    return value


def _int(text: str) -> int:
    if len(text) > 19:
        raise ValueError(f"{text[:40]} is too large")
    return int(text)


Warn = Callable[[Finding], None]
"""Takes in what was left and why."""
