"""What a batch of view rays said, as arrays, and which of it is new."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenes.near import Nearby

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What each of n rays meets."""

    part: "NDArray[np.int32]"
    """Index into `Gaze.parts` of the first part met, or -1."""
    distance: "NDArray[np.float64]"
    """Metres to it, infinite where nothing is met."""
    point: "NDArray[np.float64]"
    """(n, 3) where, metres; not a number where nothing is met."""
    annotation: "NDArray[np.int64]"
    """Index into `Gaze.annotations` of what is looked straight at, or -1."""
    beside: "NDArray[np.int64]"
    """The same, or else what lies in the open within the angle that was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """What each of n visitors looks at and is near, and where they stand."""

    looked: Looked
    near: Nearby
    """The nearest annotations of the eyes."""
    floor: "NDArray[np.float64]"
    """(n, 3) on the walkable ground."""
    inside: "NDArray[np.bool_]"
    """Whether they stand on it."""

    def changed(self, before: "Glance | None") -> "NDArray[np.int64]":
        """The rows where another thing is seen, looked at or nearest than `before`, of the same visitors."""
        import numpy as np

        if before is None:
            return np.arange(len(self.inside))
        now, then = self.looked, before.looked
        other = (now.part != then.part) | (now.annotation != then.annotation) | (now.beside != then.beside)
        return np.flatnonzero(other | (self.near.index[:, :1] != before.near.index[:, :1]).any(axis=1))
