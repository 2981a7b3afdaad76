"""The end of a zip file: how large its directory is, before anything reads it into memory (APPNOTE 4.3.14)."""

import struct
from pathlib import Path

from scenes.validate import caps
from scenes.validate.notes import Notes

END, LOCATOR, END64 = struct.Struct("<4s4H2LH"), struct.Struct("<4sLQL"), struct.Struct("<4sQ2H2L4Q")
COMMENT = 65_535


def directory_fits(path: Path, notes: Notes) -> bool:
    """Whether the zip has an end record and a directory within the limits."""
    size = path.stat().st_size
    with path.open("rb") as file:
        start = max(0, size - COMMENT - END.size - LOCATOR.size)
        file.seek(start)
        tail = file.read()
        at = tail.rfind(b"PK\x05\x06")
        if at < 0 or at + END.size > len(tail):
            notes.error("ARCHIVE_INVALID", "The file does not end like a zip.")
            return False
        _, _, _, _, entries, directory, _, _ = END.unpack_from(tail, at)
        if at >= LOCATOR.size and tail[at - LOCATOR.size :][:4] == b"PK\x06\x07":
            file.seek(min(size, LOCATOR.unpack_from(tail, at - LOCATOR.size)[2]))
            record = file.read(END64.size)
            if len(record) == END64.size and record[:4] == b"PK\x06\x06":
                entries, directory = END64.unpack(record)[7:9]
    if entries > caps.ZIP_MEMBERS or directory > caps.ZIP_DIRECTORY:
        many = f"The zip has {entries} entries in {directory} bytes; at most {caps.ZIP_MEMBERS} are read."
        notes.error("ARCHIVE_TOO_MANY_FILES", many)
        return False
    return True
