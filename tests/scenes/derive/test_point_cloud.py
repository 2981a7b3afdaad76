from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.spatial import cKDTree

from scenes.derive.point_cloud import tile_points
from scenes.derive.tile import TilesReport
from scenes.mesh import PointCloud
from scenes.pack_models import read_tiles
from tests.scenes.derive.tileset_reading import Read, read
from tests.scenes.derive.tileset_rules import broken_rules

MOST = 2000


def scanned() -> Iterator[PointCloud]:
    """A hall as a scanner sees it, dense beside the tripod and thin far off; red grows along x, green along z."""
    chance = np.random.default_rng(5)
    for _ in range(4):
        away = np.abs(chance.standard_normal((15_000, 1))) ** 2 * 8
        turn = chance.uniform(0, 2 * np.pi, (15_000, 1))
        position = np.concatenate([away * np.cos(turn), 0.3 * np.sin(away), away * np.sin(turn)], axis=1)
        red, green = (np.clip(128 + position[:, axis], 0, 255) for axis in (0, 2))
        colour = np.stack([red, green, np.full(len(red), 40)], axis=1).astype(np.uint8)
        yield PointCloud(position=position, colour=colour, copyright="© The Hall")


def made_in(folder: Path, clouds: Any, **more: Any) -> tuple[Path, TilesReport]:
    given: dict[str, Any] = {"scratch": folder / "scratch", "points": MOST, "cell_points": 9000} | more
    report = tile_points(clouds, folder / "hall.tiles", **given)
    assert list((folder / "scratch").iterdir()) == []
    return folder / "hall.tiles", report


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, TilesReport]:
    return made_in(tmp_path_factory.mktemp("hall"), scanned())


@pytest.fixture(scope="module")
def root(made: tuple[Path, TilesReport]) -> Read:
    return read(made[0])


def points(tile: Read) -> Any:
    return tile.drawn()[0].attributes["POSITION"].astype(float) if tile.uri else np.zeros((0, 3))


def test_every_point_is_in_one_tile_with_its_colour(made: tuple[Path, TilesReport], root: Read) -> None:
    every = np.concatenate([points(tile) for tile in root.all])
    source = np.concatenate([cloud.position for cloud in scanned()])
    assert 0.95 * len(source) < len(every) == made[1].points <= len(source)
    assert len(np.unique(every, axis=0)) == len(every)
    assert cKDTree(every).query(source)[0].max() < 2e-3
    linear = np.concatenate([tile.drawn()[0].attributes["COLOR_0"] for tile in root.all if tile.uri])
    srgb = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055) * 255
    assert np.abs(srgb[:, 0] - np.clip(128 + every[:, 0], 0, 255)).max() < 1.6
    assert np.abs(srgb[:, 2] - 40).max() < 0.6


def test_tiles_are_small_and_their_points_lie_as_far_apart_as_their_error_says(root: Read) -> None:
    inner = [tile for tile in root.all if tile.children and len(points(tile)) > 50]
    assert len(inner) > 10
    for tile in root.all:
        assert len(points(tile)) <= MOST
    for tile in inner:
        near = cKDTree(points(tile)).query(points(tile), k=2)[0][:, 1]
        assert np.median(near) > 0.3 * tile.error


def test_errors_shrink_towards_leaves_which_have_none(root: Read) -> None:
    for tile in root.all:
        assert all(child.error <= tile.error for child in tile.children)
        assert (tile.error == 0) == (not tile.children)


def test_the_root_alone_shows_the_whole_cloud(root: Read) -> None:
    source = np.concatenate([cloud.position for cloud in scanned()])
    assert cKDTree(points(root)).query(source)[0].max() <= root.error * 3**0.5 + 2e-3


def test_the_tileset_keeps_the_rules_of_3d_tiles_and_a_pack_reads_it(made: tuple[Path, TilesReport]) -> None:
    assert broken_rules(made[0]) == []
    tiles = read_tiles(made[0] / "tileset.json")
    assert {each.path.stem for each in tiles.files} == {each.digest for each in tiles.files}
    assert made[1].triangles == 0
    assert read(made[0]).document["asset"]["copyright"] == "© The Hall"


def test_the_same_clouds_give_the_same_files(made: tuple[Path, TilesReport], tmp_path: Path) -> None:
    again, report = made_in(tmp_path, scanned(), processes=1)
    assert report == made[1]
    assert {each.name for each in again.iterdir()} == {each.name for each in made[0].iterdir()}


def test_intensity_is_grey_and_height_is_shade_where_there_is_no_colour(tmp_path: Path) -> None:
    position = np.random.default_rng(2).uniform(0, 10, (500, 3))
    faint = PointCloud(position=position, intensity=(position[:, 0] / 1000).astype(np.float32))
    grey = read(made_in(tmp_path / "a", [faint])[0]).drawn()[0].attributes
    assert (grey["COLOR_0"][:, 0] == grey["COLOR_0"][:, 2]).all()
    assert np.corrcoef(grey["COLOR_0"][:, 0] ** (1 / 2.2), grey["POSITION"][:, 0])[0, 1] > 0.95
    assert grey["COLOR_0"].max() == 1
    bare = read(made_in(tmp_path / "b", [PointCloud(position=position)])[0]).drawn()[0].attributes
    assert np.corrcoef(bare["COLOR_0"][:, 1] ** (1 / 2.2), bare["POSITION"][:, 1])[0, 1] > 0.95


def test_a_spot_denser_than_a_file_may_be_is_cut_again(tmp_path: Path) -> None:
    chance = np.random.default_rng(3)
    wide, spot = chance.uniform(-500, 500, (3000, 3)), chance.uniform(0, 0.5, (30_000, 3))
    folder, report = made_in(tmp_path, [PointCloud(position=np.concatenate([wide, spot]))])
    assert broken_rules(folder) == []
    assert report.points > 32_500
    assert report.depth > 10


@pytest.mark.parametrize(
    ("cloud", "words"),
    [
        (PointCloud(position=np.zeros((0, 3))), "no points"),
        (PointCloud(position=np.asarray([[0, np.inf, 0]])), "position needs a row of finite numbers"),
        (PointCloud(position=np.zeros((2, 3)), colour=np.zeros((1, 3), np.uint8)), "colour needs a row"),
    ],
)
def test_clouds_that_do_not_fit_together_are_refused(tmp_path: Path, cloud: PointCloud, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        made_in(tmp_path, [cloud])
    assert not (tmp_path / "hall.tiles").exists()


def test_one_point_is_one_tile(tmp_path: Path) -> None:
    folder, report = made_in(tmp_path, [PointCloud(position=np.asarray([[1.0, 2.0, 3.0]]))])
    assert (report.points, report.tiles, report.errors) == (1, 1, (0.0,))
    assert broken_rules(folder) == []
