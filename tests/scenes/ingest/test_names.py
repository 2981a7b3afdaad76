"""Scans are told apart from each other and from the ground."""

from pathlib import Path

from scenes.ingest.names import names_of
from scenes.ingest.request import Request
from scenes.ingest.sources import Source


def ids(*files: str) -> list[str]:
    return [name for name, _ in names_of([Source(path=Path(file)) for file in files], Request(site="inn"))]


def test_equal_names_are_numbered() -> None:
    assert ids("a.glb", "a.obj", "a-2.glb", "A.ply") == ["a", "a-2", "a-2-2", "a-3"]


def test_the_names_of_the_ground_and_its_plan_are_not_taken() -> None:
    assert ids("walk.glb") == ["walk-2"]
    assert ids("Plan.glb", "walk.ply") == ["plan-2", "walk-2"]
