"""A thing turning once round."""

from pathlib import Path
from typing import TYPE_CHECKING

from scenes.mesh import Mesh, PointCloud

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LARGEST = 1_500_000
"""Bytes that a turntable may have."""
ROUND = 5_400
"""Milliseconds of one turn."""
QUALITIES = (88, 78, 68, 56, 44, 32, 20)


def turntable(thing: Mesh | PointCloud, path: Path, *, frames: int = 24, size: int = 400) -> None:
    """Write an endless animated WebP of the thing turning once, of at most 1.5 MB.

    Its first frame is the view of the thumbnail. A client whose visitor asks for reduced motion
    (`prefers-reduced-motion: reduce`) shows the thumbnail instead: a `<picture>` whose `<source>` has that media query.
    Raises `EglMissing` where nothing can be drawn, `ValueError` for a thing that cannot be.
    """
    from scenes.derive.render.save import whole

    whole(_fitting(_turning(thing, frames, size), ROUND // frames), path)


def _turning(thing: Mesh | PointCloud, frames: int, size: int) -> "list[NDArray[np.uint8]]":
    import numpy as np

    from scenes.derive.render import Backdrop, framed, studio
    from scenes.derive.render.lights import lamps
    from scenes.derive.render.portrait import best_angles
    from scenes.derive.render.view import swept

    made = []
    with studio(thing) as room:
        azimuth, elevation = best_angles(room)
        hull = swept(room.subject.points)
        for turn in np.arange(frames) * 2 * np.pi / frames:
            room.light(lamps(azimuth + turn, quick=True))
            view = framed(hull, azimuth + turn, elevation, 1.0)
            made.append(room.shoot(view, (size, size), backdrop=Backdrop()))
    return made


def _fitting(pictures: "list[NDArray[np.uint8]]", milliseconds: int) -> bytes:
    """The animation in the best quality that is small enough, else in the lowest."""
    from scenes.derive.render.save import encoded

    made = b""
    for quality in QUALITIES:
        made = encoded(pictures, quality=quality, milliseconds=milliseconds)
        if len(made) <= LARGEST:
            break
    return made
