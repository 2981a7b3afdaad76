"""What an upload is called: the name of a file, or its path below the folder that was dropped."""

import base64
import binascii
import re
import unicodedata

from scenes.ingest.sources import COMPANIONS, MODELS
from tour.uploads.refusing import Refusing

LONGEST, LONGEST_PART, DEEPEST = 400, 200, 8
"""Bytes of a name in UTF-8 and of each of its parts, and how many parts it may have."""
LONGEST_HEADER = 4096
DRIVE = re.compile(r"[A-Za-z]:")
TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that turn the direction of writing: they make a name look like another."""


def name_in(metadata: str) -> str:
    """The file's name in an `Upload-Metadata` header (`filename dmVudXMuZ2xi,filetype …`); raises `Refusing`."""
    if len(metadata) > LONGEST_HEADER:
        raise Refusing(400, f"Upload-Metadata: at most {LONGEST_HEADER} characters.")
    for pair in metadata.split(","):
        key, _, value = pair.strip().partition(" ")
        if key == "filename":
            return cleaned(_text(value))
    raise Refusing(400, "Upload-Metadata: filename is needed, in base64.")


def _text(value: str) -> str:
    try:
        return base64.b64decode(value.strip(), validate=True).decode()
    except (binascii.Error, ValueError):
        raise Refusing(400, "Upload-Metadata: filename is no base64 of a text in UTF-8.") from None


def cleaned(name: str) -> str:
    """A name that can be a file's here, with slashes between folders; raises `Refusing` for one that plays tricks."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/")
    if any(unicodedata.category(sign) in {"Cc", "Cs", "Co", "Cn"} or sign in TURNING for sign in name):
        raise Refusing(400, "filename: it holds characters that cannot be shown. Rename the file.")
    if name.startswith("/") or DRIVE.match(name) or ".." in name.split("/"):
        raise Refusing(400, "filename: it leads out of its folder. Send the file's own name.")
    parts = [part for part in (each.strip() for each in name.split("/")) if part not in {"", "."}]
    if not parts:
        raise Refusing(400, "filename: it is empty. Send the file's own name.")
    _check_length(parts)
    _check_kind(parts[-1])
    return "/".join(parts)


def _check_length(parts: list[str]) -> None:
    long = any(len(part.encode()) > LONGEST_PART for part in parts) or len("/".join(parts).encode()) > LONGEST
    if long or len(parts) > DEEPEST:
        raise Refusing(
            400,
            f"filename: at most {LONGEST_PART} bytes, and with its folders {LONGEST} in {DEEPEST} parts. Shorten it.",
        )


def _check_kind(name: str) -> None:
    dot = name.rfind(".")
    if dot < 1 or name[dot:].lower() not in MODELS | COMPANIONS:
        kind = name[dot:] if dot > 0 else "A file without extension"
        known = ", ".join(sorted(each[1:] for each in MODELS))
        beside = ", ".join(sorted(each[1:] for each in COMPANIONS))
        raise Refusing(
            415, f"filename: {kind} is not taken in. Scans are {known}; beside them {beside}. Export it as .glb."
        )
