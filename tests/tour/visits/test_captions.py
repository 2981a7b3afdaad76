"""Captions in one language, the voice in another, over a real socket."""

import pytest
from aiohttp.test_utils import TestServer

from tests.tour.visits.conftest import Enter
from tour.messages import LanguageChosen

MOUTH = (0.0, 0.0, 4.0)
WELL = (0.0, 1.0, 0.0)


async def test_the_visitor_hears_one_language_and_reads_another(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server, captions_language="it")
    assert visitor.welcome is not None
    assert (visitor.welcome.language, visitor.welcome.captions_language) == ("en", "it")
    await visitor.stand(MOUTH, WELL)
    heard = await visitor.hears(1)
    assert (heard.started.language, heard.started.captions_language) == ("en", "it")
    assert "Il pozzo è profondo 12 metri." in heard.text
    assert "12 metres" not in heard.text
    assert visitor.encounters[0].label == "Il pozzo"
    assert [chunk for chunk in heard.chunks if chunk.data]


async def test_choosing_a_language_alone_reads_it_as_well(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server, captions_language="it")
    await visitor.send(LanguageChosen(language="it"))
    await visitor.stand(MOUTH, WELL)
    heard = await visitor.hears(1)
    assert (heard.started.language, heard.started.captions_language) == ("it", None)


@pytest.mark.parametrize("wanted", ["en", "tlh"])
async def test_the_voice_s_own_language_or_one_not_offered_is_no_other(
    server: TestServer, enter: Enter, wanted: str
) -> None:
    visitor = await enter(server, captions_language=wanted)
    await visitor.stand(MOUTH, WELL)
    heard = await visitor.hears(1)
    assert heard.started.captions_language is None
    assert "12 metres" in heard.text


async def test_two_visitors_read_in_two_languages_what_one_voice_says(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server, captions_beside="it")
    assert visitor.welcome is not None
    assert (visitor.welcome.captions_language, visitor.welcome.captions_beside) == (None, "it")
    await visitor.stand(MOUTH, WELL)
    heard = await visitor.hears(1)
    assert heard.started.captions_beside == "it"
    assert "12 metres" in heard.text
    beside = "".join(caption.beside or "" for caption in heard.captions)
    assert "Il pozzo è profondo 12 metri." in beside


async def test_what_nobody_wrote_for_the_second_visitor_stays_empty(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server)
    await visitor.send(LanguageChosen(language="en", beside="zh-Hans"))
    await visitor.stand(MOUTH, WELL)
    heard = await visitor.hears(1)
    assert heard.started.captions_beside == "zh-Hans"
    assert all(caption.beside is not None for caption in heard.captions)
    assert not any("12 metres" in (caption.beside or "") for caption in heard.captions)
