"""What one visitor will likely hear next: which narrations are wished for, and how ready they are on arrival."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from narration.audience import EVERYONE, Audience
from narration.engine import EngineContext, Voice
from narration.engines.scripted import Scripted
from narration.engines.scripted_voice import ScriptedVoice
from narration.guide import Guide
from narration.memory import Memory
from narration.prefetch import Habits
from narration.questions.grounding import Grounding
from narration.rehearsals import Rehearsals
from narration.voice.speech import Speech
from narration.voice.speech_cache import SpeechCache
from narration.voice.voices import Voices
from scenes.locate import locate
from scenes.pose import facing
from tests.builders import build_site
from tour.foresight import Foresight, Hearer

CONTEXT = EngineContext(weights=lambda name: None)


@dataclass
class Walker:
    """A visitor and what is foreseen of them."""

    guide: Guide
    rehearsals: Rehearsals | None
    language: str = "it"
    audience: Audience = EVERYONE
    voice: Voice | None = None
    memory: Memory = field(default_factory=Memory)
    now: float = 0.0

    def __post_init__(self) -> None:
        self.foresight = Foresight(
            guide=self.guide, rehearsals=self.rehearsals, habits=Habits(), caller="ann", hearer=self._hearer
        )

    def _hearer(self) -> Hearer:
        return Hearer(language=self.language, audience=self.audience, voice=lambda: self.voice, memory=self.memory)

    def stand(self, x: float, z: float) -> None:
        self.now += 1.0
        at = facing((x, 1.65, z), (0.0, 1.65, 0.0))
        self.foresight.follow(locate(self.guide.site.scene, at), self.now)

    async def ready(self) -> None:
        assert self.rehearsals is not None
        await self.rehearsals.settled()


@pytest.fixture
async def walker(tmp_path: Path) -> AsyncIterator[Walker]:
    site, model = build_site(tmp_path), Scripted()
    async with Voices({"scripted": ScriptedVoice}, CONTEXT) as voices:
        speech = Speech(voices, cache=SpeechCache(tmp_path / "speech"))
        guide = Guide(site=site, grounding=Grounding(site), model=lambda: model, demand=speech.demand)
        rehearsals = Rehearsals(speech)
        yield Walker(guide=guide, rehearsals=rehearsals, voice=voices.choose("it"))
        await rehearsals.close()


def asked(walker: Walker) -> int:
    model = walker.guide.model()
    assert isinstance(model, Scripted)
    return len(model.prompts)


async def test_the_stops_ahead_are_ready_on_arrival(walker: Walker) -> None:
    walker.stand(0.0, 12.0)
    await walker.ready()
    assert walker.foresight.arrived("mouth") == "whole"
    walker.memory.welcomed = True
    walker.stand(10.0, 4.0)
    await walker.ready()
    assert walker.foresight.arrived("bench") == "whole"


async def test_nothing_is_ready_before_it_was_made(walker: Walker) -> None:
    walker.stand(0.0, 12.0)
    assert walker.foresight.arrived("mouth") == "no"


async def test_making_ahead_changes_nothing_of_what_they_were_told(walker: Walker) -> None:
    walker.stand(0.0, 12.0)
    await walker.ready()
    assert walker.memory == Memory()


@pytest.mark.parametrize(
    "change",
    [
        {"language": "en"},
        {"audience": Audience(age_group="child")},
        {"memory": Memory(told={"depth"})},
        {"voice": None},
    ],
)
async def test_what_was_made_for_another_way_of_hearing_does_not_count(
    walker: Walker, change: dict[str, object]
) -> None:
    walker.stand(0.0, 12.0)
    await walker.ready()
    for name, value in change.items():
        setattr(walker, name, value)
    assert walker.foresight.arrived("mouth") == "no"


async def test_the_model_is_asked_once_however_long_they_walk(walker: Walker) -> None:
    walker.stand(0.0, 12.0)
    await walker.ready()
    once = asked(walker)
    for step in range(5):
        walker.stand(0.0, 11.0 - step)
        await walker.ready()
    assert asked(walker) == once


async def test_who_leaves_wishes_for_nothing(walker: Walker) -> None:
    walker.stand(0.0, 12.0)
    walker.foresight.close()
    await walker.ready()
    assert asked(walker) == 0


async def test_where_nothing_is_made_ahead_arrivals_are_still_counted(walker: Walker) -> None:
    alone = Walker(guide=walker.guide, rehearsals=None)
    alone.stand(0.0, 12.0)
    assert alone.foresight.arrived("mouth") == "no"
    assert dict(alone.foresight.habits.counts("")) == {"mouth": 1}
    alone.foresight.close()
