"""Real engines on real weights: `make test` pulls them first, so that a missing one is a failure and not a skip."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from narration.engine import EngineContext, SpeechSynthesizer, Voice
from narration.models.shelf import Shelf
from tour.settings import read_settings


@pytest.fixture(scope="session")
def weights() -> Callable[[str], Path]:
    """The verified weights of a catalogue entry."""
    shelf = Shelf(read_settings().weights)

    def here(name: str) -> Path:
        path = shelf.path(name)
        if path is None:
            pytest.fail(f"{name} is not in {shelf.folder}: run `tour models pull test`", pytrace=False)
        return path

    return here


@pytest.fixture(scope="session")
def context(weights: Callable[[str], Path]) -> EngineContext:
    return EngineContext(weights=weights)


@pytest.fixture(scope="session")
def nothing_pulled() -> EngineContext:
    return EngineContext(weights=lambda name: None)


Said = tuple[NDArray[np.float64], int]


@pytest.fixture(scope="session")
def say() -> Callable[[SpeechSynthesizer, str, Voice], Awaitable[Said]]:
    """Everything an engine says, as samples in -1..1, and their rate."""

    async def everything(engine: SpeechSynthesizer, text: str, voice: Voice) -> Said:
        chunks = [chunk async for chunk in engine.synthesize(text, voice)]
        assert {chunk.codec for chunk in chunks} == {"pcm_s16le"}
        samples = np.frombuffer(b"".join(chunk.data for chunk in chunks), "<i2") / 32768
        return samples, chunks[0].sample_rate

    return everything
