"""The language model in our own process: llama.cpp on GGUF weights.

Options: `guide` (catalogue entry, `standard`), `threads` (physical cores), `context` (tokens, 4096), `batch` (tokens
evaluated in one step, 256), `parallel` (replies written at once, 8), `patience` (seconds to the first token past which
a request is refused, 2; `off` for no limit), `draft` (tokens guessed ahead at most, 6; 0 for none), `state` (folder of
shared beginnings that survive a restart; none when empty), `state_mb` (its size at most, 512), `reader` (folder of
adapters that read claims; our own when empty, `off` for none).
"""

import asyncio
import os
import re
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from pathlib import Path
from types import TracebackType
from typing import Self

from narration.claims.reader.card import NoReader
from narration.engine import ClaimReader, EngineContext, EngineUnavailable
from narration.engines.chat_template import UnusableTemplate
from narration.engines.drafts import LONGEST
from narration.engines.gguf import BrokenWeights, read_header
from narration.engines.llama_context import LlamaContext
from narration.engines.llama_library import NativeFailure
from narration.engines.llama_model import LlamaModel
from narration.engines.llama_reader import Adapted, LlamaReader, adapted
from narration.engines.llama_worker import Worker
from narration.engines.requests import Request
from narration.engines.saved_prefixes import LIMIT, SavedPrefixes, fingerprint
from narration.engines.stats import Stats
from narration.engines.work import ENGINE
from narration.models.catalogue import the_catalogue
from narration.prompt import Prompt, Turn
from narration.voice.turn import TURN

KEPT_BEGINNINGS = 24
PATIENCE = 2.0
LIMITS = {
    "threads": (1, 256),
    "context": (256, 131_072),
    "batch": (16, 2048),
    "parallel": (1, 64),
    "draft": (0, 16),
    "state_mb": (1, 1_000_000),
}


class LlamaCpp:
    """A `LanguageModel` whose prompts' shared turns are evaluated once and kept, and that may read claims."""

    name = ENGINE

    def __init__(self, context: EngineContext) -> None:
        self._find = context.weights
        self.weights = ""
        self.languages: tuple[str, ...] = ()
        self._guide = context.options.get("guide") or "standard"
        self._threads = _option(context, "threads", physical_cores())
        self._size = _option(context, "context", 4096)
        self._batch = _option(context, "batch", 256)
        self._parallel = _option(context, "parallel", 8)
        self._draft = _option(context, "draft", LONGEST)
        self._patience = _patience(context)
        self._state = context.options.get("state", "")
        self._reader = context.options.get("reader", "")
        self._state_bytes = _option(context, "state_mb", LIMIT >> 20) << 20
        self._worker: Worker | None = None
        self.reader: ClaimReader | None = None
        self.reader_problem = ""

    async def __aenter__(self) -> Self:
        """Load the weights in a thread.

        Raises `EngineUnavailable` when they are missing or damaged, or llama-cpp-python is not installed.
        """
        try:
            self._worker = await asyncio.to_thread(self._open)
        except ImportError as error:
            raise EngineUnavailable(ENGINE, str(error), "pip install 'caravanserai[guide]'") from error
        self._worker.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop within one token, fail what is open and give the memory back."""
        worker, self._worker = self._worker, None
        if worker:
            worker.stop()
            await asyncio.to_thread(worker.join)

    @property
    def stats(self) -> Stats:
        """Counters since the engine opened."""
        return self._running().stats

    def count(self, text: str) -> int:
        """Tokens that `text` is cut into."""
        return self._running().count(text)

    def generate(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        """Stream the reply in pieces of whole characters; closing the iterator stops the engine at once.

        Its turn is read from `TURN`. Raises `Busy` when the first token would come too late; `EngineUnavailable` for
        a prompt that does not fit, too many requests, and an engine that went away.
        """
        return self._pieces(prompt, warm=False)

    async def warm(self, shared: tuple[Turn, ...]) -> None:
        """Evaluate shared turns ahead, so that the next prompt which begins with them answers sooner.

        Generation goes first. Raises `EngineUnavailable` as `generate` does.
        """
        async with aclosing(self._pieces(Prompt(shared=shared, own=()), warm=True)) as pieces:
            async for _ in pieces:
                pass

    async def _pieces(self, prompt: Prompt, *, warm: bool) -> AsyncGenerator[str, None]:
        worker = self._running()
        queue: asyncio.Queue[str | Exception | None] = asyncio.Queue()
        request = Request(prompt=prompt, deliver=_deliverer(queue), warm=warm, turn=TURN.get())
        worker.submit(request)
        try:
            while (piece := await queue.get()) is not None:
                if isinstance(piece, Exception):
                    raise piece
                yield piece
        finally:
            worker.cancel(request)

    def _running(self) -> Worker:
        if self._worker is None:
            raise EngineUnavailable(ENGINE, "is not open")
        return self._worker

    def _open(self) -> Worker:
        path = self._path()
        try:
            read_header(path)
            model = LlamaModel(path)
            self.weights, self.languages = path.stem, _languages(path)
            try:
                return self._worker_on(model, path)
            except Exception:
                model.close()
                raise
        except (BrokenWeights, NativeFailure, UnusableTemplate, OSError) as error:
            raise EngineUnavailable(
                ENGINE, f"{path} cannot be loaded: {error}", f"tour models pull {self._guide}"
            ) from error

    def _worker_on(self, model: LlamaModel, path: Path) -> Worker:
        reads = self._reads(model, path)
        contexts = [reads.context] if reads else []
        try:
            main = LlamaContext(
                model,
                size=self._size,
                batch=self._batch,
                sequences=self._parallel + KEPT_BEGINNINGS,
                threads=self._threads,
                outputs=1 + self._draft,
            )
            contexts.append(main)
            worker = Worker(
                main,
                slots=self._parallel,
                kept=KEPT_BEGINNINGS,
                patience=self._patience,
                draft=self._draft,
                saved=self._saved(path, main.version),
                reading=reads.context if reads else None,
            )
        except Exception:
            for context in contexts:
                context.close()
            raise
        self.reader = LlamaReader(worker, reads.card) if reads else None
        return worker

    def _reads(self, model: LlamaModel, path: Path) -> Adapted | None:
        """What reads claims, where these weights have it: the guide does without."""
        try:
            return adapted(model, path, self._reader, self._threads)
        except NoReader as why:
            self.reader_problem = str(why)
            return None

    def _saved(self, path: Path, version: str) -> SavedPrefixes | None:
        if not self._state:
            return None
        return SavedPrefixes(Path(self._state), fingerprint(path) + version.encode(), limit=self._state_bytes)

    def _path(self) -> Path:
        try:
            found = self._find(self._guide)
        except ValueError as error:
            raise EngineUnavailable(ENGINE, str(error), "tour models list") from error
        if found is not None and found.is_dir():
            found = next(iter(sorted(found.glob("*.gguf"))), None)
        if found is None or not found.is_file():
            raise EngineUnavailable(
                ENGINE, f"the weights {self._guide!r} are not here", f"tour models pull {self._guide}"
            )
        return found


def _languages(path: Path) -> tuple[str, ...]:
    """What the catalogue says these weights were seen to write; none for weights that it does not have."""
    entry = the_catalogue().with_file(path.name)
    return entry.languages if entry else ()


def physical_cores() -> int:
    """Cores this process may use, hyperthreads counted once: a second thread a core slows matrix work down."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        text = Path("/proc/cpuinfo").read_text()
    except OSError:
        return allowed
    cores = set(re.findall(r"physical id\s*: (\d+).*?core id\s*: (\d+)", text, re.DOTALL))
    return min(allowed, len(cores)) if cores else allowed


def _option(context: EngineContext, name: str, default: int) -> int:
    text = context.options.get(name, "")
    least, most = LIMITS[name]
    try:
        value = int(text) if text else default
    except ValueError:
        value = least - 1
    if not least <= value <= most:
        raise EngineUnavailable(ENGINE, f"option {name} is {text!r}", f"a number from {least} to {most} is needed")
    return value


def _patience(context: EngineContext) -> float | None:
    text = context.options.get("patience", "") or str(PATIENCE)
    if text == "off":
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 < seconds < 3600:
        raise EngineUnavailable(ENGINE, f"option patience is {text!r}", "seconds above 0 or `off` are needed")
    return seconds


def _deliverer(queue: asyncio.Queue[str | Exception | None]) -> Callable[[str | Exception | None], None]:
    """Hands pieces from the worker's thread to the event loop of whoever asked."""
    loop = asyncio.get_running_loop()

    def deliver(piece: str | Exception | None) -> None:
        # A loop that is closed has nobody left who waits for words.
        if not loop.is_closed():
            loop.call_soon_threadsafe(queue.put_nowait, piece)

    return deliver
