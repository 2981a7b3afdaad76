"""A model's translation: names forced, judged, tried again, translated back; and the file it goes into."""

from datetime import date

import pytest

from narration.engines.scripted import Scripted
from narration.text.forgetting import forget_texts
from narration.translation.book import NotTranslated, filled, opened
from narration.translation.translator import Translator
from narration.voice.turn import TURN, Urgency
from scenes.facts import Term
from scenes.translation import Translation
from tests.builders import build_site
from tests.reading import Finds, Reading

DEEP = "Le puits a 12 mètres de profondeur."
BACK = "The well is 12 metres deep."
DUG = "Marc Rossi creusa le puits en 1502."
DUG_BACK = "Marcus Rossi dug the well in 1502."
TODAY = date(2026, 11, 24)


@pytest.fixture
def site(tmp_path):
    site = build_site(tmp_path)
    rossi = site.glossary["rossi"]
    names = Term(id="rossi", kind="person", names={**rossi.names, "fr": ("Marc Rossi", "Rossi")})
    return build_site(tmp_path, glossary={**site.glossary, "rossi": names})


def translator(site, *replies):
    model = Scripted(script=replies)
    return Translator(model=model, glossary=site.glossary, language="en", other="fr"), model


async def attempted(site, fact, *replies):
    who, model = translator(site, *replies)
    return await who.translate(site.facts[fact]), model


async def test_what_holds_both_ways_may_be_told(site):
    attempt, model = await attempted(site, "depth", DEEP, BACK)
    assert (attempt.text, attempt.back, attempt.objections, attempt.tries) == (DEEP, BACK, (), 1)
    assert attempt.overlap == 1.0
    assert "English into French" in model.prompts[0].shared[0].text
    assert "French into English" in model.prompts[1].shared[0].text


async def test_the_glossary_s_names_are_given_to_the_model(site):
    _, model = await attempted(site, "year", DUG, DUG_BACK)
    assert "Marcus Rossi = Marc Rossi\n" in model.prompts[0].own[0].text


async def test_what_something_speaks_against_is_asked_for_once_more_with_the_reason(site):
    attempt, model = await attempted(site, "depth", "Le puits a 21 mètres de profondeur.", DEEP, BACK)
    assert (attempt.text, attempt.tries, attempt.holds) == (DEEP, 2, True)
    assert "says 21, which the original does not" in model.prompts[1].own[-1].text


async def test_what_fails_twice_is_not_told_and_says_why(site):
    attempt, model = await attempted(site, "year", "Un homme creusa le puits en 1502.")
    assert attempt.objections == ("does not name Marc Rossi, as the original does",)
    assert len(model.prompts) == 2


@pytest.mark.parametrize("back", ["The well is wide and full of clear water.", "The well is 21 metres deep."])
async def test_what_comes_back_otherwise_is_not_told(site, back):
    attempt, _ = await attempted(site, "depth", DEEP, back)
    assert not attempt.holds
    assert back in attempt.objections[0]


@pytest.mark.parametrize(("found", "holds"), [(0.25, False), (0.75, True)])
async def test_what_the_original_does_not_bear_out_is_not_told(site, found, holds):
    forget_texts()
    reader = Finds({DEEP: found})
    who = Translator(model=Reading([DEEP, BACK], reader), glossary=site.glossary, language="en", other="fr")
    attempt = await who.translate(site.facts["depth"])
    assert (attempt.holds, attempt.read) == (holds, found)
    assert reader.asked == [(("The well is 12 metres deep.",), DEEP)]
    assert reader.urgencies == [Urgency.AHEAD]
    assert holds or f"“{DEEP}” is not borne out" in attempt.objections[0]


async def test_a_visitor_goes_first(site):
    urgencies = []

    def reply(prompt):
        urgencies.append(TURN.get().urgency)
        return DEEP if len(urgencies) == 1 else BACK

    who = Translator(model=Scripted(script=reply), glossary=site.glossary, language="en", other="fr")
    assert (await who.translate(site.facts["depth"])).holds
    assert urgencies == [Urgency.AHEAD, Urgency.AHEAD]
    assert TURN.get().urgency != Urgency.AHEAD


async def steps(site, model, book, wanted, **options):
    return [step async for step in filled(book, site, model, wanted, **options)]


async def test_a_book_is_filled_and_gone_on_with(site):
    model = Scripted(script=[DEEP, BACK, "Rien.", "Rien."])
    book = opened(site, "fr", None, model.name, TODAY)
    found = await steps(site, model, book, ("depth", "year"))
    assert [fact for fact, _, _ in found] == ["depth", "year"]
    book = found[-1][2]
    assert (book.facts, book.drafts, book.ai, book.made) == ({"depth": DEEP}, {"year": "Rien."}, True, TODAY)
    assert any("1502" in reason for reason in book.objections["year"])
    assert await steps(site, model, book, ("depth", "year")) == []
    mended = await steps(site, Scripted(script=[DUG, DUG_BACK]), book, ("depth", "year"), anew=True)
    assert mended[-1][2].facts == {"depth": DEEP, "year": DUG}
    assert (mended[-1][2].drafts, mended[-1][2].objections) == ({}, {})


async def test_another_model_s_facts_are_told_apart(site):
    book = Translation(language="fr", author="Somebody's model", ai=True, state="checked", model="other")
    found = await steps(site, Scripted(script=[DEEP, BACK]), book, ("depth",))
    assert found[0][2].models == {"depth": "scripted"}


def test_people_s_languages_and_people_s_files_are_left_alone(site):
    with pytest.raises(NotTranslated, match="people write it"):
        opened(site, "it", None, "scripted", TODAY)
    theirs = Translation(language="fr", author="Anne", ai=False, state="reviewed")
    with pytest.raises(NotTranslated, match="person's work"):
        opened(site, "fr", theirs, "scripted", TODAY)
