"""Fewer triangles over the same vertices: meshoptimizer's simplifier in a Node.js child that stays up.

The child starts once (about 50 ms) and takes one mesh after another. Without Node.js `fast-simplification` does what
it can: positions only.
"""

import io
import struct
import subprocess
from collections.abc import Sequence
from typing import IO, TYPE_CHECKING, Any

from scenes.node import NodeMissing, command

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

REQUEST, ANSWER = struct.Struct("<5If"), struct.Struct("<2If")
LOCKED, LOCK_BORDER, PRUNE, PERMISSIVE, MOVING = 1, 2, 4, 8, 32
MAX_TRIANGLES = 12_000_000
"""WebAssembly has 4 GiB of memory; what is bigger is cut into tiles first."""
MAX_COLUMNS = 32


class SimplifyFailed(RuntimeError):
    """The simplifier's child ended before it answered, with what it said."""


class Simplifier:
    """A context manager; one call at a time, as many as you like."""

    def __init__(self) -> None:
        """Nothing starts before the block is entered."""
        self._child: subprocess.Popen[bytes] | None = None
        self._input: Any = None
        self._output: Any = None
        self._errors: IO[bytes] = io.BytesIO()
        self.missing: NodeMissing | None = None
        """Why Node.js is not used, where it is not."""

    def __enter__(self) -> "Simplifier":
        """Start the child, or note that there is no Node.js."""
        import tempfile

        try:
            program = command("simplify.mjs")
        except NodeMissing as missing:
            self.missing = missing
            return self
        self._errors = tempfile.TemporaryFile()
        self._child = subprocess.Popen(
            program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors, bufsize=0
        )
        self._input, self._output = self._child.stdin, self._child.stdout
        return self

    def __exit__(self, *raised: object) -> None:
        """End the child."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            for pipe in (self._input, self._output, self._errors):
                pipe.close()
        self._child = None

    def simplify(
        self,
        position: "NDArray[Any]",
        triangles: "NDArray[Any]",
        *,
        target: int,
        error: float = 1.0,
        attributes: "NDArray[Any] | None" = None,
        weights: Sequence[float] = (),
        locked: "NDArray[Any] | None" = None,
        lock_border: bool = False,
        prune: bool = False,
        permissive: bool = False,
    ) -> "tuple[NDArray[np.int64], float]":
        """About `target` triangles (m, 3) over the same positions (n, 3), and the error that was made.

        It stops earlier where `error` would be passed; both errors are shares of the largest side of the box around
        `position`, and the distance of the surfaces only: attributes steer, they do not count. Vertices that share a
        position are seams (of texture, of parts) and stay together. `attributes` (n, k), k up to 32, matter as
        `weights` say: a change of 1/weight over a way is as bad as a shift by that way. `locked` vertices (n,) and,
        with `lock_border`, those on open edges do not move; `prune` drops islands smaller than the error. With
        `permissive` seams may open but for those that `locked`, then of whole numbers, marks with 2.
        Raises `ValueError` for what does not fit together, `NodeMissing` where attributes or locks need Node.js,
        `SimplifyFailed` where the child died.
        """
        import numpy as np

        _check(position, triangles, attributes, weights, locked)
        if not self._works(attributes, locked):
            return _without_node(position, triangles, target, lock_border)
        if target >= len(triangles):
            return np.asarray(triangles, dtype=np.int64), 0.0
        flags = LOCK_BORDER * lock_border | PRUNE * prune | PERMISSIVE * permissive
        self._ask(position, triangles, attributes, weights, locked, target, error, flags)
        return self._answer()

    def move(
        self,
        position: "NDArray[Any]",
        triangles: "NDArray[Any]",
        *,
        target: int,
        error: float = 1.0,
        attributes: "NDArray[Any]",
        weights: Sequence[float],
        locked: "NDArray[Any] | None" = None,
        lock_border: bool = False,
        prune: bool = False,
        permissive: bool = False,
    ) -> "tuple[NDArray[np.int64], float, NDArray[np.float64], NDArray[np.float32]]":
        """As `simplify`, but vertices and their attributes may move a little to where the error is smallest.

        Returns triangles, error, positions and attributes: as many rows as were given, of which the triangles use
        some. Locked vertices stay to the bit. Without Node.js nothing moves.
        """
        import numpy as np

        _check(position, triangles, attributes, weights, locked)
        here = np.asarray(position, dtype=np.float64), np.asarray(attributes, dtype=np.float32)
        if not self._works(attributes, locked):
            return *_without_node(position, triangles, target, lock_border), *here
        if target >= len(triangles):
            return np.asarray(triangles, dtype=np.int64), 0.0, *here
        flags = MOVING | LOCK_BORDER * lock_border | PRUNE * prune | PERMISSIVE * permissive
        self._ask(position, triangles, attributes, weights, locked, target, error, flags)
        fewer, made = self._answer()
        moved = np.frombuffer(self._receive(position.shape[0] * 12), np.float32).reshape(-1, 3)
        blended = np.frombuffer(self._receive(attributes.size * 4), np.float32).reshape(attributes.shape)
        return fewer, made, _moved(position, moved), blended

    def _works(self, attributes: Any, locked: Any) -> bool:
        if self._child is not None:
            return True
        if self.missing is None:
            raise SimplifyFailed("use the simplifier in a with block")
        if locked is not None or (attributes is not None and attributes.shape[1]):
            raise self.missing
        return False

    def _ask(
        self,
        position: Any,
        triangles: Any,
        attributes: Any,
        weights: Sequence[float],
        locked: Any,
        target: int,
        error: float,
        flags: int,
    ) -> None:
        columns = 0 if attributes is None else attributes.shape[1]
        flags |= LOCKED * (locked is not None)
        self._send(
            REQUEST.pack(len(position), columns, triangles.size, max(target, 0) * 3, flags, error),
            *_arrays(position, triangles, attributes, weights, locked),
        )

    def _send(self, *data: Any) -> None:
        try:
            for each in data:
                waiting = memoryview(each).cast("B") if memoryview(each).nbytes else memoryview(b"")
                while waiting:
                    waiting = waiting[self._input.write(waiting) :]
        except BrokenPipeError:
            raise self._died() from None

    def _answer(self) -> "tuple[NDArray[np.int64], float]":
        import numpy as np

        status, count, error = ANSWER.unpack(self._receive(ANSWER.size))
        if status:
            raise SimplifyFailed(self._receive(count).decode(errors="replace"))
        indices = np.frombuffer(self._receive(count * 4), np.uint32)
        return indices.reshape(-1, 3).astype(np.int64), float(error)

    def _receive(self, size: int) -> bytearray:
        data = bytearray(size)
        waiting = memoryview(data)
        while waiting:
            got = self._output.readinto(waiting)
            if not got:
                raise self._died()
            waiting = waiting[got:]
        return data

    def _died(self) -> SimplifyFailed:
        code = self._child.wait() if self._child else None
        self._errors.seek(0)
        words = self._errors.read()[-2000:].decode(errors="replace").strip()
        return SimplifyFailed(f"the simplifier ended with code {code}: {words}")


def _check(position: Any, triangles: Any, attributes: Any, weights: Sequence[float], locked: Any) -> None:
    if len(triangles) > MAX_TRIANGLES:
        raise ValueError(f"{len(triangles)} triangles at once, at most {MAX_TRIANGLES}: cut the mesh into tiles first")
    if triangles.size and not 0 <= triangles.min() <= triangles.max() < len(position):
        raise ValueError(f"the triangles use vertices beyond the {len(position)} positions")
    columns = 0 if attributes is None else attributes.shape[1]
    if columns > MAX_COLUMNS or columns != len(weights):
        raise ValueError(f"{columns} attribute columns with {len(weights)} weights: as many of both, at most 32")
    for name, rows in (("attributes", attributes), ("locked", locked)):
        if rows is not None and len(rows) != len(position):
            raise ValueError(f"{len(rows)} rows of {name} for {len(position)} positions")


def _arrays(position: Any, triangles: Any, attributes: Any, weights: Sequence[float], locked: Any) -> list[Any]:
    """Positions from the box's corner, so that far-off coordinates keep their digits as 32 bit floats."""
    import numpy as np

    rows = _from(position, _low(position))
    given = [] if attributes is None else [np.ascontiguousarray(attributes, dtype=np.float32)]
    locks = [] if locked is None else [np.ascontiguousarray(locked, dtype=np.uint8)]
    return [
        rows,
        *given,
        np.asarray(weights, dtype=np.float32),
        np.ascontiguousarray(triangles, dtype=np.uint32).reshape(-1),
        *locks,
    ]


def _moved(before: Any, after: Any) -> "NDArray[np.float64]":
    """Rows that did not move keep all their digits."""
    import numpy as np

    low = _low(before)
    same = after == _from(before, low)
    still = same[:, 0] & same[:, 1] & same[:, 2]
    return np.asarray(np.where(still[:, None], before, after.astype(np.float64) + low))


def _low(position: Any) -> "NDArray[np.float64]":
    """The corner of the box; column by column is faster than along rows."""
    import numpy as np

    return np.array([position[:, axis].min() for axis in range(3)])


def _from(position: Any, low: "NDArray[np.float64]") -> "NDArray[np.float32]":
    import numpy as np

    return np.asarray(position - low, dtype=np.float32)


def _without_node(position: Any, triangles: Any, target: int, lock_border: bool) -> "tuple[NDArray[np.int64], float]":
    """Its points lie beside the old ones: each goes to the nearest, and the way is the error."""
    import fast_simplification
    import numpy as np
    from scipy.spatial import cKDTree

    if target >= len(triangles):
        return np.asarray(triangles, dtype=np.int64), 0.0
    low, extent = position.min(axis=0), float(np.ptp(position, axis=0).max()) or 1.0
    points, faces = fast_simplification.simplify(
        np.ascontiguousarray(position - low, dtype=np.float32),
        np.ascontiguousarray(triangles, dtype=np.int32),
        target_count=max(target, 1),
        preserve_border=lock_border,
    )
    used = np.unique(triangles)
    away, nearest = cKDTree(position[used] - low).query(points)
    moved = used[nearest][faces]
    whole = (moved[:, 0] != moved[:, 1]) & (moved[:, 1] != moved[:, 2]) & (moved[:, 2] != moved[:, 0])
    return moved[whole].astype(np.int64), float(away.max(initial=0.0)) / extent
