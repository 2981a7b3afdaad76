"""What taking a scan in needs of the machine, and what of it is not there."""

from collections.abc import Callable, Iterator

from scenes.missing import Missing


def missing() -> list[str]:
    """What is missing, a sentence each with how to get it; run it in a worker, for it opens native libraries."""
    return list(_missing())


def _missing() -> Iterator[str]:
    for need in NEEDS:
        try:
            need()
        except Missing as wrong:
            yield str(wrong)


def _node() -> None:
    from scenes.node import command

    command("simplify.mjs")


def _open3d() -> None:
    from scenes.derive.open3d_library import open3d_library

    open3d_library()


def _drawing() -> None:
    from scenes.derive.render.context import context

    with context():
        pass


def _packages() -> None:
    from importlib.util import find_spec

    needed = ("numpy", "scipy", "PIL", "embreex", "DracoPy", "meshopt", "brotli", "laspy", "pye57")
    absent = [name for name in needed if find_spec(name) is None]
    if absent:
        raise Missing(f"{', '.join(absent)} cannot be imported. pip install 'caravanserai[scenes]'")


NEEDS: tuple[Callable[[], None], ...] = (_node, _open3d, _drawing, _packages)
