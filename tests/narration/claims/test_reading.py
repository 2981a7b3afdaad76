"""The reader of claims has the last word, and only about what the rules have nothing against."""

from pathlib import Path

import pytest

from narration.claims import Claim, check
from narration.claims.reading import read
from narration.engine import Busy, ClaimReader, EngineUnavailable
from narration.text.forgetting import forget_texts
from scenes.scene import Site
from tests.builders import build_site
from tests.reading import Finds

DEEP = "It goes down 12 metres, this well."


@pytest.fixture
def site(tmp_path: Path) -> Site:
    forget_texts()
    return build_site(tmp_path)


async def judged(site: Site, sentence: str, reader: Finds | None, language: str = "en") -> Claim:
    facts = [site.facts["depth"]]
    return await read(check(sentence, language, facts, site.glossary), facts, language, reader)


async def test_what_the_reader_finds_improbable_is_refused_with_the_probability(site: Site) -> None:
    claim = await judged(site, DEEP, Finds({DEEP: 0.12}))
    assert (claim.verdict, claim.read) == ("not-found", 0.12)
    assert "probability of 0.12 only, 0.50 is needed" in claim.reason
    assert {part.verdict for part in claim.parts} == {"not-found"}


async def test_what_it_finds_probable_keeps_the_rules_verdict(site: Site) -> None:
    claim = await judged(site, DEEP, Finds({DEEP: 0.5}))
    assert (claim.verdict, claim.reason, claim.read, claim.unread) == ("supported", "", 0.5, "")


async def test_it_is_given_the_fact_in_the_language_that_is_spoken(site: Site) -> None:
    finds = Finds({})
    assert isinstance(finds, ClaimReader)
    await judged(site, "Questo pozzo scende per 12 metri.", finds, "it")
    assert finds.asked == [(("Il pozzo è profondo 12 metri.",), "Questo pozzo scende per 12 metri.")]


async def test_what_the_rules_refuse_is_not_read(site: Site) -> None:
    finds = Finds({})
    claim = await judged(site, "The well is 21 metres deep.", finds)
    assert (claim.verdict, claim.read, finds.asked) == ("contradicted", None, [])


async def test_an_arguable_objection_gives_way_to_a_certain_reader_only(site: Site) -> None:
    denied = "The well is not 12 metres deep."
    claim = await judged(site, denied, Finds({denied: 0.91}))
    assert (claim.verdict, claim.reason, claim.read) == ("supported", "", 0.91)
    assert {part.verdict for part in claim.parts} == {"supported"}
    forget_texts()
    claim = await judged(site, denied, Finds({denied: 0.89}))
    assert (claim.verdict, claim.read) == ("contradicted", 0.89)
    assert claim.reason


async def test_a_curators_own_sentence_is_not_read(site: Site) -> None:
    finds = Finds({"The well is 12 metres deep.": 0.0})
    claim = await judged(site, "The well is  12 metres deep.", finds)
    assert (claim.verdict, finds.asked) == ("supported", [])


async def test_a_language_with_no_threshold_is_not_read(site: Site) -> None:
    finds = Finds({DEEP: 0.0}, {"en": 0.0})
    claim = await judged(site, DEEP, finds)
    assert (claim.verdict, claim.read, claim.unread, finds.asked) == ("supported", None, "", [])


@pytest.mark.parametrize("wrong", [Busy("finds", "too much to do"), EngineUnavailable("finds", "went away")])
async def test_without_a_reading_the_rules_verdict_stands_and_the_claim_says_so(
    site: Site, wrong: EngineUnavailable
) -> None:
    claim = await judged(site, DEEP, Finds({DEEP: wrong}))
    assert (claim.verdict, claim.read, claim.unread) == ("supported", None, str(wrong))


async def test_without_a_reader_nothing_changes(site: Site) -> None:
    claim = await judged(site, DEEP, None)
    assert (claim.verdict, claim.read, claim.unread) == ("supported", None, "")


async def test_a_sentence_is_read_once_until_a_visitor_goes(site: Site) -> None:
    finds = Finds({DEEP: 0.75})
    assert [(await judged(site, DEEP, finds)).read for _ in range(3)] == [0.75] * 3
    assert len(finds.asked) == 1
    forget_texts()
    await judged(site, DEEP, finds)
    assert len(finds.asked) == 2


async def test_another_reader_reads_for_itself(site: Site) -> None:
    assert (await judged(site, DEEP, Finds({DEEP: 0.75}))).read == 0.75
    assert (await judged(site, DEEP, Finds({DEEP: 0.25}))).read == 0.25
