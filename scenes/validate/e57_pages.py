"""E57 pages (ASTM E2807): 1,024 bytes of which the last four are a checksum of the others."""

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PAGE, DATA = 1024, 1020


def physical(logical: int) -> int:
    """Where a byte lies in the file, checksums counted."""
    return logical // DATA * PAGE + logical % DATA


def logical(at: int) -> int:
    """The other way round."""
    return at // PAGE * DATA + min(at % PAGE, DATA)


def section(data: memoryview, start: int, length: int) -> bytes:
    """`length` bytes without checksums from the physical offset `start` on; fewer at the end of the file."""
    first = start // PAGE
    last = physical(logical(start) + max(0, length - 1)) // PAGE
    joined = b"".join(bytes(data[page * PAGE : page * PAGE + DATA]) for page in range(first, last + 1))
    return joined[start % PAGE :][:length]


def bad_page(data: memoryview, first: int, last: int) -> int | None:
    """The first page from `first` up to `last` whose checksum is wrong, or nothing."""
    import numpy as np

    for start in range(first, last, 4096):
        stop = min(last, start + 4096)
        pages = np.frombuffer(data[start * PAGE : stop * PAGE], np.uint8).reshape(-1, PAGE)
        wrong = _checksums(pages[:, :DATA]) != pages[:, DATA:].copy().view(">u4")[:, 0]
        if wrong.any():
            return start + int(wrong.argmax())
    return None


def _checksums(rows: "NDArray[np.uint8]") -> Any:
    """CRC-32C (Castagnoli) of each row, all rows at once."""
    import numpy as np

    table = _table()
    found = np.full(len(rows), 0xFFFFFFFF, np.uint32)
    for column in np.ascontiguousarray(rows.T):
        found = table[(found ^ column) & 0xFF] ^ (found >> 8)
    return found ^ 0xFFFFFFFF


@cache
def _table() -> "NDArray[np.uint32]":
    import numpy as np

    table = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        table = np.where(table & 1, (table >> 1) ^ np.uint32(0x82F63B78), table >> 1).astype(np.uint32)
    return table
