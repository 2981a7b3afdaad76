import tomllib
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from narration.claims import Claim, check
from scenes.facts import Fact, Term

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
