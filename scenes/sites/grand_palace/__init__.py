"""The Grand Palace in Bangkok, built by code from published dimensions into a site pack's folder."""

from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
PACK = HERE / "pack"


def build(folder: Path, progress: Callable[[str, float], None]) -> None:
    """Make `folder` a complete site pack: `models/*.glb` and everything of `pack/`.

    `progress` is called with a stage's name and the share done, 0 to 1. The pack is made beside `folder` and renamed,
    so nobody ever sees half of one; a pack already there is replaced. The same sources give the same bytes.
    Raises `OSError` when the disk does not take it, and leaves what was there.
    """
    from scenes.sites.grand_palace.assemble import write
    from scenes.sites.making import make

    make(folder, PACK, write, progress)
