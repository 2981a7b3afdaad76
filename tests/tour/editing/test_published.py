"""What was published goes on being served, also where less is taken in than when it was."""

from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from scenes import sounds
from scenes.site_pack import load_site
from tests.ogg import VORBIS_HEAD, page
from tests.people import house_settings, signed_in, two_sites
from tests.scenes.test_sounds import with_sound
from tests.tour.routes.studio.person import BASE, CURATOR, Person
from tests.tour.routes.studio.releasing import RELEASES, label_of, rename
from tour.app import create_app
from tour.editing.published import published_sites
from tour.keys import HOUSE, RECORDS


async def test_a_published_sound_that_is_no_longer_taken_in_is_left_out_until_it_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    settings = house_settings(tmp_path)
    with monkeypatch.context() as before:
        before.setattr(sounds, "unplayable", lambda path: ("", ""))
        sites = {"well": load_site(with_sound(tmp_path / "well", data=page(VORBIS_HEAD)))}
        async with TestClient(TestServer(create_app(settings, sites))) as client:
            ada = Person(client, await signed_in(client.app[RECORDS], CURATOR))
            await ada.ask("POST", BASE, status=201)
            await ada.ask("POST", RELEASES, status=201)
            assert [each.id for each in client.app[HOUSE].sites["well"].sounds] == ["wind"]
    sites, problems = published_sites(settings.data)
    assert (problems, sites["well"].sounds) == ([], ())
    caplog.clear()
    async with TestClient(TestServer(two_sites(tmp_path / "again", settings))) as client:
        assert client.app[HOUSE].sites["well"].sounds == ()
        assert "Vorbis in Ogg, no Opus" in caplog.text
        ada = Person(client, await signed_in(client.app[RECORDS], CURATOR))
        await rename(ada, "Il vecchio pozzo")
        told, _ = await ada.ask("POST", RELEASES, status=422)
        assert (told["kind"], told["id"]) == ("site", "well")
        assert "Vorbis in Ogg, no Opus" in told["problem"]
        site, tag = await ada.ask("GET", f"{BASE}/site/well")
        await ada.ask("PUT", f"{BASE}/site/well", {**site["body"], "sound": []}, If_Match=tag)
        await ada.ask("POST", RELEASES, status=201)
        assert await label_of(client) == "Il vecchio pozzo"
