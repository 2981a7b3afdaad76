"""Scans in, a place out: the whole line on real engines and small files."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import tomlkit

from scenes.finding import Refused
from scenes.ingest.pipeline import ingest
from scenes.ingest.report import Report, describe
from scenes.ingest.request import Request
from scenes.read.gltf_file import open_gltf
from scenes.rights import rights_of
from scenes.site_pack import load_site
from scenes.worker import WorkerFailed
from tests.builders import box_glb


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("scan") / "The Box.glb"
    path.write_bytes(box_glb("lid"))
    return path


def take(file: Path, root: Path, progress: Callable[[str, float], None] = lambda *_: None, **settings: Any) -> Report:
    request = Request(**{"site": "box", "name": "The Box", **settings})
    return ingest([file], request, packs=root / "sites", scratch=root / "scratch", progress=progress)


SHARES: list[float] = []
"""The progress of the first ingest."""


@pytest.fixture(scope="module")
def taken(box: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    root = tmp_path_factory.mktemp("taken")
    return root, take(box, root, lambda _, done: SHARES.append(done))


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_scan_becomes_a_place(taken: tuple[Path, Report]) -> None:
    root, report = taken
    site = load_site(root / "sites" / "box")
    models = {model.id: model for model in site.scene.models}
    assert set(models) == {"the-box", "walk"}
    assert models["the-box"].levels[-1].triangles == 12
    assert models["the-box"].levels[0].draco is not None
    assert {picture.kind for picture in site.pictures} == {"thumbnail", "turntable", "plan"}
    assert {"the-box.before.webp", "the-box.after.webp"} <= {each.name for each in (site.folder / "models").iterdir()}
    assert report.models[0].size == pytest.approx((2.0, 2.0, 2.0), abs=1e-3)
    assert not (root / "scratch").exists() or not any((root / "scratch").iterdir()), "nothing is left lying about"


def test_it_stands_on_the_ground_and_is_looked_at(taken: tuple[Path, Report]) -> None:
    site = load_site(taken[0] / "sites" / "box")
    x, y, z = site.scene.entrance.position
    assert y == pytest.approx(0.0, abs=0.3)
    assert max(abs(x), abs(z)) > 1.0, "one does not stand in the box"
    fx, _, fz = site.scene.entrance.forward
    assert fx * -x + fz * -z > 0.5 * (x * x + z * z) ** 0.5, "one looks at it"


def test_the_report_says_it_in_words(taken: tuple[Path, Report]) -> None:
    words = describe(taken[1])
    assert "12 triangles from The Box.glb" in words
    assert "2.00 m wide, 2.00 m high and 2.00 m deep" in words
    assert "--licence" in words, "nobody has said whose it is"


def test_the_same_again_does_nothing(taken: tuple[Path, Report], box: Path) -> None:
    before = digests(taken[0] / "sites")
    again = take(box, taken[0])
    assert again.unchanged
    assert again.models == taken[1].models
    assert digests(taken[0] / "sites") == before


def stopping_at(stage: str) -> tuple[Event, Callable[[str, float], None]]:
    wish = Event()

    def progress(told: str, done: float) -> None:
        if stage in told:
            wish.set()

    return wish, progress


def test_an_ingest_broken_off_changes_nothing_goes_on_where_it_stood_and_gives_the_same_bytes(
    taken: tuple[Path, Report], box: Path, tmp_path: Path
) -> None:
    wish, progress = stopping_at("pictures")
    request = Request(site="box", name="The Box")
    places = {"packs": tmp_path / "sites", "scratch": tmp_path / "scratch"}
    with pytest.raises(WorkerFailed, match="cancelled"):
        ingest([box], request, progress=progress, cancelled=wish, **places)
    assert not (tmp_path / "sites" / "box").exists()
    seen: list[str] = []
    ingest([box], request, progress=lambda stage, done: seen.append(stage), **places)
    assert digests(tmp_path / "sites") == digests(taken[0] / "sites")
    assert not any("compress" in stage for stage in seen), "what was done is not done again"
    assert any("pictures" in stage for stage in seen)


def test_progress_only_goes_forward(taken: tuple[Path, Report]) -> None:
    assert sorted(SHARES) == SHARES
    assert SHARES[0] == 0.0
    assert SHARES[-1] == 1.0


def test_a_refused_file_changes_nothing(taken: tuple[Path, Report], tmp_path: Path) -> None:
    bad = tmp_path / "bad.glb"
    bad.write_bytes(box_glb()[:-4])
    before = digests(taken[0] / "sites")
    with pytest.raises(Refused) as refused:
        take(bad, taken[0])
    assert refused.value.findings[0].severity == "error"
    assert digests(taken[0] / "sites") == before


@pytest.fixture(scope="module")
def both(taken: tuple[Path, Report], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with a lamp beside the box, taken in under a licence."""
    root = tmp_path_factory.mktemp("both")
    shutil.copytree(taken[0] / "sites", root / "sites")
    other = root / "lamp.glb"
    other.write_bytes(box_glb("lamp", size=0.25))
    report = take(other, root, name="", licence="CC-BY-4.0", holder="A museum")
    assert [finding.code for finding in report.findings] == ["PLACE_UNKNOWN"]
    return root / "sites" / "box"


def test_a_second_scan_is_added_to_the_site(both: Path) -> None:
    assert [model.id for model in load_site(both).scene.models] == ["the-box", "walk", "lamp"]


def test_a_scan_that_takes_anothers_place_says_so(both: Path, tmp_path: Path) -> None:
    shutil.copytree(both.parent, tmp_path / "sites")
    both, changed = tmp_path / "sites" / "box", tmp_path / "lamp.glb"
    changed.write_bytes(box_glb("lantern", size=0.3))
    notes = both / "annotations.json"
    tied = [
        row | {"caravanserai:part": "lamp"} if row["id"] == "lamp" else row for row in json.loads(notes.read_text())
    ]
    notes.write_text(json.dumps(tied))
    report = take(changed, tmp_path, name="")
    assert [finding.code for finding in report.findings] == ["MODEL_REPLACED", "PART_GONE"]
    assert "'lamp'" in report.findings[1].message


def test_where_a_curator_put_a_thing_it_stays(both: Path, tmp_path: Path) -> None:
    shutil.copytree(both.parent, tmp_path / "sites")
    site, changed = tmp_path / "sites" / "box", tmp_path / "lamp.glb"
    was = next(model.position for model in load_site(site).scene.models if model.id == "lamp")
    text = (site / "site.toml").read_text()
    head, entry, rest = text.partition('id = "lamp"')
    (site / "site.toml").write_text(head + entry + rest.replace(f"position = {list(was)}", "position = [3, 0.5, 0]", 1))
    changed.write_bytes(box_glb("lamp", size=0.3))
    take(changed, tmp_path, name="")
    assert next(model.position for model in load_site(site).scene.models if model.id == "lamp") == (3.0, 0.5, 0.0)
    assert [model.id for model in load_site(both).scene.models].count("lamp") == 1


def test_whose_it_is_travels_in_every_file(both: Path) -> None:
    lamp = next(model for model in load_site(both).scene.models if model.id == "lamp")
    for path in (lamp.levels[0].path, lamp.levels[0].draco.path if lamp.levels[0].draco else Path()):
        rights, title = rights_of(open_gltf(path).document)
        assert rights is not None
        assert (rights.licence, rights.holder) == ("CC-BY-4.0", "A museum")
        assert title == {"en": "lamp"}


def test_a_site_that_is_built_by_code_is_left_alone(box: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="built by code"):
        take(box, tmp_path, site="colosseum")


def test_two_at_once_do_not_meet(box: Path, tmp_path: Path) -> None:
    wish, codes = Event(), []

    def progress(stage: str, done: float) -> None:
        with pytest.raises(Refused, match="another ingest") as refused:
            take(box, tmp_path)
        codes.append(refused.value.findings[0].code)
        wish.set()

    places = {"packs": tmp_path / "sites", "scratch": tmp_path / "w"}
    with pytest.raises(WorkerFailed, match="cancelled"):
        ingest([box], Request(site="box"), progress=progress, cancelled=wish, **places)
    assert set(codes) == {"SITE_IN_USE"}


def test_a_model_that_was_taken_out_of_the_site_comes_back(taken: tuple[Path, Report], box: Path) -> None:
    root, _ = taken
    file = root / "sites" / "box" / "site.toml"
    document = tomlkit.parse(file.read_text())
    document["model"] = tomlkit.aot()
    document["model"].append({"id": "walk", "role": "walkable", "levels": ["models/walk.glb"]})
    file.write_text(tomlkit.dumps(document))
    assert not take(box, root).unchanged
    assert {model.id for model in load_site(root / "sites" / "box").scene.models} == {"the-box", "walk"}
    assert not any((root / "scratch").iterdir())
