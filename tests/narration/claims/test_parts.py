import pytest

from narration.claims import check
from narration.claims.parts import spans
from scenes.facts import Fact

WALL = Fact(id="wall", text={"en": "The wall is 48 metres high, and the arena 83 metres long."}, cites=())


def test_each_clause_says_how_it_stands_and_why() -> None:
    claim = check("The wall is 48 metres high, and the arena 84 metres long.", "en", [WALL], {})
    assert [(part.verdict, "84" in part.text) for part in claim.parts] == [("supported", False), ("contradicted", True)]
    assert "84" in claim.parts[1].reason
    assert "83" in claim.parts[1].reason


def test_several_findings_stand_each_with_its_own_clause() -> None:
    claim = check("The wall is 47 metres high, and Nero made the arena 83 metres long.", "en", [WALL], {})
    assert [part.verdict for part in claim.parts] == ["contradicted", "not-found"]


def test_a_supported_sentence_has_supported_parts() -> None:
    claim = check("The arena is 83 metres long.", "en", [WALL], {})
    assert claim.verdict == "supported"
    assert {part.verdict for part in claim.parts} == {"supported"}


@pytest.mark.parametrize(
    "sentence",
    ["One, two and three went home; nobody came back.", "他来了，看见了，赢了。", "Only this", "جاء الرجل، ثم ذهب."],
)
def test_clauses_joined_are_the_sentence(sentence: str) -> None:
    assert "".join(sentence[start:end] for start, end in spans(sentence)) == sentence
