"""What one visitor does with what they hear: more of it, less, again, or that it sounds wrong."""

from dataclasses import dataclass

from narration.memory import Memory
from tour.analytics.diary import Diary
from tour.personal import Personal
from tour.review.listening import Doubts
from tour.speaker import Speaker, said
from tour.tongue import Tongue


@dataclass(slots=True, kw_only=True)
class Reactions:
    """Takes in one visitor's reactions."""

    tongue: Tongue
    memory: Memory
    personal: Personal
    diary: Diary
    speaker: Speaker
    doubts: Doubts
    quiet: bool = False
    """Whether they asked for silence here."""

    async def interrupt(self) -> None:
        """Be silent until they ask, or come to something else."""
        self.quiet = True
        await self.speaker.hush()

    async def reacted(self, reaction: str, utterance: str = "") -> None:
        """Take in a reaction to an utterance, or to what is being told."""
        stated = self.tongue.guide.site.stated
        telling = self.speaker.current
        heard = telling.sentences[-1:] if telling and telling.kind != "notice" else []
        self.diary.reacted(reaction)
        self.personal.reacted(reaction, [stated[fact] for each in heard for fact in each.facts if fact in stated])
        match reaction:
            case "story":
                await self._story()
            case "skip":
                await self.speaker.hush()
                self.memory.unsaid = None
            case "more":
                await self._more()
            case "repeat" if self.speaker.told:
                told = self.speaker.told
                await self.speaker.say("narration", lambda: said(told))
            case "wrong":
                self._doubt(utterance)

    async def _story(self) -> None:
        tongue = self.tongue
        await self.speaker.say(
            "narration", lambda: tongue.guide.story(self.memory, tongue.language, self.personal.audience)
        )

    async def _more(self) -> None:
        tongue, self.quiet = self.tongue, False
        await self.speaker.say(
            "narration",
            lambda: tongue.guide.more(self.memory, tongue.language, self.personal.audience),
            tells_on=True,
        )

    def _doubt(self, utterance: str) -> None:
        """Have the sentence read that sounded wrong: the one at the visitor's ear, or the last of what they name."""
        telling = self.speaker.current
        if telling is None:
            return
        sentence = telling.at_the_ear() if utterance in ("", telling.id) and telling.kind != "notice" else None
        if sentence is None and self.speaker.told:
            sentence = self.speaker.told[-1]
        if sentence is not None:
            self.doubts.doubt(telling.kind, sentence)
