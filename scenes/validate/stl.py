"""STL: a count against the file's length in binary, vertices in text; finite positions in both."""

from pathlib import Path

from scenes.validate import caps
from scenes.validate.bundle import Bundle
from scenes.validate.clock import Clock
from scenes.validate.notes import Notes
from scenes.validate.text_lines import finite, lines

HEADER, FACET = 84, 50
STEP = 1 << 18


def check_stl(path: Path, notes: Notes, clock: Clock) -> None:
    """Binary when the count fits, whatever the first word: some programs begin binary files with `solid`."""
    with Bundle(path.parent) as bundle:
        data = bundle.read(path, caps.MESH_BYTES, notes)
        if data is None:
            return
        count = int.from_bytes(data[80:84], "little") if len(data) >= HEADER else -1
        if count >= 0 and len(data) == HEADER + count * FACET:
            _binary(data, count, notes, clock)
        elif bytes(data[:512]).lstrip()[:5].lower() == b"solid":
            _text(path, notes, clock)
        elif count < 0 or len(data) < HEADER + count * FACET:
            short = f"The header promises {max(count, 0)} triangles; the file has {len(data)} bytes."
            notes.error("STL_LENGTH_MISMATCH", short)
        else:
            notes.warning("STL_EXTRA_DATA", f"There is more after the {count} triangles that the header promises.")
            _binary(data, count, notes, clock)


def _binary(data: memoryview, count: int, notes: Notes, clock: Clock) -> None:
    import numpy as np

    if not count:
        notes.error("STL_NO_TRIANGLES", "There is not one triangle in the file.")
    facet = np.dtype([("normal", "<f4", 3), ("corners", "<f4", 9), ("attribute", "<u2")])
    rows = np.frombuffer(data[HEADER : HEADER + count * FACET], facet)
    for start in range(0, count, STEP):
        if clock.over(notes):
            return
        if not np.isfinite(rows["corners"][start : start + STEP]).all():
            notes.error("STL_NUMBER_INVALID", f"A triangle from number {start} on is not at a finite position.")
            return


def _text(path: Path, notes: Notes, clock: Clock) -> None:
    corners = 0
    with path.open("rb") as file:
        for number, line in lines(file, notes, clock):
            words = line.split()
            if words and words[0].lower() == b"vertex":
                corners += 1
                if len(words) < 4 or not finite(words[1:4]):
                    notes.error("STL_NUMBER_INVALID", f"Line {number}: a corner is not at a finite position.")
                    return
        whole = not file.read(1)
    if whole and not notes.failed and (not corners or corners % 3):
        notes.error("STL_NO_TRIANGLES", f"The file has {corners} corners, which make no triangles.")
