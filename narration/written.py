"""Sentences about single facts, written and checked once and told to every visitor.

What goes in is a fact and a manner, nothing that any visitor said, and the model is asked at temperature 0: the next
visitor would get the same words. They are held in memory only, for the model that is open now.
"""

from collections import OrderedDict
from contextlib import aclosing
from dataclasses import dataclass, field, replace

from narration import compose
from narration.audience import Audience
from narration.engine import LanguageModel
from narration.prompt import Prompt
from narration.saying import Saying, Spoken
from narration.utterance import Sentence
from scenes.facts import Fact

_Name = tuple[str, Prompt]
"""A fact's id, and the prompt with its text: other words in the fact make another prompt."""
LIMIT = 4096
"""Facts, languages and manners that are kept: some megabytes."""


@dataclass(kw_only=True)
class Written:
    """What one site's facts became in the model's words; the least recently told go first over `limit`."""

    saying: Saying
    limit: int = LIMIT
    _model: LanguageModel | None = None
    _kept: OrderedDict[_Name, tuple[Sentence, ...]] = field(default_factory=OrderedDict)

    async def telling(self, fact: Fact, language: str, audience: Audience) -> Spoken:
        """One fact, as it was written before or else anew; hints of its first clause on the way."""
        prompt = compose.telling(fact, language, audience)
        kept = self._find((fact.id, prompt))
        if kept is not None:
            for sentence in kept:
                yield sentence
            return
        model, made = self.saying.model(), list[Sentence]()
        async with aclosing(self.saying.said(prompt, [fact], language, age_group=audience.age_group)) as said:
            async for item in said:
                if isinstance(item, Sentence):
                    made.append(replace(item, common=True))
                else:
                    yield item
        if prompt.temperature == 0.0:
            self._keep(model, (fact.id, prompt), made)
        for sentence in made:
            yield sentence

    def inherit(self, before: "Written") -> None:
        """Go on with what was written of the site as it was before, unless names of its glossary changed since."""
        if before.saying.site.glossary == self.saying.site.glossary:
            self._model, self._kept = before._model, before._kept

    def _find(self, name: _Name) -> tuple[Sentence, ...] | None:
        if self.saying.model() is not self._model:
            return None
        kept = self._kept.get(name)
        if kept is not None:
            self._kept.move_to_end(name)
        return kept

    def _keep(self, model: LanguageModel | None, name: _Name, made: list[Sentence]) -> None:
        """Keep what the model answered, even where it was refused; not what came of its failing, or was not read."""
        if model is None or not (made and made[0].claims) or any(claim.unread for claim in made[0].claims):
            return
        if model is not self._model:
            self._model = model
            self._kept.clear()
        self._kept[name] = tuple(replace(sentence, seconds=0.0) for sentence in made)
        if len(self._kept) > self.limit:
            self._kept.popitem(last=False)
