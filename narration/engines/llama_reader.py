"""The reader of claims that comes with the language model's own weights, where an adapter was trained for them."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from narration.claims.reader.card import OWN, Card, NoReader, card_for
from narration.engines.gguf import BrokenWeights, read_header
from narration.engines.llama_context import LlamaContext
from narration.engines.llama_library import NativeFailure
from narration.engines.llama_model import LlamaModel
from narration.engines.llama_worker import Worker
from narration.engines.reads import ABREAST, KEPT, answers
from narration.engines.requests import Read
from narration.engines.work import ENGINE
from narration.models.marker import verified_digest
from narration.voice.turn import TURN

SIZE = 2048
"""Tokens: eight facts of one or two sentences, and four sentences about them."""
BATCH = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapted:
    """A context that reads claims."""

    context: LlamaContext
    card: Card


def adapted(model: LlamaModel, weights: Path, folder: str, threads: int) -> Adapted:
    """Open a context with the adapter for these weights; before any other context of the model is opened.

    `folder` holds cards and adapters: our own where it is empty, none where it is `off`. Raises `NoReader`.
    """
    if folder == "off":
        raise NoReader("the option reader is off")
    card, path = card_for(verified_digest(weights), Path(folder) if folder else OWN)
    try:
        read_header(path, adapter=True)
        answers(model)
        adapter = model.adapter(path)
        context = LlamaContext(model, size=SIZE, batch=BATCH, sequences=ABREAST + KEPT, threads=threads)
    except (BrokenWeights, NativeFailure, OSError) as error:
        raise NoReader(f"{path}: {error}") from error
    try:
        context.adapt(adapter)
    except NativeFailure as error:
        context.close()
        raise NoReader(f"{path}: {error}") from error
    return Adapted(context=context, card=card)


class LlamaReader:
    """A `ClaimReader` that the language model's thread works for."""

    def __init__(self, worker: Worker, card: Card) -> None:
        self.name = f"{ENGINE} {card.weights}"
        self._worker, self._card = worker, card

    async def entails(self, premises: Sequence[str], hypothesis: str) -> float:
        """The probability that the premises bear the hypothesis out; giving up waiting stops the reading.

        Its turn is read from `TURN`. Raises `Busy` when it would come too late, `EngineUnavailable` for what does not
        fit and when the engine went away.
        """
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[float] = loop.create_future()

        def settle(found: float | Exception) -> None:
            if answer.done():
                return
            if isinstance(found, Exception):
                answer.set_exception(found)
            else:
                answer.set_result(found)

        def deliver(found: float | Exception) -> None:
            # A loop that is closed has nobody left who waits.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(settle, found)

        read = Read(
            premises=tuple(map(_in_one_line, premises)),
            hypothesis=_in_one_line(hypothesis),
            deliver=deliver,
            turn=TURN.get(),
        )
        self._worker.read(read)
        try:
            return await answer
        finally:
            self._worker.cancel(read)

    def threshold(self, language: str) -> float:
        """The least probability of a hypothesis in a language that counts as borne out."""
        return self._card.threshold(language)

    def certainty(self, language: str) -> float:
        """The least probability at which it overrules what may be overruled."""
        return self._card.certainty(language)


def _in_one_line(text: str) -> str:
    """Without line breaks, which in the prompt end a fact or the claim."""
    return " ".join(text.split())
