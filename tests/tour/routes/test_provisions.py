"""What may be taken along on a road without a network."""

from collections.abc import AsyncIterator
from pathlib import Path

import msgpack
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from narration.voice import opus
from scenes.scene import Site
from tour.app import create_app
from tour.keys import HOUSE
from tour.messages import FROM_SERVER, name_of
from tour.settings import Settings

Client = TestClient[web.Request, web.Application]
Frames = list[tuple[str, dict[str, object]]]


@pytest.fixture
async def house(site: Site, tmp_path: Path) -> AsyncIterator[Client]:
    """A house with a scripted voice, which makes nothing of its own accord."""
    settings = Settings(
        data=tmp_path / "data", weights=tmp_path / "weights", model="none", voices="scripted", port=0, gaze=False,
        prefetch=False,
    )  # fmt: skip
    async with TestClient(TestServer(create_app(settings, {site.id: site}))) as client:
        await client.app[HOUSE].engines.settled()  # type: ignore[union-attr]
        yield client


async def frames(client: Client, address: str) -> Frames:
    answer = await client.get(address)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/vnd.msgpack"
    unpacker = msgpack.Unpacker(raw=False)
    unpacker.feed(await answer.read())
    return [(name, fields) for name, fields in unpacker]


async def test_the_stops_that_can_be_told_without_the_house(house: Client) -> None:
    told = await (await house.get("/api/sites/well/provisions", params={"language": "en-GB"})).json()
    assert told == {"language": "en", "stops": ["mouth", "bench"]}


async def test_an_approved_take_is_read_where_nobody_spoke_it_yet(house: Client) -> None:
    told = await frames(house, "/api/sites/well/provisions/mouth?language=en")
    assert {name for name, _ in told} == {"encountered", "utterance-started", "caption", "utterance-ended"}
    assert dict(told)["utterance-started"]["origin"] == "approved"
    captions = [fields for name, fields in told if name == "caption"]
    assert "12 metres deep" in "".join(str(fields["text"]) for fields in captions)
    numbers = [fields["sentence"] for fields in captions]
    assert sorted(set(numbers)) == [0, 1], "a client sees where a sentence ends though its script may not mark it"


async def test_it_is_heard_once_somebody_spoke_it(house: Client) -> None:
    served = house.app[HOUSE]  # type: ignore[index]
    guide, voice = served.guides["well"], served.engines.voices.choose("en")
    for sentence in guide.takeaway(guide.site.scene.stops[0], "en"):
        assert await served.speech.prepare(sentence.text, voice)
    told = await frames(house, "/api/sites/well/provisions/mouth?language=en")
    assert {name for name, _ in told} <= {name_of(kind) for kind in FROM_SERVER}
    chunks = [fields for name, fields in told if name == "speech-chunk"]
    packets = sum(len(fields["sizes"]) for fields in chunks)  # type: ignore[arg-type]
    last = [fields["end_ms"] for name, fields in told if name == "caption"][-1]
    assert packets * opus.PACKET_MS == last
    assert [fields["last"] for fields in chunks] == [False] * (len(chunks) - 1) + [True]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/sites/nowhere/provisions", 404),
        ("/api/sites/well/provisions/nowhere", 404),
        ("/api/sites/well/provisions?language=!", 400),
    ],
)
async def test_what_there_is_not(house: Client, address: str, status: int) -> None:
    answer = await house.get(address)
    assert answer.status == status
    assert (await answer.json(content_type=None))["detail"]
