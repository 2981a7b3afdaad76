"""One visitor's walk: poses in, utterances out.

A visit outlives its connection for a while, so that a cut line can be taken up again. Whatever the visitor does goes
through `receive`; whatever they get goes through `outbox`.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from narration.engine import SpeechRecognizer
from narration.guide import Guide
from narration.listening.expectation import expectation
from narration.memory import Memory
from narration.phrases import phrase
from narration.prefetch import Habits
from narration.rehearsals import Rehearsals
from narration.voice.speech import Speech
from tour import messages
from tour.agreeing import Agreeing
from tour.analytics.diary import Diary
from tour.analytics.keeping import Keeping
from tour.answers import Answers
from tour.foresight import Foresight, Hearer
from tour.hearing import Hearing
from tour.lookout import Lookout
from tour.meeting import Meeting
from tour.metrics import Metrics
from tour.outbox import Outbox
from tour.personal import Personal
from tour.playhead import Playhead
from tour.reactions import Reactions
from tour.renewal import Difference
from tour.renewal import messages as changes
from tour.review.listening import Doubts, Listening
from tour.speaker import Speaker
from tour.steps import Steps
from tour.tongue import Tongue, playable


@dataclass(slots=True, kw_only=True)
class Visit:
    """Everything the server knows of one visitor, until the visit ends."""

    tongue: Tongue
    speech: Speech
    lookout: Lookout
    metrics: Metrics
    recognizer: Callable[[], SpeechRecognizer | None] = lambda: None
    """What understands spoken questions now."""
    rehearsals: Rehearsals | None = None
    """Those of the house; None where nothing is to be made ahead."""
    habits: Habits = field(default_factory=Habits)
    """Where visitors of this site went."""
    keeping: Keeping | None = None
    """The house's books about visitors; None where nothing is ever kept."""
    listening: Listening | None = None
    """What takes sentences that people should read."""
    foresight: Foresight = field(init=False)
    hearing: Hearing = field(init=False)
    diary: Diary = field(init=False)
    agreeing: Agreeing = field(init=False)
    doubts: Doubts = field(init=False)
    answers: Answers = field(init=False)
    reactions: Reactions = field(init=False)
    steps: Steps = field(init=False)
    meeting: Meeting = field(init=False)
    id: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    resume: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    outbox: Outbox = field(default_factory=Outbox)
    playhead: Playhead = field(default_factory=Playhead)
    memory: Memory = field(default_factory=Memory)
    personal: Personal = field(default_factory=Personal)
    _speaker: Speaker = field(init=False)

    def __post_init__(self) -> None:
        self.foresight = Foresight(
            guide=self.guide, rehearsals=self.rehearsals, habits=self.habits, caller=self.id, hearer=self._hearer
        )
        self.doubts = Doubts(site=lambda: self.guide.site, listening=self.listening)
        self._speaker = Speaker(
            speech=self.speech, outbox=self.outbox, playhead=self.playhead, memory=self.memory, metrics=self.metrics,
            listener=self.tongue.listening, language=lambda: self.language, wanted=self._wants_rest,
            failed=lambda: self.problem("failed", "failed"),
            rest=lambda: self.guide.resume(self.memory, self.language, self.personal.audience),
            overheard=self.doubts.hear,
        )  # fmt: skip
        self.hearing = Hearing(
            visit=self, outbox=self.outbox, recognizer=lambda: self.recognizer(), caller=self.id,
            expectation=lambda: expectation(self.guide.site, self.memory.here, self.language),
        )  # fmt: skip
        self.diary = Diary(
            visit=self.id, token=self.resume, site=self.guide.site.id, keeping=self.keeping,
            language=lambda: self.language, country=lambda: self.personal.country,
        )  # fmt: skip
        self.answers = Answers(
            tongue=self.tongue, memory=self.memory, personal=self.personal, diary=self.diary, speaker=self._speaker,
            outbox=self.outbox, lookout=lambda: self.lookout,
        )  # fmt: skip
        self.reactions = Reactions(
            tongue=self.tongue, memory=self.memory, personal=self.personal, diary=self.diary, speaker=self._speaker,
            doubts=self.doubts,
        )  # fmt: skip
        self.agreeing = Agreeing(
            personal=self.personal, diary=self.diary, memory=self.memory, speaker=self._speaker, outbox=self.outbox,
            reading=lambda: self.tongue.reading, problem=self.problem,
        )  # fmt: skip
        self.steps = Steps(lookout=lambda: self.lookout)
        self.meeting = Meeting(
            tongue=self.tongue, memory=self.memory, personal=self.personal, diary=self.diary, speaker=self._speaker,
            playhead=self.playhead, hearing=self.hearing, foresight=self.foresight, reactions=self.reactions,
            steps=self.steps, outbox=self.outbox, metrics=self.metrics,
        )  # fmt: skip

    @property
    def guide(self) -> Guide:
        """Who guides them now."""
        return self.tongue.guide

    @property
    def language(self) -> str:
        """The language of what they hear."""
        return self.tongue.language

    async def walk(self) -> None:
        """Follow the visitor until cancelled: the newest pose only, and a glance now and then while they stand."""
        try:
            while True:
                at = await self.steps.next()
                if at is not None:
                    await self.meeting.look(at)
        finally:
            self.foresight.close()
            await self.hearing.close()
            await self.hush()
            await self.diary.close()
            self.memory.forget()
            self.personal.forget()

    async def receive(self, message: messages.Message) -> None:
        """Take in one message of the client."""
        match message:
            case messages.VisitorMoved():
                self.steps.move(message)
            case messages.VisitorPointed():
                await self.answers.pointed(message)
            case messages.VisitorAsked():
                await self.answers.asked(message)
            case messages.VisitorSpoke():
                await self.hearing.spoke(message)
            case messages.VisitorReacted():
                await self.reactions.reacted(message.reaction, message.utterance)
            case messages.Interrupt():
                await self.reactions.interrupt()
            case _:
                await self._arrange(message)

    async def _arrange(self, message: messages.Message) -> None:
        """Take in what is no part of the walk itself."""
        match message:
            case messages.LanguageChosen():
                await self._choose(message.language, message.captions, message.beside)
            case messages.AudioChosen():
                self.tongue.codec = playable(message.audio)
            case messages.Consent():
                await self.agreeing.take(message)
            case messages.ForgetMe():
                await self._forget()
            case messages.Heartbeat():
                self.outbox.arrived(message.received)
                await self.outbox.send(messages.Heartbeat(t=message.t, received=self.outbox.written))
            case _:
                await self.problem("not-available", "not-yet")

    def renew(self, guide: Guide, found: Difference) -> None:
        """Go on with the site as it is told now, and say what changed; what is being said is said to its end."""
        self.tongue.renew(guide)
        self.meeting.renew(guide)
        self.memory.keep(guide.site.facts, guide.annotations)
        self.foresight.renew(guide)
        for message in changes(found, {note.id: self.tongue.label(note) for note in found.changed}):
            self.outbox.post(message)

    async def problem(
        self, code: str, words: str, *, retry_after: float | None = None, question: str | None = None, **values: str
    ) -> None:
        """Tell the visitor what went wrong, in their language."""
        self.metrics.problems.labels(code).inc()
        text = phrase(words, self.tongue.reading, **values)
        await self.outbox.send(messages.Problem(code=code, message=text, retry_after=retry_after, question=question))

    async def hush(self) -> None:
        """Interrupt what is being said, and wait until it is silent."""
        await self._speaker.hush()

    async def go_on(self) -> bool:
        """Say what was interrupted, but for what was heard of it; False when nothing was."""
        return await self._speaker.go_on()

    async def depart(self) -> int:
        """Leave the client that carries it for another one, and go on there with what was cut off.

        The number of messages that the other one need not be sent.
        """
        await self.hush()
        received = self.outbox.written
        await self.outbox.send(messages.Problem(code="taken-along", message=""))
        await self.go_on()
        return received

    def _wants_rest(self) -> bool:
        """Whether the visitor still stands where the telling was cut off, and did not ask for silence."""
        rest = self.memory.unsaid
        return rest is not None and not self.reactions.quiet and rest.stop == self.meeting.stop

    async def answer_aloud(self, question: str, text: str, language: str) -> None:
        """Answer a spoken question in its own language where the site offers it, else in the visitor's."""
        await self.answers.aloud(question, text, language)

    async def remark(self, words: str, about: str, language: str, **values: str) -> None:
        """Say a line that is no history about a question, in its language where the site offers it."""
        await self._speaker.remark(words, question=about, language=self.tongue.nearest(language), **values)

    async def conclude(self) -> None:
        """Hear the sentence out and say that the house closes."""
        await self._speaker.conclude()
        await self.problem("closing", "closing", retry_after=5.0)
        await self.outbox.flushed()

    def _hearer(self) -> Hearer:
        return Hearer(
            language=self.language,
            audience=self.personal.audience,
            voice=lambda: self.tongue.listener(self.language).voice,
            memory=self.memory,
        )

    async def _choose(self, wanted: str, captions: str | None, beside: str | None) -> None:
        if self.tongue.choose(wanted, captions, beside):
            await self.hush()
        else:
            languages = ", ".join(self.guide.site.spoken)
            await self.problem("language-not-offered", "language-not-offered", languages=languages)

    async def _forget(self) -> None:
        await self.hearing.close()
        await self.hush()
        self.memory.forget()
        self.personal.forget()
        self.hearing.forget()
        self.foresight.close()
        self.outbox.forget()
        self._speaker.told = ()
        self.doubts.forget()
        if await self.diary.forget():
            await self._speaker.remark("forgotten")
        else:
            await self.problem("failed", "failed")
