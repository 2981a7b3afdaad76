"""A question that Kokoro says is understood over a real socket and answered with the right fact."""

from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer

from clients.visitor import Visitor
from narration.engines.kokoro import Kokoro
from scenes.site_pack import load_site
from tests.builders import write_pack
from tests.spoken import said_by, silence
from tour.app import create_app
from tour.keys import HOUSE
from tour.messages import Hello
from tour.settings import Settings, read_settings

pytestmark = pytest.mark.engine

QUESTIONS = {"en": "Who dug the well?", "it": "Quanto è profondo il pozzo?", "zh-Hans": "古井有多深？"}
ANSWERS = {"en": "Marcus Rossi", "it": "12 metri", "zh-Hans": "12米"}


async def test_a_visitor_of_any_of_the_sites_languages_asks_aloud(context, tmp_path: Path) -> None:
    async with Kokoro(context) as kokoro:
        asked = {language: await said_by(kokoro, text, language) for language, text in QUESTIONS.items()}
    site = load_site(write_pack(tmp_path / "pack"))
    settings = Settings(
        data=tmp_path / "data", weights=read_settings().weights, model="none", voices="scripted", port=0, gaze=False
    )
    app = create_app(settings, {site.id: site})
    async with TestServer(app) as server:
        await app[HOUSE].engines.settled()
        url = str(server.make_url("/visit")).replace("http", "ws", 1)
        async with Visitor(url, Hello(site="well", language="en", audio=("opus",))) as visitor:
            for number, (language, sound) in enumerate(asked.items(), 1):
                await visitor.say_aloud(f"q{number}", silence(0.3) + sound + silence(0.3), pace=4)
                transcript = await visitor.understood(f"q{number}")
                heard = await visitor.hears(number)
                assert transcript.language == heard.started.language == language
                assert heard.started.question == f"q{number}"
                assert ANSWERS[language] in heard.text, transcript.text
