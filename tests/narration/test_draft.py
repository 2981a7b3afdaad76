"""What waits for a reviewer, with what the check says of it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from msgspec.structs import replace as changed

from narration.claims import Claim
from narration.draft import DraftSentence, drafted, edited, objected, read_over, refused, screened
from narration.engines.scripted import Scripted
from narration.guide import Guide
from narration.questions.grounding import Grounding
from narration.utterance import Sentence
from scenes.scene import Site
from scenes.take import TakeSentence
from tests.builders import build_site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return build_site(tmp_path)


def guide(site: Site, model: Scripted) -> Guide:
    return Guide(site=site, grounding=Grounding(site), model=lambda: model, hints=False)


async def made(site: Site, model: Scripted, language: str = "en", stop: int = 0) -> list[DraftSentence]:
    told = guide(site, model).draft(site.scene.stops[stop], language)
    return [drafted(each) async for each in told if isinstance(each, Sentence)]


async def test_a_draft_keeps_what_was_refused_and_why(site: Site) -> None:
    model = Scripted(script=["The well is 13 metres deep.", "It is 14 metres deep.", "Marcus Rossi dug it in 1502."])
    depth, year = screened(await made(site, model), site, "en")
    assert (depth.text, depth.origin) == ("The well is 12 metres deep.", "verbatim")
    assert [claim.verdict for claim in depth.proposals] == ["contradicted", "contradicted"]
    assert "13" in depth.proposals[0].reason
    assert depth.claim is not None
    assert depth.claim.verdict == "supported"
    assert (year.text, year.origin, year.ai, year.model) == ("Marcus Rossi dug it in 1502.", "live", True, "scripted")
    assert (objected([depth, year]), refused([depth, year])) == (0, 2)


async def test_a_draft_is_no_take_though_there_is_one(site: Site) -> None:
    texts = [each.text for each in await made(site, Scripted())]
    assert texts == ["The well is 12 metres deep.", "Marcus Rossi dug the well in 1502."]


def test_a_sentence_that_states_nothing_is_welcome_and_one_that_does_is_not(site: Site) -> None:
    said = [("Lean over the edge.", ()), ("It is 12 metres deep.", ()), ("It is 12 metres deep.", ("year",))]
    found = screened([DraftSentence(text=text, facts=facts) for text, facts in said], site, "en")
    assert [each.claim and each.claim.verdict for each in found] == ["supported", "not-found", "not-found"]


def test_what_the_reader_of_claims_found_stays_with_the_sentence(site: Site) -> None:
    read = Claim(sentence="The well is 12 metres deep.", facts=("depth",), verdict="supported", read=0.91)
    (found,) = screened([DraftSentence(text=read.sentence, facts=("depth",), proposals=(read,))], site, "en")
    assert found.claim == read


def test_a_translation_holds_no_better_than_it_does_against_its_original(site: Site) -> None:
    def told(text: str) -> str:
        fact = changed(site.facts["depth"], translated={"fr": text})
        today = replace(site, facts=MappingProxyType({**site.facts, "depth": fact}))
        (found,) = screened([DraftSentence(text=text, facts=("depth",), origin="verbatim", ai=True)], today, "fr")
        assert found.claim is not None
        return found.claim.verdict

    assert told("Le puits a 12 mètres de profondeur.") == "supported"
    assert told("Le puits a 13 mètres de profondeur.") == "contradicted"


def test_an_edit_keeps_what_is_known_of_the_sentences_it_left_alone() -> None:
    before = (DraftSentence(text="One.", facts=("a",), ai=True, model="m"), DraftSentence(text="Two.", facts=("b",)))
    after = edited(before, (TakeSentence(text="One.", facts=("a",)), TakeSentence(text="Three.", facts=("b",))))
    assert after[0] == before[0]
    assert (after[1].text, after[1].origin, after[1].ai) == ("Three.", "person", False)


READ = Claim(sentence="It goes down 12 metres and more.", facts=("depth",), verdict="supported", read=0.95)


def test_what_the_reader_let_through_stands_until_its_facts_move(site: Site) -> None:
    said = [DraftSentence(text=READ.sentence, facts=("depth",), proposals=(READ,))]
    (unread,) = screened([changed(said[0], proposals=())], site, "en")
    assert unread.claim is not None
    assert unread.claim.verdict != "supported"
    (found,) = screened(said, site, "en")
    assert found.claim == (READ if unread.claim.arguable else unread.claim)
    (moved,) = screened(said, site, "en", moved=True)
    assert moved.claim == unread.claim


class Believes:
    """A reader of claims that believes everything, or nothing."""

    name = "believes"

    def __init__(self, probability: float) -> None:
        self.probability, self.asked = probability, 0

    async def entails(self, premises: Sequence[str], hypothesis: str) -> float:
        self.asked += 1
        return self.probability

    def threshold(self, language: str) -> float:
        return 0.5

    def certainty(self, language: str) -> float:
        return 0.9


async def test_a_reviewer_s_words_are_read_too_and_a_curator_s_never(site: Site) -> None:
    own, other = "The well is 12 metres deep.", "Marcus Rossi dug it in 1502."
    said = [DraftSentence(text=own, facts=("depth",)), DraftSentence(text=other, facts=("year",))]
    reader = Believes(0.1)
    found = await read_over(screened(said, site, "en"), site, "en", reader)
    assert [each.claim and each.claim.verdict for each in found] == ["supported", "not-found"]
    assert found[1].claim is not None
    assert (found[1].claim.read, reader.asked) == (0.1, 1)
    again = edited(said, (TakeSentence(text="It was dug in 1502.", facts=("year",)),), readings=())
    assert again[0].proposals == ()
