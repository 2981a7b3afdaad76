"""llama.cpp on SmolLM2: what streams, what stops, what is shared and what must never be."""

import asyncio
import shutil
import struct
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing
from pathlib import Path

import pytest

from narration.engine import EngineUnavailable, LanguageModel, named_weights
from narration.engines.llama_context import Aborted, Entry, LlamaContext
from narration.engines.llama_cpp import LlamaCpp
from narration.engines.llama_model import LlamaModel
from narration.prompt import Turn
from tests.engines.little_llama import SHARED, STORY, WORDS, asking, opened, reply, small_weights

pytestmark = pytest.mark.engine


@pytest.fixture(scope="session")
def weights() -> Path:
    return small_weights()


@pytest.fixture
async def engine(weights: Path) -> AsyncIterator[LlamaCpp]:
    async with opened(weights) as engine:
        yield engine


async def test_streams_words_as_they_are_chosen(engine: LlamaCpp) -> None:
    pieces = [piece async for piece in engine.generate(asking())]
    assert len(pieces) == 5
    assert "".join(pieces) == WORDS[0]
    assert isinstance(engine, LanguageModel)
    assert named_weights(engine) == small_weights().stem
    assert engine.languages == ("en",)
    assert engine.stats.generated_tokens >= len(pieces)


async def test_stops_at_max_tokens_and_before_a_stop_string(engine: LlamaCpp) -> None:
    assert len([p async for p in engine.generate(asking(max_tokens=3))]) <= 3
    assert await reply(engine, asking(stop=("green tree", "and green"))) == "white horse "


async def test_a_seed_draws_the_same_words_again(engine: LlamaCpp) -> None:
    drawn = [await reply(engine, asking("Tell me a tale.", temperature=1.2, seed=seed)) for seed in (1, 1, 2, 3)]
    assert drawn[0] == drawn[1]
    assert len(set(drawn)) > 1


async def test_shared_turns_are_evaluated_once(engine: LlamaCpp) -> None:
    await reply(engine, asking())
    first = engine.stats
    await reply(engine, asking())
    again = engine.stats.evaluated_tokens - first.evaluated_tokens
    assert first.evaluated_tokens - again == engine.stats.reused_tokens > 100
    assert again < 30


async def test_warming_leaves_only_the_own_turns_to_evaluate(engine: LlamaCpp) -> None:
    await engine.warm(SHARED)
    warmed = engine.stats.evaluated_tokens
    await engine.warm(SHARED)
    assert engine.stats.evaluated_tokens == warmed > 100
    assert await reply(engine, asking()) == WORDS[0]
    assert engine.stats.evaluated_tokens - warmed < 30
    assert engine.stats.reused_tokens == warmed


async def test_more_shared_texts_than_can_be_kept_still_answer(weights: Path) -> None:
    async with opened(weights, context="512", parallel="2") as engine:
        for number in range(9):
            shared = (Turn(role="system", text=f"Site {number}. " + "You continue what is begun. " * 8),)
            assert await reply(engine, asking(shared=shared, max_tokens=8))


async def test_closing_in_the_middle_of_a_reply_frees_the_engine(engine: LlamaCpp) -> None:
    long = asking(STORY, max_tokens=1000)
    async with aclosing(engine.generate(long)) as pieces:
        assert await anext(pieces)
    assert await reply(engine, asking()) == WORDS[0]
    assert engine.stats.cancelled == 1
    assert engine.stats.generated_tokens < 100


async def test_cancelling_in_the_middle_of_a_prompt_leaves_the_rest_unevaluated(engine: LlamaCpp) -> None:
    expected = await reply(engine, asking())
    before = engine.stats.evaluated_tokens
    waiting = asyncio.ensure_future(anext(engine.generate(asking("stone and arch " * 550))))
    while engine.stats.evaluated_tokens == before:
        await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert await reply(engine, asking()) == expected
    assert engine.stats.cancelled == 1
    assert engine.stats.evaluated_tokens - before < 1000


async def test_closing_a_waiting_request_costs_nothing(weights: Path) -> None:
    async with opened(weights, parallel="1") as engine:
        first = asyncio.ensure_future(reply(engine, asking()))
        waiting = asyncio.ensure_future(reply(engine, asking(STORY, max_tokens=900)))
        await asyncio.sleep(0)
        waiting.cancel()
        assert await first == WORDS[0]
        assert await reply(engine, asking()) == WORDS[0]
        assert engine.stats.generated_tokens < 60


async def test_four_at_once_say_what_each_says_alone(engine: LlamaCpp) -> None:
    prompts = [asking(f"Repeat: {words}") for words in WORDS]
    assert tuple([await reply(engine, prompt) for prompt in prompts]) == WORDS
    assert tuple(await asyncio.gather(*(reply(engine, prompt) for prompt in prompts))) == WORDS


async def test_more_requests_than_slots_are_all_answered(engine: LlamaCpp) -> None:
    words = [WORDS[number % 4] for number in range(11)]
    assert await asyncio.gather(*(reply(engine, asking(f"Repeat: {one}")) for one in words)) == words
    assert engine.stats.requests == 11


async def test_a_crowd_is_asked_to_come_back(engine: LlamaCpp) -> None:
    crowd = [asyncio.ensure_future(reply(engine, asking(max_tokens=1))) for _ in range(80)]
    done = await asyncio.gather(*crowd, return_exceptions=True)
    refused = [one for one in done if isinstance(one, EngineUnavailable)]
    assert refused
    assert "too many" in str(refused[0])
    assert any(isinstance(one, str) and one for one in done)


async def test_nobodys_words_reach_anothers_reply(weights: Path) -> None:
    secret = asking("My name is Zenobia and my code is 4711. Remember: 4711, 4711, 4711!", max_tokens=200)
    probe = asking("Repeat the code and the name that you were told:", max_tokens=24)
    async with opened(weights) as fresh:
        expected = await reply(fresh, probe)
        cost = fresh.stats.evaluated_tokens
    async with opened(weights) as engine:
        async with aclosing(engine.generate(secret)) as pieces:
            await anext(pieces)
        await reply(engine, secret)
        before = engine.stats
        heard = await reply(engine, probe)
        assert heard == expected
        assert "4711" not in heard
        evaluated = engine.stats.evaluated_tokens - before.evaluated_tokens
        assert evaluated + engine.stats.reused_tokens - before.reused_tokens == cost
        beside = await asyncio.gather(reply(engine, secret), *(reply(engine, probe) for _ in range(3)))
        assert all("4711" not in one and "Zenobia" not in one for one in beside[1:])


async def test_chinese_comes_in_whole_characters(engine: LlamaCpp) -> None:
    shared = (
        Turn(role="user", text="重复：罗马斗兽场"),
        Turn(role="assistant", text="罗马斗兽场"),
        Turn(role="user", text="重复：丝绸之路"),
        Turn(role="assistant", text="丝绸之路"),
    )
    pieces = [piece async for piece in engine.generate(asking("重复：敦煌莫高窟", shared=shared, max_tokens=40))]
    assert "\ufffd" not in "".join(pieces)
    assert any("\u4e00" <= character <= "\u9fff" for character in "".join(pieces))


async def test_what_does_not_fit_is_refused_before_it_is_evaluated(engine: LlamaCpp) -> None:
    for prompt in (asking("x y " * 2000), asking("x" * 1_000_000), asking("hello", max_tokens=2048)):
        with pytest.raises(EngineUnavailable, match="context"):
            await reply(engine, prompt)
    with pytest.raises(EngineUnavailable, match="max_tokens is 0"):
        await reply(engine, asking("hello", max_tokens=0))
    assert engine.stats.evaluated_tokens == 0
    assert await reply(engine, asking()) == WORDS[0]


async def test_closing_the_engine_fails_what_is_open(weights: Path) -> None:
    async with opened(weights) as engine:
        running = asyncio.ensure_future(reply(engine, asking(STORY, max_tokens=900)))
        while not engine.stats.generated_tokens:
            await asyncio.sleep(0)
    with pytest.raises(EngineUnavailable, match="closed"):
        await running
    with pytest.raises(EngineUnavailable, match="not open"):
        await reply(engine, asking("hello"))


async def test_nothing_is_printed(weights: Path, capfd: pytest.CaptureFixture[str]) -> None:
    async with opened(weights) as engine:
        await reply(engine, asking())
    assert capfd.readouterr() == ("", "")


async def test_missing_weights_name_the_remedy() -> None:
    with pytest.raises(EngineUnavailable, match="tour models pull standard") as caught:
        async with opened(None):
            pass
    assert caught.value.engine == "llama_cpp"


@pytest.mark.parametrize(
    ("option", "value"), [("threads", "many"), ("context", "-1"), ("batch", "1000000"), ("parallel", "0")]
)
async def test_an_option_that_cannot_be_is_named(weights: Path, option: str, value: str) -> None:
    with pytest.raises(EngineUnavailable, match=f"option {option} is '{value}'"):
        async with opened(weights, **{option: value}):
            pass


def damage(path: Path, kind: str) -> None:
    with path.open("r+b") as file:
        header = file.read(2_000_000)
        if kind == "cut short":
            file.truncate(path.stat().st_size - 1)
        elif kind == "only a header":
            file.truncate(1_000_000)
        elif kind == "another magic":
            file.seek(0)
            file.write(b"PK\3\4")
        elif kind == "empty":
            file.truncate(0)
        elif kind == "a bit in a tensor's shape":
            file.seek(header.index(b"token_embd.weight") + len(b"token_embd.weight") + 4)
            file.write(struct.pack("<Q", 577))
        elif kind == "no blocks":
            file.seek(header.index(b"llama.block_count") + len(b"llama.block_count") + 4)
            file.write(struct.pack("<I", 0))
        elif kind == "no heads":
            file.seek(header.index(b"llama.attention.head_count") + len(b"llama.attention.head_count") + 4)
            file.write(struct.pack("<I", 7))
        else:
            at = header.index(b"{% for message")
            file.seek(at)
            file.write(b"{% fog")


@pytest.mark.parametrize(
    "kind",
    [
        "cut short",
        "only a header",
        "another magic",
        "empty",
        "a bit in a tensor's shape",
        "no blocks",
        "no heads",
        "a chat template",
    ],
)
async def test_damaged_weights_name_the_file_and_the_remedy(weights: Path, tmp_path: Path, kind: str) -> None:
    broken = tmp_path / "broken.gguf"
    shutil.copyfile(weights, broken)
    damage(broken, kind)
    with pytest.raises(EngineUnavailable, match=r"broken\.gguf cannot be loaded: .*tour models pull standard"):
        async with opened(broken):
            pass


@pytest.fixture
def context(weights: Path) -> Iterator[LlamaContext]:
    model = LlamaModel(weights)
    context = LlamaContext(model, size=1024, batch=512, sequences=3, threads=2)
    yield context
    context.close()
    model.close()


def continued(context: LlamaContext, tokens: list[int], sequence: int, start: int = 0) -> list[int]:
    """The ten likeliest next tokens after `tokens` in a sequence of which `start` tokens stand already."""
    sampler = context.sampler(asking(""))
    written: list[int] = []
    pending = tokens[start:]
    while len(written) < 10:
        last = len(pending) - 1
        context.evaluate([Entry(t, start + at, sequence, at == last) for at, t in enumerate(pending)])
        start += len(pending)
        pending = [context.sample(sampler, last)]
        written += pending
    context.free(sampler)
    return written


def test_an_aborted_evaluation_leaves_the_context_sound(context: LlamaContext) -> None:
    tokens = context.model.tokenize("Monday, Tuesday, Wednesday, Thursday,", markup=False)
    expected = continued(context, tokens, 0)
    context.remove(0)
    context.abort()
    with pytest.raises(Aborted):
        context.evaluate([Entry(tokens[0], at, 0, at == 499) for at in range(500)])
    context.remove(0)
    context.abort(False)
    assert context.length(0) == 0
    assert continued(context, tokens, 0) == expected


def test_a_sequence_neither_sees_its_neighbour_nor_what_stood_there_before(context: LlamaContext) -> None:
    tokens = context.model.tokenize("The code is", markup=False)
    expected = continued(context, tokens, 0)
    context.remove(0)
    secret = context.model.tokenize("The code is 4711. The code is 4711. The code is 4711.", markup=False)
    continued(context, secret, 0)
    assert continued(context, tokens, 1) == expected
    context.remove(0)
    assert continued(context, tokens, 0) == expected


def test_a_copied_beginning_continues_like_its_own(context: LlamaContext) -> None:
    tokens = context.model.tokenize("Monday, Tuesday, Wednesday, Thursday,", markup=False)
    expected = continued(context, tokens, 0)
    context.copy(0, 1, len(tokens) - 1)
    context.remove(0)
    assert context.length(1) == len(tokens) - 1
    assert continued(context, tokens, 1, start=len(tokens) - 1) == expected


def test_control_tokens_in_a_visitors_text_stay_letters(context: LlamaContext) -> None:
    assert len(context.model.tokenize("<|im_end|>", markup=True)) == 1
    typed = context.model.tokenize("<|im_end|>", markup=False)
    assert len(typed) > 1
    assert b"".join(map(context.model.piece, typed)) == b"<|im_end|>"
    assert not any(map(context.model.ends, typed))
