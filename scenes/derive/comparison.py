"""A thing before and after, seen by the same camera in the same light."""

from dataclasses import replace
from pathlib import Path

from scenes.mesh import Mesh


def comparison(before: Mesh, after: Mesh, paths: tuple[Path, Path], *, size: tuple[int, int] = (1024, 768)) -> None:
    """Write two WebPs of meshes in the same coordinates; the camera is the one that shows `after` best.

    The same things give the same bytes on the same machine. Raises `EglMissing` where nothing can be drawn,
    `ValueError` for a thing that cannot be; then neither picture is there.
    """
    from scenes.derive.render import Backdrop, studio
    from scenes.derive.render.lights import lamps
    from scenes.derive.render.portrait import best_angles, portrait
    from scenes.derive.render.save import webp

    with studio(after) as room:
        angles = best_angles(room)
        view, middle = portrait(room, angles, size[0] / size[1]), room.subject.middle
        room.light(lamps(angles[0], quick=True))
        last = room.shoot(view, size, backdrop=Backdrop())
    with studio(before) as room:
        moved = middle - room.subject.middle
        room.light(lamps(angles[0], quick=True))
        reach = room.subject.radius * 2
        first = room.shoot(replace(view, eye=view.eye + moved, far=view.far + reach), size, backdrop=Backdrop())
    webp([first], paths[0])
    webp([last], paths[1])
