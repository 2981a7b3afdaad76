import math
from pathlib import Path

import msgspec
import pytest

from narration.memory import POINTED, Memory
from narration.questions.pointing import asks_what, part_name, pointed_at, seen
from scenes.locate import Look
from scenes.scene import Site
from tests.builders import build_site

AHEAD = (0.0, 0.0, -1.0)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return build_site(tmp_path)


def test_an_annotation_along_the_ray_is_named(site: Site) -> None:
    well = site.scene.annotations[0]
    thing = pointed_at(site, Look(part="box", distance=4.0, beside=well), (0.0, 1.0, 5.0), AHEAD, 7.0)
    assert thing is not None
    assert (thing.annotation, thing.close, thing.pointed, thing.at) == (well.id, False, True, 7.0)


def test_a_part_without_annotation_is_named_from_the_glossary(site: Site) -> None:
    thing = pointed_at(site, Look(part="Well.003", distance=4.0), (0.0, 1.0, 500.0), AHEAD, 0.0)
    assert thing is not None
    assert thing.label["en"] == site.glossary["well"].names["en"][0]
    assert thing.annotation == ""
    assert part_name(site, "Mesh_17") == {}


def test_what_has_no_name_is_said_to_be_close_to_what_has_one(site: Site) -> None:
    well = site.scene.annotations[0]
    x, y, z = well.position
    thing = pointed_at(site, Look(part="Mesh_17", distance=9.0), (x, y, z + 15.0), (0.0, 0.0, -3.0), 0.0)
    assert thing is not None
    assert (thing.annotation, thing.close) == (well.id, True)


@pytest.mark.parametrize("distance", [math.inf, 400.0])
def test_the_sky_and_what_is_far_from_everything_have_no_name(site: Site, distance: float) -> None:
    assert pointed_at(site, Look(part="Mesh_17", distance=distance), (0.0, 1.0, 500.0), (1.0, 0.0, 0.0), 0.0) is None


def test_what_was_pointed_at_stays_that_for_a_moment(site: Site) -> None:
    well, bench = site.scene.annotations[:2]
    memory = Memory()
    memory.sees(seen(well, 10.0, pointed=True))
    memory.sees(seen(bench, 10.0 + POINTED / 2))
    assert memory.seen is not None
    assert memory.seen.annotation == well.id
    memory.sees(seen(bench, 10.0 + POINTED))
    assert msgspec.to_builtins(memory.seen.annotation) == bench.id


@pytest.mark.parametrize(
    "question",
    ["What is that?", "and what's this thing over there?", "Cos'è quello?", "Che cos'è?", "那是什么？", "这叫什么？",
     "Was ist das?", "Qu'est-ce que c'est ?", "¿Qué es eso?", "Что это такое?", "ما هذا؟", "นั่นคืออะไร"],
)  # fmt: skip
def test_asking_for_that(question: str) -> None:
    assert asks_what(question.replace("؟", "?"))


@pytest.mark.parametrize(
    "question", ["What is the Meta Sudans?", "What is that made of?", "那是谁？", "What is it for?"]
)
def test_asking_for_something_by_name_is_no_asking_for_that(question: str) -> None:
    assert not asks_what(question)
