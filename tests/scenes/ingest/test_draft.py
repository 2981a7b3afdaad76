"""The pack an ingest writes can be loaded; a curator's own words in it stay as they are."""

from pathlib import Path

import pytest

from scenes.ingest.draft import Ground, Made, add, write_draft
from scenes.ingest.request import Request
from scenes.pose import pose
from scenes.scene import Rights
from scenes.site_pack import load_site
from tests.builders import box_glb

RIGHTS = Rights(licence="LicenseRef-unstated", holder="unstated")


def made(folder: Path, name: str = "venus", size: float = 1.0) -> Made:
    folder.mkdir(parents=True)
    (folder / f"{name}.0.glb").write_bytes(box_glb(size=size))
    (folder / f"{name}.thumbnail.webp").write_bytes(b"picture")
    return Made(
        id=name, label="Venus", files=folder, levels=(f"{name}.0.glb",), tiles="", position=(0.0, 1.0, 0.0),
        middle=(0.0, 2.0, 0.0), radius=1.5, pictures=(("thumbnail", f"{name}.thumbnail.webp"),),
    )  # fmt: skip


def ground(folder: Path) -> Ground:
    (folder / "walk.glb").write_bytes(box_glb("walk"))
    (folder / "plan.webp").write_bytes(b"plan")
    return Ground(
        file=folder / "walk.glb", position=(0.0, 1.0, 0.0), entrance=pose((0.0, 0.0, 5.0)), plan=folder / "plan.webp",
        bounds=(-1.0, -1.0, 1.0, 1.0),
    )  # fmt: skip


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    write_draft(
        tmp_path / "pack",
        Request(site="louvre", name="Venus de Milo"),
        [made(tmp_path / "a")],
        ground(tmp_path),
        RIGHTS,
    )
    return tmp_path / "pack"


def test_a_draft_can_be_walked_in(pack: Path) -> None:
    site = load_site(pack)
    assert site.title == {"en": "Venus de Milo"}
    assert [model.id for model in site.scene.models] == ["venus", "walk"]
    assert site.scene.models[1].role == "walkable"
    assert site.scene.entrance.position == site.scene.stops[0].position == (0.0, 0.0, 5.0)
    assert site.scene.annotations[0].position == (0.0, 2.0, 0.0)
    assert [(each.id, each.kind) for each in site.pictures] == [("venus-thumbnail", "thumbnail"), ("plan", "plan")]


def test_a_licence_nobody_stated_is_not_invented(pack: Path) -> None:
    rights = load_site(pack).rights
    assert rights.licence == "LicenseRef-unstated"
    assert "Nobody" in rights.statement["en"]


def test_what_a_curator_wrote_stays_as_it_is(pack: Path, tmp_path: Path) -> None:
    file = pack / "site.toml"
    file.write_text(file.read_text().replace('en = "Venus de Milo"', 'en = "Venus"  # as the label in the hall'))
    add(pack, Request(site="louvre"), [made(tmp_path / "b", "niobe")], None)
    assert "# as the label in the hall" in file.read_text()
    assert [model.id for model in load_site(pack).scene.models] == ["venus", "walk", "niobe"]


def test_a_model_taken_in_again_takes_its_own_place(pack: Path, tmp_path: Path) -> None:
    before = load_site(pack)
    (pack / "models" / "venus.1.glb").write_bytes(b"left over")
    add(pack, Request(site="louvre"), [made(tmp_path / "b", size=2.0)], None)
    after = load_site(pack)
    assert [model.id for model in after.scene.models] == ["venus", "walk"]
    assert before.scene.models[0].levels[0].digest != after.scene.models[0].levels[0].digest
    assert not (pack / "models" / "venus.1.glb").exists()
    assert len(after.scene.annotations) == 1


def test_models_written_in_one_line_by_hand_are_added_to(pack: Path, tmp_path: Path) -> None:
    file = pack / "site.toml"
    head, _, tail = file.read_text().partition("[[model]]")
    pictures = "[[picture]]" + tail.partition("[[picture]]")[2]
    rows = 'model = [\n  {id = "venus", levels = ["models/venus.0.glb"], scale = 2.0}, # mine\n]\n'
    file.write_text(rows + head + pictures)
    add(pack, Request(site="louvre"), [made(tmp_path / "more", "nike")], None)
    site = load_site(pack)
    assert [model.id for model in site.scene.models] == ["venus", "nike"]
    assert site.scene.models[0].scale == 2.0
    assert "# mine" in file.read_text()
