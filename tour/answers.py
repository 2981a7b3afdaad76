"""What one visitor asks, by pointing, in writing or aloud, and what they are told."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from narration.guide import Spoken
from narration.memory import Memory, Seen
from narration.questions.pointing import pointed_at
from scenes.language import text_in
from scenes.pose import pose
from tour import messages
from tour.analytics.diary import Diary
from tour.lookout import Lookout
from tour.outbox import Outbox
from tour.personal import Personal
from tour.speaker import Speaker
from tour.tongue import Tongue


@dataclass(slots=True, kw_only=True)
class Answers:
    """Answers one visitor."""

    tongue: Tongue
    memory: Memory
    personal: Personal
    diary: Diary
    speaker: Speaker
    outbox: Outbox
    lookout: Callable[[], Lookout]
    """The lookout of the site as it is now."""

    async def pointed(self, pointed: messages.VisitorPointed) -> None:
        """Say what is there."""
        pose(pointed.origin)
        pose(pointed.direction)
        look = await self.lookout().point(pointed.origin, pointed.direction)
        thing = pointed_at(self.tongue.guide.site, look, pointed.origin, pointed.direction, monotonic())
        if thing is None:
            await self.speaker.remark("cannot-tell-what")
            return
        self.memory.sees(thing)
        if thing.annotation:
            read = text_in(thing.label, self.tongue.reading) or thing.annotation
            await self.outbox.send(messages.Encountered(annotation=thing.annotation, label=read))
        await self.speaker.say("answer", lambda: self._named(thing))

    async def asked(self, asked: messages.VisitorAsked) -> None:
        """Answer a written question in the visitor's language."""
        if not asked.text.strip():
            return
        await self.speaker.say(
            "answer",
            lambda: self.diary.overhear(asked.question, asked.text, self._answer(asked.text, self.tongue.language)),
            question=asked.question,
        )

    async def aloud(self, question: str, text: str, language: str) -> None:
        """Answer a spoken question in its own language where the site offers it, else in the visitor's."""
        tongue = self.tongue.nearest(language)
        await self.speaker.say(
            "answer",
            lambda: self.diary.overhear(question, text, self._answer(text, tongue), aloud=True),
            question=question,
            language=tongue,
        )

    async def _named(self, thing: Seen) -> Spoken:
        for sentence in self.tongue.guide.answering.named(thing, self.memory, self.tongue.language):
            yield sentence

    def _answer(self, text: str, language: str) -> Spoken:
        return self.tongue.guide.answer(text, self.memory, language, self.personal.audience)
