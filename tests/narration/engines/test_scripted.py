"""The scripted model: repeats the fact, follows a script, and remembers what it was asked."""

from contextlib import aclosing

import pytest

from narration.engine import EngineContext, EngineUnavailable, LanguageModel
from narration.engines.scripted import Scripted
from narration.prompt import Prompt, Turn


def asking(text: str) -> Prompt:
    return Prompt(shared=(Turn(role="user", text="Fact: a lighthouse"),), own=(Turn(role="user", text=text),))


async def reply(engine: Scripted, text: str) -> list[str]:
    return [piece async for piece in engine.generate(asking(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fact: It opened in the year 80.", ["It", " opened", " in", " the", " year", " 80."]),
        ("Question: how old?\nFact: It opened in 80.\nAnswer it.", ["It", " opened", " in", " 80."]),
        ("Fatto: Alto 48 metri.", ["Alto", " 48", " metri."]),
        ("事实：公元80年。", ["公", "元", "80", "年", "。"]),
        ("Fact: one\nFact: two", ["two"]),
        ("Fact:", []),
        ("Question: what?", []),
    ],
)
async def test_without_a_script_the_fact_is_repeated_word_by_word(text: str, expected: list[str]) -> None:
    async with Scripted(EngineContext(weights=lambda _: None)) as engine:
        assert isinstance(engine, LanguageModel)
        assert await reply(engine, text) == expected


async def test_replies_come_in_order_and_the_last_one_stays() -> None:
    engine = Scripted(script=["one two", ("pieces", " as given")])
    assert [await reply(engine, "x") for _ in range(3)] == [
        ["one", " two"],
        ["pieces", " as given"],
        ["pieces", " as given"],
    ]
    assert [prompt.own[0].text for prompt in engine.prompts] == ["x", "x", "x"]


async def test_a_script_may_look_at_the_prompt() -> None:
    engine = Scripted(script=lambda prompt: prompt.own[-1].text.upper())
    assert await reply(engine, "hello there") == ["HELLO", " THERE"]


async def test_errors_come_where_they_stand() -> None:
    gone = EngineUnavailable("scripted", "went away")
    engine = Scripted(script=[("half", gone), gone])
    pieces = engine.generate(asking("x"))
    assert await anext(pieces) == "half"
    with pytest.raises(EngineUnavailable, match="went away"):
        await anext(pieces)
    with pytest.raises(EngineUnavailable):
        await reply(engine, "x")
    assert engine.cut == 0


async def test_time_is_the_tests() -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    assert await reply(Scripted(script=["a b c"], delay=0.3, sleep=sleep), "x") == ["a", " b", " c"]
    assert waited == [0.3, 0.3, 0.3]


async def test_a_reply_cut_short_is_counted() -> None:
    engine = Scripted(script=["a b c"])
    async with aclosing(engine.generate(asking("x"))) as pieces:
        assert await anext(pieces) == "a"
    assert engine.cut == 1
    await engine.warm(asking("x").shared)
    assert engine.warmed == [asking("x").shared]
