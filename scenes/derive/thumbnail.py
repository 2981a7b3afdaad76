"""A picture of a thing for lists and catalogues."""

from pathlib import Path

from scenes.mesh import Mesh, PointCloud


def thumbnail(thing: Mesh | PointCloud, path: Path, *, size: tuple[int, int] = (768, 576)) -> None:
    """Write a WebP of the thing in three-quarter view, tightly framed, on a soft backdrop.

    Its front is guessed; a thing more than 20 m across is seen from the air. The same thing gives the same bytes on the
    same machine. Raises `EglMissing` where nothing can be drawn, `ValueError` for a thing that cannot be.
    """
    from scenes.derive.render import Backdrop, studio
    from scenes.derive.render.lights import lamps
    from scenes.derive.render.portrait import best_angles, portrait
    from scenes.derive.render.save import webp

    with studio(thing) as room:
        angles = best_angles(room)
        room.light(lamps(angles[0]))
        picture = room.shoot(portrait(room, angles, size[0] / size[1]), size, backdrop=Backdrop())
    webp([picture], path)
