"""Pictures and sounds that are shown or played where an annotation is told, each a file named by its own bytes."""

import re
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

from scenes.language import LanguageMap

FOLDER = "media"
NAME = re.compile(r"media/([0-9a-f]{64})(\.[a-z0-9]{3,5})")
KINDS = {
    ".webp": "image/webp", ".jpg": "image/jpeg", ".png": "image/png", ".avif": "image/avif", ".ogg": "audio/ogg",
    ".mp3": "audio/mpeg", ".wav": "audio/wav",
}  # fmt: skip
"""What may be attached, by its suffix."""
MOST_BYTES = 20 * 1024 * 1024
MOST = 24
"""Of one annotation."""


class Media(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A picture or a sound, what it is, and whose."""

    file: str
    """`media/<sha256>.<suffix>`, a path inside the pack."""
    title: LanguageMap = {}
    alt: LanguageMap = {}
    """What is to be seen, for who does not see it; what is said, for who does not hear it."""
    licence: str = ""
    """SPDX identifier or URL."""
    holder: str = ""
    source: str = ""
    """Where it comes from: a web address or a shelf mark."""

    @property
    def type(self) -> str:
        """Its media type; empty for a name that is none."""
        return KINDS.get(Path(self.file).suffix, "")

    @property
    def kind(self) -> Literal["Image", "Sound"]:
        """As a W3C Web Annotation and IIIF call it."""
        return "Sound" if self.type.startswith("audio/") else "Image"


def digest_in(file: str) -> str:
    """The digest that a name stands for; empty where it is no name of a medium."""
    match = NAME.fullmatch(file)
    return match.group(1) if match and match.group(2) in KINDS else ""


def as_body(media: Media, address: str) -> dict[str, Any]:
    """The medium as a body of a W3C Web Annotation; what the standard has no word for is under our prefix."""
    told = {
        "title": media.title, "alt": media.alt, "licence": media.licence, "holder": media.holder,
        "source": media.source,
    }  # fmt: skip
    return {
        "id": address, "type": media.kind, "format": media.type,
        **{f"caravanserai:{name}": value for name, value in told.items() if value},
    }  # fmt: skip


def from_body(body: dict[str, Any]) -> Media | None:
    """Read what `as_body` wrote; None for a body that is no medium of a pack."""
    address = str(body.get("id", ""))
    file = f"{FOLDER}/{address.rpartition('/')[2]}"
    if body.get("type") not in ("Image", "Sound") or not digest_in(file):
        return None
    fields = ("title", "alt", "licence", "holder", "source")
    return Media(file=file, **{name: body[key] for name in fields if (key := f"caravanserai:{name}") in body})
