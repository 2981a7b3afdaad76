"""Rooms are cut for their plan, open places are not."""

import pytest

from scenes.derive.plan import ABOVE, EYE
from scenes.derive.roof import cut_height
from scenes.mesh import Mesh
from tests.scenes.derive.shapes import box, mesh

FLOOR = box((0, 0.8, 0), (20, 1, 10))


def test_a_room_is_cut_over_eye_height() -> None:
    assert cut_height(mesh(FLOOR, box((0, 4, 0), (20, 4.2, 10)))) == pytest.approx(1 + EYE + ABOVE)


def test_an_open_place_is_not_cut() -> None:
    assert cut_height(mesh(FLOOR)) is None
    assert cut_height(mesh(FLOOR, box((0, 4, 0), (2, 4.2, 2)))) is None


def test_nothing_has_no_roof() -> None:
    with pytest.raises(ValueError, match="without triangles"):
        cut_height(Mesh(parts={}))
