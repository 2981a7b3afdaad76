"""What a curator asks of an ingest."""

import re
import unicodedata
from typing import Literal

from msgspec import Struct

from scenes.device import DEVICES, Device
from scenes.finding import Finding, Refused
from scenes.language import is_tag
from scenes.pack_read import ID

Units = Literal["m", "dm", "cm", "mm", "km", "in", "ft"]
Up = Literal["y", "z"]

MAX_NAME = 200


class Request(Struct, frozen=True, kw_only=True):
    """The settings of an ingest; the same settings and the same files give the same bytes."""

    site: str
    name: str = ""
    """The thing's name in `language`; the file's own where it is empty."""
    device: Device = "desktop"
    """The finest levels are cut to this device's budget."""
    units: Units | None = None
    """None: as the format says, else inferred."""
    up: Up | None = None
    fill_holes: bool = False
    draco: bool = True
    language: str = "en"
    licence: str = ""
    holder: str = ""


def checked(request: Request) -> Request:
    """The request itself; raises `Refused` naming the setting that cannot be used."""
    if not ID.fullmatch(request.site):
        raise _wrong("site", f"{request.site[:80]!r} is no id", "use 1 to 64 of a-z, 0-9 and -")
    if not is_tag(request.language):
        raise _wrong("language", f"{request.language[:40]!r} is no language tag", "write a BCP 47 tag such as en")
    if request.device not in DEVICES:
        raise _wrong("device", f"{request.device!r} is not known", f"one of {', '.join(DEVICES)}")
    for field in ("name", "licence", "holder"):
        if len(getattr(request, field)) > MAX_NAME:
            raise _wrong(field, f"more than {MAX_NAME} characters", "shorten it")
        if not getattr(request, field).isprintable():
            raise _wrong(field, "it holds characters that cannot be shown", "write it in one line of plain text")
    return request


def slug(text: str) -> str:
    """An id made of a name: `Venus de Milo` → `venus-de-milo`; `model` where no letter of it can be kept."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:64].strip("-") or "model"


def _wrong(field: str, message: str, remedy: str) -> Refused:
    return Refused(Finding(code="SETTING", message=f"{field}: {message}", remedy=remedy))
