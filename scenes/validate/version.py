"""The version of glTF that a document is written in."""

import re
from typing import Any

from scenes.validate.notes import Notes, readable

VERSION = re.compile(r"([0-9]{1,6})\.([0-9]{1,6})")


def check_version(document: dict[str, Any], notes: Notes) -> None:
    """glTF 1 has nothing in common with 2; a later 2.x is read as far as it is known."""
    asset = document.get("asset")
    given = asset.get("version") if isinstance(asset, dict) else None
    if not isinstance(given, str):
        return
    found = VERSION.fullmatch(given)
    if found is None:
        message = f"Value '{readable(given)}' does not match regexp pattern '^([0-9]+)\\.([0-9]+)$'."
        notes.error("PATTERN_MISMATCH", message, "/asset/version")
    elif int(found[1]) != 2:
        notes.error("UNKNOWN_ASSET_MAJOR_VERSION", f"Unknown glTF major asset version: {found[1]}.", "/asset/version")
