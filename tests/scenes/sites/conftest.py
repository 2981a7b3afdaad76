"""A demonstration site as it is written, and as it is built, for the tests of a module that says which one."""

from pathlib import Path
from typing import Any

import pytest

from scenes.scene import Site
from scenes.site_pack import load_site
from tests.scenes.sites.built import pack_of
from tests.scenes.sites.demonstrations import Demonstration
from tests.scenes.sites.glb import Glb, read
from tests.scenes.sites.standing import Heights, floors


@pytest.fixture(scope="module")
def site(demonstration: Demonstration) -> Site:
    """What it tells."""
    return load_site(demonstration.pack, models=False)


@pytest.fixture(scope="module")
def built(demonstration: Demonstration) -> Path:
    """The folder of the built site pack."""
    return pack_of(demonstration.id)


@pytest.fixture(scope="module")
def structures(built: Path) -> list[Glb]:
    """The levels of detail, lightest first."""
    return [read(built / f"models/structure.{level}.glb") for level in range(3)]


@pytest.fixture(scope="module")
def floor(built: Path) -> Any:
    """The triangles one may stand on (n, 3, 3)."""
    return read(built / "models/walk.glb").triangles()


@pytest.fixture(scope="module")
def heights(floor: Any) -> Heights:
    """Heights of the floors over and under a place on the ground."""
    return floors(floor)
