import io
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from scenes.derive.tile import TilesReport, tile
from scenes.mesh import Material, Mesh, Primitive
from scenes.pack_models import read_tiles
from tests.scenes.derive.tileset_reading import Drawn, Read, open_edges, read
from tests.scenes.derive.tileset_rules import broken_rules

STONE, BRICK = Material(name="stone"), Material(name="brick", colour=(0.6, 0.2, 0.1))
LEAF, BUCKET = 1500, 6000


def ring(around: int, across: int, textured: bool = False) -> tuple[Any, Any, Any]:
    """A closed, dented ring: positions, texture coordinates, and quads as pairs of triangles in rows around."""
    u, v = np.meshgrid(np.arange(around) * 2 * np.pi / around, np.arange(across) * 2 * np.pi / across, indexing="ij")
    thick = 2 + 0.2 * np.sin(9 * u) * np.cos(5 * v) + 0.05 * np.sin(40 * u + 3 * v)
    position = np.stack(
        [(7 + thick * np.cos(v)) * np.cos(u), thick * np.sin(v), (7 + thick * np.cos(v)) * np.sin(u)], axis=-1
    ).reshape(-1, 3)
    index = np.arange(around * across).reshape(around, across)
    a, d = index, np.roll(index, -1, axis=1)
    b, c = np.roll(a, -1, axis=0), np.roll(d, -1, axis=0)
    return position, np.stack([a, d, b, b, d, c], axis=-1).reshape(around, -1, 3), index


def chunks(around: int = 240, across: int = 90, rows: int = 40) -> Iterator[tuple[str, Primitive]]:
    """The ring in self-contained chunks of two parts, with colours; neighbours repeat the vertices between them."""
    position, quads, _ = ring(around, across)
    colour = 0.5 + 0.5 * np.sin(position)
    for start in range(0, around, rows):
        used, place = np.unique(quads[start : start + rows], return_inverse=True)
        west = start < around // 2
        yield (
            "west" if west else "east",
            Primitive(
                material="stone" if west else "brick",
                position=position[used],
                triangles=place.reshape(-1, 3),
                colour=colour[used],
            ),
        )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, TilesReport]:
    folder = tmp_path_factory.mktemp("ring")
    seen: list[tuple[str, float]] = []
    report = tile(
        [STONE, BRICK],
        chunks(),
        folder / "ring.tiles",
        scratch=folder / "scratch",
        copyright="© The Ring",
        progress=lambda stage, share: seen.append((stage, share)),
        leaf_triangles=LEAF,
        bucket_triangles=BUCKET,
    )
    assert [stage for stage, _ in seen] == sorted(
        (stage for stage, _ in seen), key=["read", "sort", "cut", "border", "build"].index
    )
    assert seen[-1] == ("build", 1.0)
    assert list((folder / "scratch").iterdir()) == []
    assert [each.name for each in folder.iterdir() if each.name.startswith(".")] == []
    return folder / "ring.tiles", report


@pytest.fixture(scope="module")
def root(made: tuple[Path, TilesReport]) -> Read:
    return read(made[0])


def test_every_parent_has_exactly_the_border_of_its_children_to_the_bit(root: Read) -> None:
    borders = {id(each): open_edges(each.corners()) for each in root.all}
    parents = [each for each in root.all if each.children]
    assert len(parents) > 20
    for parent in parents:
        left, right = (borders[id(child)] for child in parent.children)
        assert left & right
        assert borders[id(parent)] == left ^ right


def test_no_mixture_of_levels_shows_a_crack(root: Read) -> None:
    chance = random.Random(7)
    for _ in range(20):
        drawn = [each for child in root.children for each in cut(child, chance)]
        assert len(drawn) > 1
        assert open_edges(np.concatenate([each.corners() for each in drawn])) == set()


def cut(tile: Read, chance: random.Random) -> list[Read]:
    """Tiles of different levels that together show everything of a tile once."""
    if not tile.children or (chance.random() < 0.25 and tile.error < 0.5):
        return [tile]
    return [each for child in tile.children for each in cut(child, chance)]


def test_shared_vertices_have_the_same_normal_and_colour_in_tiles_of_one_part(root: Read) -> None:
    seen: dict[tuple[str, bytes], set[bytes]] = {}
    leaves = root.leaves
    for leaf in leaves:
        for drawn in leaf.drawn():
            place, normal = drawn.attributes["POSITION"], drawn.attributes["NORMAL"]
            for point, up, colour in zip(place, normal, drawn.attributes["COLOR_0"], strict=True):
                seen.setdefault((drawn.part, point.tobytes()), set()).add(up.tobytes() + colour.tobytes())
    assert sum(len(leaf.corners()) for leaf in leaves) // 2 == len({point for _, point in seen})
    assert all(len(looks) == 1 for looks in seen.values())


def test_errors_never_shrink_towards_the_root_and_cover_what_is_measured(root: Read) -> None:
    import open3d as o3d

    assert root.error > 0
    assert all(leaf.error == 0 for leaf in root.leaves)
    for parent in (each for each in root.all if each.children):
        assert parent.error >= max(child.error for child in parent.children)
    for parent in [root, *root.children, *root.children[0].children]:
        corners = parent.corners()
        scene = o3d.t.geometry.RaycastingScene()
        tensor: Any = o3d.core.Tensor.from_numpy
        triangles = np.arange(len(corners) * 3, dtype=np.uint32).reshape(-1, 3)
        scene.add_triangles(tensor(corners.reshape(-1, 3)), tensor(triangles))
        points = np.concatenate([leaf.corners().reshape(-1, 3) for leaf in parent.leaves])
        distance = scene.compute_distance(tensor(np.ascontiguousarray(points))).numpy()
        assert distance.max() <= parent.error + 1e-5
        assert distance.max() > parent.error / 20


def test_leaves_have_every_triangle_of_the_source_and_its_area(made: tuple[Path, TilesReport], root: Read) -> None:
    position, quads, _ = ring(240, 90)
    corners = np.concatenate([leaf.corners() for leaf in root.leaves])
    assert made[1].triangles == len(corners) == quads.size // 3
    assert area(corners) == pytest.approx(area(position[quads.reshape(-1, 3)]), rel=1e-3)
    for leaf in root.leaves:
        assert len(leaf.corners()) <= LEAF


def area(corners: Any) -> float:
    corners = corners.astype(float)
    return float(
        np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1).sum() / 2
    )


def test_parts_keep_their_names_and_materials(root: Read) -> None:
    for each in root.all:
        assert {(drawn.part, drawn.material["name"]) for drawn in each.drawn()} <= {
            ("west", "stone"),
            ("east", "brick"),
        }
    assert {drawn.part for drawn in root.drawn()} == {"west", "east"}
    assert "© The Ring" in root.document["asset"]["copyright"]


def test_the_tileset_keeps_the_rules_of_3d_tiles(made: tuple[Path, TilesReport]) -> None:
    assert broken_rules(made[0]) == []


def test_the_pack_reads_it_back(made: tuple[Path, TilesReport], root: Read) -> None:
    tiles = read_tiles(made[0] / "tileset.json")
    assert {each.path.stem for each in tiles.files} == {each.digest for each in tiles.files}
    assert {each.path.name for each in tiles.files} | {"tileset.json"} == {each.name for each in made[0].iterdir()}
    assert made[1].tiles == len(list(root.all))
    assert made[1].bytes == sum(each.stat().st_size for each in made[0].iterdir())


def test_the_same_input_gives_the_same_files_with_one_process(made: tuple[Path, TilesReport], tmp_path: Path) -> None:
    tile(
        [STONE, BRICK],
        chunks(),
        tmp_path / "again",
        scratch=tmp_path,
        copyright="© The Ring",
        leaf_triangles=LEAF,
        bucket_triangles=BUCKET,
        processes=1,
    )
    assert {each.name: each.read_bytes() for each in (tmp_path / "again").iterdir()} == {
        each.name: each.read_bytes() for each in made[0].iterdir()
    }


def checker(across: int, square: int) -> Any:
    """Pixels in four colours, no two alike beside each other, that say where in the picture they are."""
    rows, columns = np.meshgrid(np.arange(across), np.arange(across), indexing="ij")
    dark = ((rows // square + columns // square) % 2)[..., None]
    tint = np.stack([rows * 200 // across, columns * 200 // across, np.full_like(rows, 90)], axis=-1)
    return (tint // (1 + dark)).astype(np.uint8)


def field(across: int, charts: int = 1) -> Primitive:
    """A hilly sheet, 10 m a side, whose picture is cut into strips that lie shuffled in the image."""
    u, v = np.meshgrid(np.linspace(0, 1, across + 1), np.linspace(0, 1, across + 1), indexing="ij")
    place = np.stack([u * 10, 0.5 * np.sin(u * 9) * np.cos(v * 7), v * 10], axis=-1)
    quads = np.arange((across + 1) ** 2).reshape(across + 1, -1)
    strips, width = [], across // charts
    for strip in range(charts):
        rows = slice(strip * width, (strip + 1) * width + 1)
        shift = (strip * 7 % charts - strip) / charts
        strips.append((place[rows].reshape(-1, 3), np.stack([u[rows] + shift, v[rows]], axis=-1).reshape(-1, 2)))
    size = (width + 1) * (across + 1)
    a, b = quads[:width, :-1], quads[1 : width + 1, :-1]
    one = np.stack([a, a + 1, b, b, a + 1, b + 1], axis=-1).reshape(-1, 3)
    return Primitive(
        material="painted",
        position=np.concatenate([each[0] for each in strips]),
        uv=np.concatenate([each[1] for each in strips]),
        triangles=np.concatenate([one + size * strip for strip in range(charts)]),
    )


def png(pixels: Any) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize("charts", [1, 16])
def test_a_textured_place_looks_like_its_source(tmp_path: Path, charts: int) -> None:
    source = checker(2048, 64)
    painted = Material(name="painted", base=png(source), occlusion=png(source[::4, ::4]))
    mesh = Mesh(parts={"floor": [field(128, charts)]}, materials=[painted])
    tile(mesh.materials, mesh, tmp_path / "t", scratch=tmp_path / "s", leaf_triangles=2000, bucket_triangles=9000)
    root = read(tmp_path / "t")
    assert broken_rules(tmp_path / "t") == []
    for each, allowed in [*((leaf, 12.0) for leaf in root.leaves), (root, 30.0)]:
        (drawn,) = each.drawn()
        off = np.abs(seen(each, drawn, "base", 500) - expected(drawn, source, charts, 500))
        assert np.median(off) < allowed / 2
        assert np.mean(off.max(axis=1) > allowed) < 0.15
    assert max(texture(leaf, "base").size for leaf in root.leaves) < source.size / 8
    assert texture(root, "base").size < source.size / 8
    assert texture(root, "occlusion").shape == texture(root, "base").shape
    assert sum(texture(leaf, "base").size for leaf in root.leaves) > source.size
    assert root.error >= 10 / 640


def texture(each: Read, name: str) -> Any:
    (material,) = each.document["materials"]
    pbr = material["pbrMetallicRoughness"]
    return each.image((pbr["baseColorTexture"] if name == "base" else material["occlusionTexture"])["index"])


def spots(drawn: Drawn, count: int) -> tuple[Any, Any]:
    """The same random places on a tile's triangles, as rows of triangles and weights of their corners."""
    chance = np.random.default_rng(3)
    weights = chance.dirichlet((1, 1, 1), count)
    return drawn.indices[chance.integers(0, len(drawn.indices), count)], weights[..., None]


def seen(each: Read, drawn: Drawn, name: str, count: int) -> Any:
    corners, weights = spots(drawn, count)
    pixels = texture(each, name)
    uv = (drawn.attributes["TEXCOORD_0"][corners] * weights).sum(axis=1) * (pixels.shape[1], pixels.shape[0])
    column, row = np.floor(uv).astype(int).T
    return pixels[row, column].astype(float)


def expected(drawn: Drawn, source: Any, charts: int, count: int) -> Any:
    corners, weights = spots(drawn, count)
    place = (drawn.attributes["POSITION"][corners].astype(float) * weights).sum(axis=1) / 10
    strip = np.clip(np.floor(place[:, 0] * charts), 0, charts - 1).astype(int)
    u = place[:, 0] + (strip * 7 % charts - strip) / charts
    at = np.clip((np.stack([place[:, 2], u], axis=1) * len(source)).astype(int), 0, len(source) - 1)
    return source[at[:, 0], at[:, 1]].astype(float)


def test_a_pattern_that_repeats_stays_one_picture(tmp_path: Path) -> None:
    sheet = field(64)
    assert sheet.uv is not None
    tiled = Primitive(material="painted", position=sheet.position, triangles=sheet.triangles, uv=sheet.uv * 20)
    painted = Material(name="painted", base=png(checker(2048, 64)))
    tile([painted], [("floor", tiled)], tmp_path / "t", scratch=tmp_path / "s", leaf_triangles=2000)
    assert broken_rules(tmp_path / "t") == []
    for each in read(tmp_path / "t").all:
        (drawn,) = each.drawn()
        assert np.ptp(drawn.attributes["TEXCOORD_0"], axis=0).max() > 1.5
        assert each.document["samplers"] == [{"magFilter": 9729, "minFilter": 9987, "wrapS": 10497, "wrapT": 10497}]
        assert max(texture(each, "base").shape) <= 1024


def test_a_place_far_from_the_origin_keeps_its_precision(tmp_path: Path) -> None:
    far = np.asarray([4_000_000.0, 120.0, -2_500_000.0])
    moved = [
        (part, Primitive(material="stone", position=each.position + far, triangles=each.triangles))
        for part, each in chunks(120, 60)
    ]
    tile([STONE], moved, tmp_path / "t", scratch=tmp_path / "s", leaf_triangles=LEAF)
    assert broken_rules(tmp_path / "t") == []
    document = json.loads((tmp_path / "t" / "tileset.json").read_text())
    x, minus_z, y = document["root"]["transform"][12:15]
    leaves = np.concatenate([leaf.corners() for leaf in read(tmp_path / "t").leaves]).astype(float)
    there = np.concatenate([each.position[each.triangles] for _, each in moved])
    assert np.abs(np.ptp(leaves.reshape(-1, 3), axis=0) - np.ptp(there.reshape(-1, 3), axis=0)).max() < 0.01
    lowest = leaves.reshape(-1, 3).min(axis=0) + np.asarray([x, y, -minus_z])
    assert lowest == pytest.approx(there.reshape(-1, 3).min(axis=0), abs=0.01)


def test_loose_triangles_still_become_lighter_towards_the_root(tmp_path: Path) -> None:
    chance = np.random.default_rng(1)
    leaves = chance.uniform(0, 50, (20_000, 1, 3)) + chance.normal(0, 0.2, (20_000, 3, 3))
    grass = Primitive(material="stone", position=leaves.reshape(-1, 3), triangles=np.arange(60_000).reshape(-1, 3))
    tile([STONE], [("grass", grass)], tmp_path / "t", scratch=tmp_path / "s", leaf_triangles=1000)
    root = read(tmp_path / "t")
    assert len(root.corners()) < 3000
    assert broken_rules(tmp_path / "t") == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"material": "glass"}, "part wall: material 'glass' is not among"),
        ({"triangles": np.asarray([[0, 1, 9]])}, "part wall: triangles use vertices beyond its 3"),
        ({"position": np.asarray([[0, 0, 0], [1, 0, np.nan], [0, 1, 0]])}, "part wall: position needs a row of finite"),
        ({"normal": np.zeros((2, 3))}, "part wall: normal needs a row of finite"),
        ({"triangles": np.zeros((0, 3), int)}, "there are no triangles"),
    ],
)
def test_chunks_that_do_not_fit_together_are_refused_and_nothing_is_left(
    tmp_path: Path, wrong: dict[str, Any], words: str
) -> None:
    good: dict[str, Any] = {"material": "stone", "position": np.eye(3), "triangles": np.asarray([[0, 1, 2]])}
    (tmp_path / "t").mkdir()
    (tmp_path / "t" / "old").touch()
    with pytest.raises(ValueError, match=words):
        tile([STONE], [("wall", Primitive(**good | wrong))], tmp_path / "t", scratch=tmp_path / "s")
    assert [each.name for each in (tmp_path / "t").iterdir()] == ["old"]
    assert list((tmp_path / "s").iterdir()) == []


def test_an_unreadable_texture_is_named(tmp_path: Path) -> None:
    painted = Material(name="painted", base=b"no picture")
    with pytest.raises(ValueError, match="material painted: a texture is no PNG, JPEG or WebP"):
        tile([painted], [("floor", field(4))], tmp_path / "t", scratch=tmp_path / "s")


def test_one_triangle_is_one_tile(tmp_path: Path) -> None:
    one = Primitive(material="stone", position=np.eye(3), triangles=np.asarray([[0, 1, 2]]))
    report = tile([STONE], [("wall", one)], tmp_path / "t", scratch=tmp_path / "s")
    assert (report.triangles, report.tiles, report.depth, report.errors) == (1, 1, 1, (0.0,))
    assert broken_rules(tmp_path / "t") == []
