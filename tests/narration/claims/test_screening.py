import pytest

from narration.claims.screening import LONGEST, unfit


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "As an AI language model, I cannot see it."),
        ("en", "Sure, it was opened in 80."),
        ("en", "Here is the sentence: it was high."),
        ("en", "Fact: it was high."),
        ("en", "**It** was high."),
        ("en", "See https://example.org for more."),
        ("en", "<b>It was high.</b>"),
        ("en", "<|im_end|>"),
        ("en", "The fact states that it was high."),
        ("en", "It was high, you idiot."),
        ("en", "It was high and high and high and high and high."),
        ("en", "It was high 😀."),
        ("en", "…"),
        ("en", "word " * LONGEST),
        ("it", "Certo! Era alto."),
        ("it", "Fatto: era alto."),
        ("it", "Come modello linguistico non posso."),
        ("it", "Era alto, cazzo."),
        ("zh-Hans", "好的，它很高。"),
        ("zh-Hans", "事实：它很高。"),
        ("zh-Hans", "作为一个人工智能，我不知道。"),
        ("zh-Hans", "它" + "很高" * 80),
    ],
)
def test_what_is_never_said(language: str, sentence: str) -> None:
    assert unfit(sentence, language)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Certainly the greatest crowd came on the first day."),
        ("en", "Here the senators sat, close to the arena."),
        ("en", "The guide's lamp lit the corridor; the question remains."),
        ("en", "In fact, the arena was of wood."),
        ("it", "Ecco la porta da cui entravano i gladiatori."),
        ("it", "Di fatto, l'arena era di legno."),
        ("it", "I sedili erano duri, i posti numerati."),
        ("zh-Hans", "当然，观众最喜欢角斗士。"),
        ("zh-Hans", "事实上，场地铺着沙子。"),
    ],
)
def test_what_may_be_said(language: str, sentence: str) -> None:
    assert unfit(sentence, language) is None
