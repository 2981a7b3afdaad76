import random
import re
import tomllib
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from narration.claims import Claim, check
from scenes.facts import Fact, Term
from scenes.scene import Site
from scenes.site_pack import BUILT_IN, load_site

CASES: dict[str, Any] = tomllib.loads((Path(__file__).parent / "claims_cases.toml").read_text(encoding="utf-8"))
FACTS = {
    key: Fact(
        id=key,
        text={tag: text for tag, text in row.items() if tag != "terms"},
        cites=(),
        terms=tuple(row.get("terms", ())),
    )
    for key, row in CASES["facts"].items()
}
GLOSSARY = MappingProxyType(
    {
        key: Term(id=key, kind=row["kind"], names={tag: tuple(names) for tag, names in row.items() if tag != "kind"})
        for key, row in CASES["glossary"].items()
    }
)
TITLES = tuple(CASES["titles"].values())

PARAPHRASES = [(tag, key, text) for tag, rows in CASES["true"].items() for key, texts in rows.items() for text in texts]
CORRUPTED = [
    (tag, kind, key, text)
    for tag, kinds in CASES["corrupted"].items()
    for kind, rows in kinds.items()
    for key, text in rows
]

EXPECTED = {
    "number": {"contradicted", "not-found"},
    "date": {"contradicted", "not-found"},
    "era": {"contradicted"},
    "unit": {"contradicted", "not-found"},
    "name": {"not-found", "contradicted"},
    "language": {"wrong-language"},
    "negation": {"contradicted"},
    "beyond": {"not-found"},
    "leak": {"not-found"},
    "drift": {"not-found"},
    "leftover": {"inappropriate"},
}


def held(text: str, language: str, *keys: str) -> Claim:
    facts = [FACTS[key] for key in keys]
    return check(text, language, facts, GLOSSARY, extra_names=TITLES, example=CASES["example"][language])


def test_the_cases_are_as_many_as_promised() -> None:
    assert len(PARAPHRASES) >= 60
    assert len(CORRUPTED) >= 120


def test_faithful_sentences_pass() -> None:
    refused = [
        (claim.reason, text) for tag, key, text in PARAPHRASES if (claim := held(text, tag, key)).verdict != "supported"
    ]
    assert len(refused) <= 0.08 * len(PARAPHRASES), refused


@pytest.mark.parametrize("tag", ["en", "it", "zh-Hans"])
def test_corrupted_sentences_are_stopped(tag: str) -> None:
    cases = [case for case in CORRUPTED if case[0] == tag]
    passed = [case for case in cases if held(case[3], tag, case[2]).verdict == "supported"]
    assert len(passed) <= 0.05 * len(cases), passed


@pytest.mark.parametrize("kind", sorted(EXPECTED))
def test_the_verdict_names_what_is_wrong(kind: str) -> None:
    claims = [held(text, tag, key) for tag, case, key, text in CORRUPTED if case == kind]
    fitting = [claim for claim in claims if claim.verdict in EXPECTED[kind] and claim.reason]
    assert len(fitting) >= 0.9 * len(claims), [claim for claim in claims if claim not in fitting]


@pytest.fixture(scope="module")
def site() -> Site:
    return load_site(BUILT_IN / "colosseum" / "pack", models=False)


def stood_by(site: Site, text: str, language: str, keys: tuple[str, ...]) -> Claim:
    facts = [site.facts[key] for key in keys]
    return check(text, language, facts, site.glossary, extra_names=tuple(site.title.values()))


def taken(site: Site) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(take.language, one.text, one.facts) for take in site.takes for one in take.sentences if one.facts]


def test_the_curators_own_words_pass(site: Site) -> None:
    claims = [stood_by(site, text, tag, (key,)) for key, fact in site.facts.items() for tag, text in fact.text.items()]
    refused = [claim for claim in claims if claim.verdict != "supported" and len(claim.sentence) < 400]
    assert len(claims) > 200
    assert len(refused) <= 0.01 * len(claims), refused


def test_sentences_that_people_approved_pass(site: Site) -> None:
    claims = [stood_by(site, text, tag, keys) for tag, text, keys in taken(site)]
    refused = [claim for claim in claims if claim.verdict != "supported"]
    assert len(claims) > 200
    assert len(refused) <= 0.03 * len(claims), refused


def test_approved_sentences_with_another_number_are_stopped(site: Site) -> None:
    chance = random.Random(7)
    claims = []
    for tag, text, keys in taken(site):
        figures = list(re.finditer(r"\d+", text))
        if figures:
            one = chance.choice(figures)
            wrong = str(int(one.group()) + chance.choice([1, 3, 10, 100]))
            claims.append(stood_by(site, text[: one.start()] + wrong + text[one.end() :], tag, keys))
    passed = [claim for claim in claims if claim.verdict == "supported"]
    assert len(claims) > 100
    assert len(passed) <= 0.05 * len(claims), passed


def test_approved_sentences_in_another_language_are_stopped(site: Site) -> None:
    rows = taken(site)
    claims = [stood_by(site, text, other, keys) for tag, text, keys in rows for other in site.languages if other != tag]
    assert not [claim for claim in claims if claim.verdict == "supported"]


def test_a_sentence_about_another_fact_is_stopped(site: Site) -> None:
    chance = random.Random(1)
    facts = list(site.facts.values())
    claims = []
    for _ in range(600):
        told, other = chance.sample(facts, 2)
        tag = chance.choice(site.languages)
        claims.append(stood_by(site, told.text[tag], tag, (other.id,)))
    passed = [claim for claim in claims if claim.verdict == "supported"]
    assert len(passed) <= 0.03 * len(claims), passed


def test_no_fact_bears_out_nothing() -> None:
    assert check("It is high.", "en", [], GLOSSARY).verdict == "not-found"


def test_reasons_say_what_is_wrong() -> None:
    claim = held("公元280年，提图斯以一百天的竞技庆祝圆形剧场落成。", "zh-Hans", "opening")
    assert claim.verdict == "contradicted"
    assert "280" in claim.reason
    assert "80" in claim.reason.replace("280", "")
    assert "Tito" in held("Nell'80 d.C. Titus inaugurò l'anfiteatro.", "it", "opening").reason


@pytest.mark.parametrize(
    ("text", "key", "verdict"),
    [
        ("The outer wall rises about 159 feet.", "size", "supported"),
        ("The outer wall rises 512 feet long and 620 feet wide.", "size", "contradicted"),
        ("The ellipse is 0.189 kilometres long.", "size", "supported"),
        ("The ellipse is 198 feet long.", "size", "contradicted"),
        ("The outer wall rises nearly 50 metres.", "size", "supported"),
        ("The outer wall rises 50 metres.", "size", "contradicted"),
        ("In the first century Titus inaugurated the amphitheatre.", "opening", "supported"),
        ("In the second century Titus inaugurated the amphitheatre.", "opening", "contradicted"),
    ],
)
def test_units_are_converted_and_only_a_hedge_may_round(text: str, key: str, verdict: str) -> None:
    assert held(text, "en", key).verdict == verdict


@pytest.mark.parametrize("language", ["th", "fr", "ar", "de"])
def test_a_language_without_its_own_text_is_held_by_its_numbers(language: str) -> None:
    said = {
        "th": "เปิดในปี {}",
        "fr": "Titus l'inaugura en l'an {}.",
        "ar": "افتتحه عام {}.",
        "de": "Titus eröffnete es im Jahr {}.",
    }
    right, wrong = (
        check(said[language].format(year), language, [FACTS["opening"]], GLOSSARY).verdict for year in (80, 90)
    )
    assert (right, wrong) == ("supported", "contradicted")


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "a" * 100_000, "１" * 5000, "一" * 5000, "M" * 3000, "(" * 3000, "\ud800"]
)
def test_nonsense_is_refused_and_harms_nothing(text: str) -> None:
    for tag in ("en", "it", "zh-Hans", "th", "xx"):
        assert held_in(text, tag).verdict != "supported"


def held_in(text: str, tag: str) -> Claim:
    return check(text, tag, [FACTS["size"]], GLOSSARY)
