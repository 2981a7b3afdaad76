"""The languages that one visitor hears and reads."""

from collections.abc import Callable
from pathlib import Path

import pytest

from narration.guide import Guide
from narration.questions.grounding import Grounding
from scenes.annotation import Annotation
from tests.builders import build_site
from tour.telling import Listener
from tour.tongue import Tongue

Make = Callable[..., Guide]
NOTE = Annotation(id="rope", label={"en": "Rope", "it": "Corda"}, position=(0.0, 1.0, 0.0))


@pytest.fixture
def guide(tmp_path: Path) -> Make:
    def make(*languages: str) -> Guide:
        site = build_site(tmp_path / "well", languages=languages or ("en", "it", "zh-Hans"))
        return Guide(site=site, grounding=Grounding(site), model=lambda: None)

    return make


def tongue(guide: Guide, captions: str | None = None) -> Tongue:
    return Tongue(
        guide=guide,
        language="en",
        captions=captions,
        listener=lambda language: Listener(language=language, voice=None, codec=None),
    )


def test_what_is_read_is_in_the_captions_language_or_the_voice_s(guide: Make) -> None:
    assert tongue(guide()).reading == "en"
    read = tongue(guide(), "it")
    assert (read.reading, read.label(NOTE)) == ("it", "Corda")
    read.choose("en", "zh-Hans")
    assert read.label(NOTE) == "Rope", "nobody named it in Chinese"


def test_a_language_that_is_not_offered_changes_nothing(guide: Make) -> None:
    chosen = tongue(guide(), "it")
    assert not chosen.choose("fi", None)
    assert (chosen.language, chosen.captions) == ("en", "it")
    assert chosen.choose("it-CH", "fi")
    assert (chosen.language, chosen.captions) == ("it", None)
    assert (chosen.nearest("zh-CN"), chosen.nearest("fi")) == ("zh-Hans", "it")


def test_a_site_that_lost_a_language_goes_on_in_its_first(guide: Make) -> None:
    renewed = tongue(guide(), "it")
    renewed.renew(guide("zh-Hans"))
    assert (renewed.language, renewed.captions) == ("zh-Hans", None)


def test_a_second_visitor_reads_beside_the_first(guide: Make) -> None:
    two = tongue(guide())
    assert two.choose("en", None, "it-CH")
    assert two.beside == "it"
    found = two.listening("en")
    assert found.captions is None
    assert found.beside is not None
    assert found.beside.language == "it"
    answered = two.listening("it").beside
    assert answered is not None
    assert answered.language == "en", "what is said in the second visitor's language is read in the first one's beside"


@pytest.mark.parametrize("beside", ["en", "fi", None])
def test_a_second_language_that_is_the_first_or_not_offered_is_none(guide: Make, beside: str | None) -> None:
    alone = tongue(guide())
    assert alone.choose("en", None, beside)
    assert (alone.beside, alone.listening("en").beside) == (None, None)


def test_captions_are_found_only_where_they_are_in_another_language(guide: Make) -> None:
    heard = tongue(guide(), "it")
    assert heard.listening("it").captions is None
    captions = heard.listening("en").captions
    assert captions is not None
    assert captions.language == "it"
