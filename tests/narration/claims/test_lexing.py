import pytest

from narration.claims import check
from narration.claims.lexing import tokens
from narration.text.glossary import glossary_of
from scenes.facts import Fact


@pytest.mark.parametrize("sentence", ["İçinde bir kuyu var.", "Kuyunun İÇİNDE su var.", "Ilık su içinde yıkandılar."])
def test_every_letter_i_of_turkish_is_read(sentence: str) -> None:
    assert tokens(sentence, "tr", glossary_of({}))


def test_a_sentence_that_begins_with_a_dotted_capital_i_is_checked() -> None:
    fact = Fact(id="well", text={"tr": "Kervansarayın içinde derin bir kuyu vardır."}, cites=())
    assert check("İçinde derin bir kuyu vardır.", "tr", [fact], {}).verdict == "supported"
