"""What a record of each kind holds: the tables of a pack one by one, checked as far as each can be alone.

A draft may lack a language or name a fact that is not written yet: whether everything fits is asked of the whole site.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from scenes.annotation import Annotation
from scenes.bridges import Bridge, Story
from scenes.exchange.tables import lean
from scenes.facts import Fact, Source, Term
from scenes.language import is_tag
from scenes.pack_check import check_media
from scenes.pack_error import SitePackError
from scenes.pack_files import is_safe
from scenes.pack_models import ModelEntry
from scenes.pack_read import ID, Entry, convert
from scenes.pose import PoseError, pose
from scenes.site_pack import Manifest, TakeEntry
from scenes.stops import Stop, Tour
from scenes.store import Kind
from scenes.translation import Translation
from scenes.wkt import read_region

MOST_BYTES = 512 * 1024
"""Of one record as JSON; a translation of a whole site is the longest."""
TAKE_ID = re.compile(r"[A-Za-z0-9.-]{1,160}")

STRUCTS: Mapping[Kind, type[Struct]] = {
    "site": Manifest,
    "source": Source,
    "term": Term,
    "fact": Fact,
    "model": ModelEntry,
    "annotation": Annotation,
    "stop": Stop,
    "tour": Tour,
    "take": TakeEntry,
    "bridge": Bridge,
    "story": Story,
    "translation": Translation,
}

BESIDE: Mapping[Kind, dict[str, type]] = {
    "site": {"files": dict[str, str]},
    "annotation": {"files": dict[str, str]},
    "model": {"files": dict[str, str]},
    "take": {"review": dict[str, Any]},
}
"""What a record holds beside the table of the pack: files of the pack by name, each a SHA-256, and what only the house
needs of a take."""

HOUSE_ONLY = {"review"}
"""Those of them that no pack has a place for."""


def entry_of(kind: Kind, id_: str, body: Mapping[str, Any]) -> Entry[Any]:
    """A record's table; its place is named `kind/id`. Raises `SitePackError` for a body that is none."""
    place = Path(kind, id_[:160])
    plain = {name: value for name, value in body.items() if name not in BESIDE.get(kind, {})}
    return Entry(convert(plain, STRUCTS[kind], place, ""), place, "")


def beside(kind: Kind, id_: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """What a record holds beside its table, by name; raises `SitePackError`."""
    place = Path(kind, id_[:160])
    return {
        name: convert(body[name], shape, place, name) for name, shape in BESIDE.get(kind, {}).items() if body.get(name)
    }


def settled(kind: Kind, id_: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """The body as it is kept: checked, and without fields that say no more than leaving them out.

    Raises `SitePackError` naming the field and the remedy.
    """
    check_id(kind, id_)
    entry = entry_of(kind, id_, body)
    _check_own_id(kind, id_, entry)
    if isinstance(entry.value, Annotation):
        check_media(entry)
    if isinstance(entry.value, Annotation) and entry.value.region:
        _check_region(entry)
    if isinstance(entry.value, Manifest | ModelEntry):
        _check_pose(entry)
    kept = {**msgspec.to_builtins(lean(entry.value)), **beside(kind, id_, body)}
    strange = next((name for name in kept.get("files", ()) if not is_safe(name)), None)
    if strange is not None:
        raise entry.error(f"files.{strange[:160]}", "leads out of the pack, or cannot be kept", "use a plain name")
    size = len(msgspec.json.encode(kept))
    if size > MOST_BYTES:
        raise entry.error("", f"{size} bytes, at most {MOST_BYTES}", "shorten it")
    return kept


def check_id(kind: Kind, id_: str) -> None:
    """Refuse an id that a record of the kind cannot have; raises `SitePackError`."""
    fits = is_tag(id_) if kind == "translation" else (TAKE_ID if kind == "take" else ID).fullmatch(id_) is not None
    if not fits:
        remedy = "a BCP 47 tag such as th" if kind == "translation" else "use 1 to 64 of a-z, 0-9 and -"
        raise SitePackError(Path(kind), "id", f"{id_[:80]!r} is no id", remedy)


def _check_own_id(kind: Kind, id_: str, entry: Entry[Any]) -> None:
    field = "language" if kind == "translation" else "id"
    own = getattr(entry.value, field, id_)
    if own != id_:
        raise entry.error(field, f"{own[:80]!r} is not the record's own, {id_!r}", "leave the id as it is")


def _check_region(entry: Entry[Annotation]) -> None:
    try:
        read_region(entry.value.region)
    except ValueError as wrong:
        raise entry.error("region", str(wrong), "write its outline as well-known text") from wrong


def _check_pose(entry: Entry[Manifest | ModelEntry]) -> None:
    is_site = isinstance(entry.value, Manifest)
    placed = entry.value.entrance if isinstance(entry.value, Manifest) else entry.value
    try:
        pose(placed.position, placed.orientation)
    except PoseError as wrong:
        field, _, problem = str(wrong).partition(": ")
        raise entry.error(f"entrance.{field}" if is_site else field, problem, "correct it") from wrong
