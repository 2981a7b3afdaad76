"""llama.cpp on SmolLM2 for tests: what is asked of it, and how."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from narration.engine import EngineContext
from narration.engines.llama_cpp import LlamaCpp
from narration.models.shelf import Shelf
from narration.prompt import Prompt, Turn
from tour.settings import read_settings

SHARED = (
    Turn(role="system", text="Repeat what the visitor says, word for word, and nothing else. " * 8),
    *(
        turn
        for words in ("silver lamp", "old stone bridge", "seven camels")
        for turn in (Turn(role="user", text=f"Repeat: {words}"), Turn(role="assistant", text=words))
    ),
)
"""Even a model of 135 million parameters keeps to this, by a wide margin at every token."""
WORDS = ("white horse and green tree", "red door", "eleven merchants", "night market")
STORY = "Write a very long story about a caravan."


@asynccontextmanager
async def opened(weights: Path | None, **options: str) -> AsyncIterator[LlamaCpp]:
    context = EngineContext(weights=lambda _: weights, options={"context": "2048", "patience": "off", **options})
    async with LlamaCpp(context) as engine:
        yield engine


def asking(text: str = f"Repeat: {WORDS[0]}", *, shared: tuple[Turn, ...] = SHARED, **more: object) -> Prompt:
    return Prompt(shared=shared, own=(Turn(role="user", text=text),), **{"max_tokens": 16, **more})  # type: ignore[arg-type]


async def reply(engine: LlamaCpp, prompt: Prompt) -> str:
    return "".join([piece async for piece in engine.generate(prompt)])


def small_weights() -> Path:
    """The weights, which `make test` pulls first."""
    path = Shelf(read_settings().weights).path("small")
    assert path, "the weights 'small' are not here: run `tour models pull test`"
    return path
