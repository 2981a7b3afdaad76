"""Whose a scan is: what the curator says, else what the file says, else that nobody has said."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from scenes.ingest.request import Request
from scenes.rights import EXTENSION, UNSTATED, rights_of
from scenes.scene import Rights

NOBODY = "unstated"


def said_by_file(notice: str, packet: Mapping[str, object]) -> Rights | None:
    """The rights in a glTF's `asset.copyright` or XMP packet, or None."""
    asset: dict[str, Any] = {"copyright": notice}
    if not packet:
        return rights_of({"asset": asset})[0]
    asset["extensions"] = {EXTENSION: {"packet": 0}}
    return rights_of({"asset": asset, "extensions": {EXTENSION: {"packets": [dict(packet)]}}})[0]


def owner(request: Request, found: Rights | None) -> Rights:
    """The rights that a scan is taken in under."""
    base = found or Rights(licence=UNSTATED, holder=NOBODY)
    return replace(base, licence=request.licence or base.licence, holder=request.holder or base.holder)


def stated(rights: Rights) -> bool:
    """Whether anybody has said anything."""
    return rights.licence != UNSTATED or rights.holder != NOBODY
