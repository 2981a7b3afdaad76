"""A thing turning: frames, time, bytes."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from scenes.derive import turntable as module
from scenes.derive.thumbnail import thumbnail
from scenes.derive.turntable import turntable
from scenes.mesh import Mesh
from tests.scenes.derive.shapes import box, mesh

THING = mesh(box((-1, 0, -1), (1, 2, 1)), box((0.4, 0.5, 1.0), (0.9, 1.5, 1.6), "red"))


def frames(path: Path) -> list[np.ndarray]:
    made = []
    with Image.open(path) as image:
        assert image.info["loop"] == 0
        for index in range(image.n_frames):
            image.seek(index)
            made.append(np.asarray(image.convert("RGB")).astype(float))
    return made


def red(picture: np.ndarray) -> np.ndarray:
    return (picture[..., 0] > 1.6 * picture[..., 1]) & (picture[..., 0] > 60)


def test_it_turns_once_and_shows_every_side(tmp_path: Path) -> None:
    turntable(THING, tmp_path / "a.webp", frames=6, size=96)
    seen = [red(each).sum() for each in frames(tmp_path / "a.webp")]
    assert len(seen) == 6
    assert max(seen) > 100
    assert min(seen) == 0


def test_it_begins_as_the_thumbnail(tmp_path: Path) -> None:
    turntable(THING, tmp_path / "a.webp", frames=4, size=96)
    thumbnail(THING, tmp_path / "b.webp", size=(96, 96))
    with Image.open(tmp_path / "b.webp") as image:
        still = np.nonzero(red(np.asarray(image.convert("RGB")).astype(float)))
    shown = [np.nonzero(red(each)) for each in frames(tmp_path / "a.webp")]
    assert shown[0][1].mean() == pytest.approx(still[1].mean(), abs=9)
    assert all(abs(len(each[0]) - len(shown[0][0])) > 100 for each in shown[1:])


def test_too_many_bytes_cost_quality_not_frames(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    turntable(THING, tmp_path / "fine.webp", frames=4, size=96)
    monkeypatch.setattr(module, "LARGEST", int((tmp_path / "fine.webp").stat().st_size * 0.75))
    turntable(THING, tmp_path / "coarse.webp", frames=4, size=96)
    assert (tmp_path / "coarse.webp").stat().st_size <= module.LARGEST
    assert len(frames(tmp_path / "coarse.webp")) == 4


def test_nothing_to_turn_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="without triangles"):
        turntable(Mesh(parts={}), tmp_path / "a.webp")
    assert not list(tmp_path.iterdir())
