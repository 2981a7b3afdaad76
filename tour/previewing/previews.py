"""The guides of sites as they are written now, and how much may be asked of them at once."""

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from narration.engine import LanguageModel
from narration.guide import Guide
from narration.questions.grounding import Grounding
from narration.voice.demand import Demand
from narration.voice.turn import TURN, Turn, Urgency
from scenes.scene import Site
from scenes.unfinished import tellable

SITES = 4
"""Guides that are held, those of the sites asked for last."""


class Busy(Exception):
    """As much is being listened to as may be at once."""


@dataclass(kw_only=True)
class Previews:
    """Guides as visits have them, of records as they are; what they do waits for every visitor."""

    model: Callable[[], LanguageModel | None]
    demand: Demand
    limits: Mapping[str, tuple[int, int]] = field(
        default_factory=lambda: MappingProxyType({"words": (1, 3), "sound": (3, 6)})
    )
    """How much of each kind may be made at once, for one person and for all."""
    _guides: OrderedDict[str, tuple[Site, Guide]] = field(default_factory=OrderedDict)
    _running: Counter[tuple[str, str]] = field(default_factory=Counter)

    async def guide(self, site: Site) -> Guide:
        """The guide of a site as it is written; sentences that nothing changed under are not made again."""
        known = self._guides.get(site.id)
        if known is None or known[0] is not site:
            guide = await asyncio.to_thread(self._made, site)
            if known is not None:
                guide.written.inherit(known[1].written)
            self._guides[site.id] = known = (site, guide)
        self._guides.move_to_end(site.id)
        while len(self._guides) > SITES:
            self._guides.popitem(last=False)
        return known[1]

    @contextmanager
    def turn(self, person: str, kind: str) -> Iterator[None]:
        """Let one thing of a kind be made for a person, later than anything a visitor waits for; raises `Busy`."""
        own, all_ = self.limits[kind]
        if self._running[(kind, person)] >= own or self._running[(kind, "")] >= all_:
            raise Busy(kind)
        before = TURN.set(Turn(caller="preview", urgency=Urgency.AHEAD))
        names = ((kind, person), (kind, ""))
        self._running.update(names)
        try:
            yield
        finally:
            TURN.reset(before)
            self._running.subtract(names)
            self._running += Counter()  # drops what stands at nothing

    def _made(self, site: Site) -> Guide:
        """Nobody asks it anything, so that it needs no fact to be found by its words."""
        told = tellable(site)
        silent = Grounding(replace(told, facts=MappingProxyType({}), bridges=MappingProxyType({})))
        return Guide(site=told, grounding=silent, model=self.model, hints=False, demand=self.demand)
