"""A site that is still being written can be told as far as it goes."""

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from msgspec.structs import replace as changed

from scenes.facts import Citation
from scenes.unfinished import tellable
from tests.builders import build_site


def test_what_is_whole_stays_as_it_is(tmp_path: Path) -> None:
    site = build_site(tmp_path)
    assert tellable(site) == site


def test_names_of_what_is_not_there_are_left_out_and_the_rest_is_told(tmp_path: Path) -> None:
    site = build_site(tmp_path)
    fact = changed(
        site.facts["depth"], cites=(Citation(source="gone"), Citation(source="rossi")), terms=("well", "gone")
    )
    first, second = site.scene.stops
    stops = (changed(first, facts=("gone", "depth")), changed(second, annotation="gone"))
    scene = changed(site.scene, stops=stops)
    told = tellable(replace(site, facts=MappingProxyType({**site.facts, "depth": fact}), scene=scene))
    assert [cite.source for cite in told.facts["depth"].cites] == ["rossi"]
    assert told.facts["depth"].terms == ("well",)
    assert [(stop.id, stop.facts) for stop in told.scene.stops] == [("mouth", ("depth",))]


def test_a_take_that_states_what_is_gone_is_not_told(tmp_path: Path) -> None:
    site = build_site(tmp_path)
    left = MappingProxyType({id_: fact for id_, fact in site.facts.items() if id_ != "depth"})
    assert tellable(replace(site, facts=left)).takes == ()
