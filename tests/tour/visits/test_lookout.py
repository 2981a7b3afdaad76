"""What visitors look at, by rays: pointing at a part, nothing told through a wall, everybody in one batch."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from aiohttp.test_utils import TestServer

from narration.encounter import GAZE as LONG
from scenes.annotation import Annotation
from scenes.locate import EYE_HEIGHT
from scenes.pose import facing
from scenes.scene import Scene
from scenes.site_pack import load_site
from tests.builders import build_site, write_pack
from tests.tour.visits.conftest import Enter, Serve
from tour.app import create_app
from tour.keys import HOUSE
from tour.lookout import Lookout
from tour.messages import VisitorPointed
from tour.metrics import Metrics
from tour.settings import Settings

LABEL = {"en": "Behind", "it": "Dietro", "zh-Hans": "后面"}
BEHIND = Annotation(id="behind", label=LABEL, position=(0.0, 1.0, -6.0), radius=2.0, facts=("bench",))


@pytest.fixture
async def looking(serve: Serve) -> TestServer:
    """A server that has read the builders' box and looks at it."""
    server = await serve(gaze=True)
    lookout = server.app[HOUSE].lookouts["well"]
    lookout.open()
    assert await lookout.settled()
    return server


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """The well, which is a box, and something behind it."""
    scene = build_site(tmp_path).scene
    return Scene(
        id="well",
        models=scene.models,
        annotations=(*scene.annotations, BEHIND),
        stops=scene.stops,
        entrance=scene.entrance,
    )


@pytest.fixture
async def lookout(scene: Scene) -> AsyncIterator[Lookout]:
    """A lookout of its own, open."""
    lookout = Lookout(scene=scene, metrics=Metrics())
    lookout.open()
    assert await lookout.settled()
    yield lookout
    await lookout.close()


async def test_pointing_at_a_part_answers_about_it(looking: TestServer, enter: Enter) -> None:
    visitor = await enter(looking)
    await visitor.send(VisitorPointed(origin=(0.9, 1.9, 30.0), direction=(0.0, 0.0, -4.0)))
    heard = await visitor.hears(1)
    assert visitor.encounters[0].annotation == "well"
    assert heard.text.startswith("You are looking at this: The well.")


async def test_pointing_past_the_part_is_not_pointing_at_it(looking: TestServer, enter: Enter) -> None:
    visitor = await enter(looking)
    await visitor.send(VisitorPointed(origin=(1.9, 1.0, 10.0), direction=(0.3, 0.0, -1.0)))
    assert "can't tell" in (await visitor.hears(1)).text


async def test_what_a_wall_hides_is_not_looked_at(lookout: Lookout) -> None:
    before = await lookout.look(facing((0.0, EYE_HEIGHT, 8.0), (0.0, 1.0, -6.0)))
    assert before is not None
    assert before.beside is not None
    assert (before.part, before.beside.id) == ("box", "well")
    beside = await lookout.look(facing((0.0, EYE_HEIGHT, 2.0), (0.0, 1.0, -6.0)))
    assert beside is not None
    assert beside.beside != BEHIND
    around = await lookout.look(facing((4.0, EYE_HEIGHT, 2.0), (0.0, 1.0, -6.0)))
    assert around is not None
    assert around.beside == BEHIND


@pytest.mark.parametrize(("gaze", "told"), [(False, ["behind"]), (True, [])])
async def test_a_visitor_is_not_told_of_what_the_wall_hides(
    scene: Scene, settings: Settings, tmp_path: Path, enter: Enter, gaze: bool, told: list[str]
) -> None:
    """By angles alone it would be: that is the difference that rays make."""
    well, bench, _ = scene.annotations
    away = msgspec.structs.replace(well, position=(0.0, 1.0, 80.0), part="")
    hidden = msgspec.structs.replace(scene, annotations=(away, bench, BEHIND))
    site = load_site(write_pack(tmp_path, scene=hidden))
    app = create_app(replace(settings, gaze=gaze), {site.id: site})
    async with TestServer(app) as server:
        visitor = await enter(server)
        if gaze:
            assert await app[HOUSE].lookouts[site.id].settled()
        await visitor.stand((0.0, 0.0, 14.0), BEHIND.position)
        await asyncio.sleep(LONG + 0.8)
        assert [each.annotation for each in visitor.encounters] == told


async def test_many_visitors_are_one_batch(lookout: Lookout) -> None:
    first = await lookout.look(facing((0.0, EYE_HEIGHT, 8.0), (0.0, 1.0, 0.0)))
    assert first is not None
    poses = [facing((x / 10, EYE_HEIGHT, 8.0), (x / 10, 1.0, 0.0)) for x in range(-200, 200)]
    looks = await asyncio.gather(*(lookout.look(pose) for pose in poses))
    assert value(lookout, "tour_gaze_batches_total") == 2
    assert value(lookout, "tour_gaze_rays_total") == 401
    parts = [look.part for look in looks if look is not None]
    assert parts == ["box" if abs(pose.position[0]) <= 1 else "" for pose in poses]


async def test_a_visitor_who_leaves_takes_nobody_along(lookout: Lookout) -> None:
    pose = facing((0.0, EYE_HEIGHT, 8.0), (0.0, 1.0, 0.0))
    leaving, staying = (asyncio.create_task(lookout.look(pose)) for _ in range(2))
    await asyncio.sleep(0)
    leaving.cancel()
    look = await staying
    assert look is not None
    assert look.part == "box"


async def test_closing_answers_those_who_wait(lookout: Lookout) -> None:
    pose = facing((0.0, EYE_HEIGHT, 8.0), (0.0, 1.0, 0.0))
    await lookout.look(pose)
    waiting = asyncio.create_task(lookout.look(pose))
    await asyncio.sleep(0)
    await lookout.close()
    assert await waiting is None
    assert await lookout.look(pose) is None


async def test_until_the_models_are_read_angles_decide(scene: Scene) -> None:
    lookout = Lookout(scene=scene, metrics=Metrics())
    pose = facing((0.0, EYE_HEIGHT, 8.0), (0.0, 1.0, 0.0))
    assert await lookout.look(pose) is None
    lookout.open()
    assert await lookout.look(pose) is None
    await lookout.close()


async def test_a_model_that_cannot_be_read_leaves_the_angles(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    for model in scene.models:
        model.levels[0].path.write_bytes(b"glTF but not really")
    lookout = Lookout(scene=scene, metrics=Metrics())
    lookout.open()
    assert not await lookout.settled()
    assert "cannot be looked at" in caplog.text
    assert await lookout.look(facing((0.0, EYE_HEIGHT, 8.0), (0.0, 1.0, 0.0))) is None
    await lookout.close()


async def test_nobody_reads_models_before_somebody_comes(serve: Serve, enter: Enter) -> None:
    server = await serve(gaze=True)
    lookout = server.app[HOUSE].lookouts["well"]
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await lookout.settled()
    await enter(server)
    assert await lookout.settled()


async def test_the_walk_still_meets_its_stops(looking: TestServer, enter: Enter) -> None:
    visitor = await enter(looking)
    await visitor.stand((0.0, 0.0, 4.0), (0.0, 1.0, 0.0))
    await visitor.hears(1)
    assert visitor.encounters[0].stop == "mouth"


def value(lookout: Lookout, name: str) -> float | None:
    return lookout.metrics.registry.get_sample_value(name)
