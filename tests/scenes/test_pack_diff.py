"""What differs between two states of a site is said as a curator would say it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scenes.pack_diff import Change, compare
from scenes.scene import Site
from scenes.site_pack import load_site
from tests.builders import box_glb, write_pack
from tests.tilesets import add_tiles


@pytest.fixture
def before(tmp_path: Path) -> Path:
    return add_tiles(write_pack(tmp_path / "before"))


@pytest.fixture
def after(tmp_path: Path) -> Path:
    return add_tiles(write_pack(tmp_path / "after"))


def edit(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def said(before: Path, after: Path) -> list[str]:
    return [str(change) for change in compare(load_site(before), load_site(after))]


def test_the_same_site_twice(before: Path, after: Path) -> None:
    assert compare(load_site(before), load_site(after)) == ()


ADDED = """
[[fact]]
id = "water"
text = { en = "The water is cold.", it = "L'acqua è fredda.", zh-Hans = "水很冷。" }
cites = [{ source = "li" }]
"""


@pytest.mark.parametrize(
    ("name", "old", "new", "line"),
    [
        ("facts/facts.toml", "12 metri", "13 metri", "fact depth: text changed in it"),
        ("facts/facts.toml", '"p. 4"', '"p. 5"', "fact depth: sources added: rossi p. 5; sources gone: rossi p. 4"),
        ("facts/facts.toml", "disputed = true", "disputed = false", "fact bench: disputed yes → no"),
        ("facts/facts.toml", '"measure"', '"size"', "fact depth: themes added: size; themes gone: measure"),
        ("facts/facts.toml", "[[fact]]", ADDED + "[[fact]]", "fact water: added (en, it, zh-Hans)"),
        ("facts/sources.toml", "1931", "1932", "source rossi: year 1931 → 1932"),
        ("facts/sources.toml", '"Test Press"', '""', "source rossi: publisher Test Press → none"),
        ("facts/glossary.toml", '"il pozzo"', '"la cisterna"', "term well: names changed in it"),
        ("facts/glossary.toml", '"person"', '"people"', "term rossi: kind person → people"),
        ("takes/takes.toml", '"approved"', '"rejected"', "take mouth en: state approved → rejected"),
        ("takes/takes.toml", "Lean over", "Look over", "take mouth en: 1 of 2 sentences changed"),
        ("takes/takes.toml", "2026-11-01", "2026-11-02", "take mouth en: reviewed 2026-11-01 → 2026-11-02"),
        ("tours.toml", "[0.0, 0.0, 4.0]", "[3.0, 0.0, 8.0]", "stop mouth: moved 5.00 m"),
        ("tours.toml", "[0.0, 0.0, 4.0]", "[0.0, 0.0, 4.25]", "stop mouth: moved 0.250 m"),
        ("tours.toml", "radius = 3.0", "radius = 4.5", "stop mouth: radius 3 m → 4.5 m"),
        ("tours.toml", '["depth", "year"]', '["year", "depth"]', "stop mouth: facts in another order"),
        ("tours.toml", "La bocca del pozzo", "La bocca", "stop mouth: title changed in it"),
        ("tours.toml", '["mouth", "bench"]', '["mouth"]', "tour short: stops gone: bench"),
        ("tours.toml", "minutes = 5", "minutes = 7", "tour short: minutes 5 → 7"),
        ("annotations.json", '"x": 20.0', '"x": 22.0', "annotation bench: moved 2.00 m"),
        ("annotations.json", '"La panca"', '"Panca"', "annotation bench: label changed in it"),
        ("annotations.json", 'part": "box"', 'part": ""', "annotation well: part box → none"),
        ("site.toml", "CC0-1.0", "CC-BY-4.0", "site: licence CC0-1.0 → CC-BY-4.0"),
        ("site.toml", "Benvenuti al", "Ecco il", "site: welcome changed in it"),
        ("site.toml", "[0.0, 0.0, 12.0]", "[0.0, 0.0, 13.0]", "site: entrance moved 1.00 m"),
        ("site.toml", "latitude\" = 41.89", "latitude\" = 41.9", "site: latitude 41.89 → 41.9"),
        ("site.toml", "scale = 1.0", "scale = 2.0", "model well: scale 1 → 2"),
        ("site.toml", "[0, 3, 0, 4]", "[0, 0, 0, 1]", "model well: turned by 73.7°"),
        ("site.toml", '"visible"', '"walkable"', "model well: role visible → walkable"),
        ("site.toml", "[-1, -1, 1, 1]", "[-1, -1, 2, 2]", "picture plan: bounds changed"),
    ],
)  # fmt: skip
def test_one_change_is_one_line(before: Path, after: Path, name: str, old: str, new: str, line: str) -> None:
    edit(after, name, old, new)
    assert said(before, after) == [line]


def test_what_was_added_is_removed_the_other_way_round(before: Path, after: Path) -> None:
    edit(after, "facts/facts.toml", "[[fact]]", ADDED + "[[fact]]")
    assert said(after, before) == ["fact water: removed (en, it, zh-Hans)"]


def test_a_language_that_came(before: Path, after: Path) -> None:
    edit(before, "site.toml", '["en", "it", "zh-Hans"]', '["en", "it"]')
    for name in ("facts/facts.toml", "tours.toml", "annotations.json", "site.toml", "facts/glossary.toml"):
        text = (before / name).read_text(encoding="utf-8")
        (before / name).write_text(text, encoding="utf-8")
    [site, *_] = compare(load_site(before), load_site(after))
    assert site.words == ("languages added: zh-Hans",)


def test_takes_that_came_and_went(before: Path, after: Path) -> None:
    (after / "takes/takes.toml").write_text("", encoding="utf-8")
    assert said(before, after) == ["take mouth en: removed (approved)"]
    assert said(after, before) == ["take mouth en: added (approved)"]


def test_a_second_take_beside_the_approved_one(before: Path, after: Path) -> None:
    text = (after / "takes/takes.toml").read_text(encoding="utf-8")
    (after / "takes/more.toml").write_text(text.replace('"approved"', '"pending"'), encoding="utf-8")
    assert said(before, after) == ["take mouth en: added (pending)"]


def lighter(folder: Path) -> None:
    (folder / "models/well.glb").write_bytes(box_glb(size=2.0) + b"    ")


def another_tile(folder: Path) -> None:
    import hashlib

    old = hashlib.sha256(box_glb("left")).hexdigest()
    new = hashlib.sha256(box_glb("west")).hexdigest()
    (folder / f"models/well/{new}.glb").write_bytes(box_glb("west"))
    edit(folder, "models/well/tileset.json", old, new)


def second_level(folder: Path) -> None:
    (folder / "models/fine.glb").write_bytes(box_glb())
    edit(folder, "site.toml", '["models/well.glb"]', '["models/well.glb", "models/fine.glb"]')


SIZE = len(box_glb())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lighter, f"level 1 {SIZE} bytes → {SIZE + 4} bytes, 12 triangles as before"),
        (second_level, f"level 2 added ({SIZE} bytes, 12 triangles)"),
        (lambda folder: (folder / "models/well.draco.glb").unlink(), "level 1: Draco copy removed"),
        (
            another_tile,
            f"tiles 2 files, {(2 * SIZE + 8) / 1000:.1f} kB → 2 files, {(2 * SIZE + 8) / 1000:.1f} kB; "
            "1 of them new, 1 gone",
        ),
        (
            lambda folder: edit(folder, "site.toml", 'tiles = "models/well/tileset.json"', ""),
            f"tiles removed (2 files, {(2 * SIZE + 8) / 1000:.1f} kB)",
        ),
    ],
)
def test_models_by_size_and_triangles(before: Path, after: Path, change: Callable[[Path], Any], words: str) -> None:
    change(after)
    [model] = compare(load_site(before), load_site(after))
    assert (model.kind, model.id, model.what) == ("model", "well", "changed")
    assert model.words == (words,)


def test_several_changes_are_several_lines_in_the_order_of_a_site(before: Path, after: Path) -> None:
    edit(after, "site.toml", "CC0-1.0", "CC-BY-4.0")
    edit(after, "tours.toml", "minutes = 5", "minutes = 6")
    edit(after, "facts/facts.toml", "12 metres", "13 metres")
    lighter(after)
    kinds = [change.kind for change in compare(load_site(before), load_site(after))]
    assert kinds == ["site", "fact", "tour", "model"]


def test_two_sites_that_have_nothing_in_common(before: Path) -> None:
    site: Site = load_site(before)
    changes = compare(site, site)
    assert changes == ()
    assert all(isinstance(change, Change) for change in changes)
