"""A language model that says what it is told to: for tests, and for a whole walk without weights.

With no script it repeats the fact of the prompt word by word, so that what is heard is the curator's own sentence.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Sequence
from types import TracebackType
from typing import Self

from narration.engine import EngineContext
from narration.prompt import Prompt, Turn

Reply = str | Exception | Iterable[str | Exception]
"""A whole reply, or its pieces; an exception is raised where it stands."""
Script = Sequence[Reply] | Callable[[Prompt], Reply]
"""Replies in the order of requests, the last one again and again; or what to reply to a prompt."""

_FACT = re.compile(r"^\s*(?:fact|fatto|事实)\s*[:：]\s*(.*?)\s*$", re.IGNORECASE | re.MULTILINE)
_WORDS = re.compile(r"\s*(?:[\u3400-\u9fff]|[^\s\u3400-\u9fff]+)")


class Scripted:
    """A `LanguageModel` that keeps what it was asked: `prompts`, `warmed`, and how many replies were `cut` short."""

    name = "scripted"

    def __init__(
        self,
        context: EngineContext | None = None,
        script: Script | None = None,
        *,
        delay: float = 0.0,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """`delay` is in seconds before each piece, waited for with `sleep`."""
        self.prompts: list[Prompt] = []
        self.warmed: list[tuple[Turn, ...]] = []
        self.cut = 0
        self._script = echo if script is None else script
        self._delay, self._sleep = delay, sleep

    async def __aenter__(self) -> Self:
        """Nothing is loaded."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is kept."""

    async def generate(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        """Stream the reply that the script has for this prompt."""
        reply = self._reply(prompt)
        self.prompts.append(prompt)
        finished = False
        try:
            for piece in pieces(reply):
                await self._sleep(self._delay)
                if isinstance(piece, Exception):
                    finished = True
                    raise piece
                yield piece
            finished = True
        finally:
            self.cut += not finished

    async def warm(self, shared: tuple[Turn, ...]) -> None:
        """Remember what was to be warmed."""
        self.warmed.append(shared)

    def _reply(self, prompt: Prompt) -> Reply:
        if callable(self._script):
            return self._script(prompt)
        return self._script[min(len(self.prompts), len(self._script) - 1)] if self._script else ""


def echo(prompt: Prompt) -> str:
    """The fact in the last turn of the user, nothing when there is none."""
    asked = next((turn.text for turn in reversed(prompt.own) if turn.role == "user"), "")
    facts = _FACT.findall(asked)
    return str(facts[-1]) if facts else ""


def pieces(reply: Reply) -> Iterable[str | Exception]:
    """A reply as a model would stream it: word by word, Chinese character by character."""
    if isinstance(reply, Exception):
        return [reply]
    return _WORDS.findall(reply) if isinstance(reply, str) else reply
