"""From a question to sentences that answer it from the facts, or decline kindly."""

from contextlib import aclosing
from dataclasses import dataclass

from narration import compose
from narration.audience import EVERYONE, Audience
from narration.memory import Memory
from narration.notices import notice
from narration.questions.grounding import Grounding, injection
from narration.saying import Saying, Spoken


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """Answers the questions of one site's visitors; what one of them said before lies in their memory alone."""

    grounding: Grounding
    saying: Saying

    async def answer(self, question: str, memory: Memory, language: str, audience: Audience = EVERYONE) -> Spoken:
        """Answer a question, or decline kindly."""
        if injection(question):
            yield notice("keep-to-facts", language)
            return
        if not self.grounding.answers(question, language, here=memory.here):
            yield notice("decline", language)
            return
        found = self.grounding.for_question(question, language, here=memory.here, told=memory.told, limit=1)
        facts = [scored.fact for scored in found]
        prompt = compose.answering(question, facts, language)
        async with aclosing(self.saying.said(prompt, facts, language)) as said:
            async for item in said:
                yield item
