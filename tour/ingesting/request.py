"""What is to be taken in, and how: the settings of `tour ingest`, of uploads in place of files."""

from typing import Annotated

from msgspec import Meta, Struct

from scenes.device import Device
from scenes.ingest.request import MAX_NAME, Units, Up
from scenes.ingest.sources import MAX_FILES

Line = Annotated[str, Meta(max_length=MAX_NAME)]


class Ingesting(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Uploads of a site that belong together: scans with what they name."""

    uploads: Annotated[
        tuple[Annotated[str, Meta(pattern=r"^[0-9a-f]{32}$(?!\n)")], ...], Meta(min_length=1, max_length=MAX_FILES)
    ]
    name: Line = ""
    """Of the thing, in `language`; the file's own where it is empty."""
    device: Device = "desktop"
    units: Units | None = None
    up: Up | None = None
    fill_holes: bool = False
    draco: bool = True
    language: Annotated[str, Meta(max_length=35)] = ""
    """The site's first where it is empty."""
    licence: Line = ""
    """The site's where it is empty; so is the holder."""
    holder: Line = ""
