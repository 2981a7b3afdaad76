"""One visitor's walk: poses in, utterances out.

A visit outlives its connection for a while, so that a cut line can be taken up again. Whatever the visitor does goes
through `receive`; whatever they get goes through `outbox`.
"""

import asyncio
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from time import monotonic

from narration.audience import EVERYONE
from narration.captions import Captions
from narration.encounter import Attention, Encounter
from narration.engine import SpeechRecognizer
from narration.guide import Guide, Spoken
from narration.listening.expectation import expectation
from narration.memory import Memory, Seen
from narration.notices import notice
from narration.phrases import phrase
from narration.prefetch import Habits
from narration.questions.pointing import pointed_at, seen
from narration.rehearsals import Rehearsals
from narration.utterance import Sentence
from narration.voice.speech import Speech
from scenes.annotation import Annotation
from scenes.language import text_in
from scenes.locate import Location, Look, locate
from scenes.pose import Pose, PoseError, pose
from tour import messages
from tour.analytics.diary import Diary
from tour.analytics.keeping import Keeping
from tour.foresight import Foresight, Hearer
from tour.hearing import Hearing
from tour.lookout import Lookout
from tour.metrics import Metrics
from tour.outbox import Outbox
from tour.personal import Personal
from tour.playhead import Playhead
from tour.renewal import Difference
from tour.renewal import messages as changes
from tour.review.listening import Doubts, Listening
from tour.speaker import Speaker
from tour.telling import Listener

GLANCE = 0.2
"""Seconds between looks at where a visitor is when no pose comes."""

ENTERED = 3.0
"""Seconds after which who has come in and met nothing is welcomed; looking at something long takes less."""


@dataclass(slots=True, kw_only=True)
class Visit:
    """Everything the server knows of one visitor, until the visit ends."""

    guide: Guide
    speech: Speech
    lookout: Lookout
    metrics: Metrics
    listener: Callable[[str], Listener]
    """How this visitor listens in a language, with the voices there are now."""
    language: str
    captions: str | None = None
    """The captions' language where it is not the voice's."""
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
    doubts: Doubts = field(init=False)
    id: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    resume: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    outbox: Outbox = field(default_factory=Outbox)
    playhead: Playhead = field(default_factory=Playhead)
    memory: Memory = field(default_factory=Memory)
    personal: Personal = field(default_factory=Personal)
    _pose: Pose | None = None
    _moved: asyncio.Event = field(default_factory=asyncio.Event)
    _attention: Attention = field(init=False)
    _location: Location | None = None
    _glance: tuple[Pose, Look] | None = None
    _speaker: Speaker = field(init=False)
    _since: float | None = None
    """When the visitor was first seen."""
    _quiet: bool = False
    """Whether they asked for silence here."""

    def __post_init__(self) -> None:
        self._attention = Attention(annotations=self.guide.annotations)
        self.foresight = Foresight(
            guide=self.guide, rehearsals=self.rehearsals, habits=self.habits, caller=self.id, hearer=self._hearer
        )
        self.doubts = Doubts(site=lambda: self.guide.site, listening=self.listening)
        self._speaker = Speaker(
            speech=self.speech, outbox=self.outbox, playhead=self.playhead, memory=self.memory, metrics=self.metrics,
            listener=self._listener, language=lambda: self.language, failed=lambda: self.problem("failed", "failed"),
            wanted=self._wants_rest, rest=lambda: self.guide.resume(self.memory, self.language, self.personal.audience),
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

    async def walk(self) -> None:
        """Follow the visitor until cancelled: the newest pose only, and a glance now and then while they stand."""
        try:
            while True:
                try:
                    async with asyncio.timeout(GLANCE):
                        await self._moved.wait()
                except TimeoutError:
                    pass
                self._moved.clear()
                if self._pose is not None:
                    await self._look(self._pose)
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
                self._move(message)
            case messages.VisitorPointed():
                await self._pointed(message)
            case messages.VisitorAsked():
                await self._asked(message)
            case messages.VisitorSpoke():
                await self.hearing.spoke(message)
            case messages.VisitorReacted():
                await self._reacted(message.reaction, message.utterance)
            case messages.Interrupt():
                self._quiet = True
                await self.hush()
            case _:
                await self._arrange(message)

    async def _arrange(self, message: messages.Message) -> None:
        """Take in what is no part of the walk itself."""
        match message:
            case messages.LanguageChosen():
                await self._choose(message.language, message.captions)
            case messages.Consent():
                await self._consent(message)
            case messages.ForgetMe():
                await self._forget()
            case messages.Heartbeat():
                self.outbox.arrived(message.received)
                await self.outbox.send(messages.Heartbeat(t=message.t, received=self.outbox.written))
            case _:
                await self.problem("not-available", "not-yet")

    def renew(self, guide: Guide, found: Difference) -> None:
        """Go on with the site as it is told now, and say what changed; what is being said is said to its end."""
        self.guide = guide
        self.language = guide.language_for(self.language) or guide.site.languages[0]
        self.captions = guide.language_for(self.captions) if self.captions else None
        self._attention.annotations = guide.annotations
        self.memory.keep(guide.site.facts, guide.annotations)
        self.foresight.renew(guide)
        for message in changes(found, {note.id: _label(note, self.reading) for note in found.changed}):
            self.outbox.post(message)

    async def problem(
        self, code: str, words: str, *, retry_after: float | None = None, question: str | None = None, **values: str
    ) -> None:
        """Tell the visitor what went wrong, in their language."""
        self.metrics.problems.labels(code).inc()
        text = phrase(words, self.reading, **values)
        await self.outbox.send(messages.Problem(code=code, message=text, retry_after=retry_after, question=question))

    async def hush(self) -> None:
        """Interrupt what is being said, and wait until it is silent."""
        await self._speaker.hush()

    async def go_on(self) -> bool:
        """Say what was interrupted, but for what was heard of it; False when nothing was."""
        return await self._speaker.go_on()

    def _wants_rest(self) -> bool:
        """Whether the visitor still stands where the telling was cut off, and did not ask for silence."""
        rest = self.memory.unsaid
        return rest is not None and not self._quiet and rest.stop == self._attention.stop

    async def _consent(self, given: messages.Consent) -> None:
        """Take in what the visitor agrees to; where they no longer do, the general tour goes on at once."""
        before = self.personal.audience
        self.personal.consent(given.purposes, given.profile)
        await self.diary.agree(self.personal.lasting, given.words, self.reading)
        if before == EVERYONE or self.personal.agreed:
            return
        self.memory.withdraw()
        imagined = self._speaker.imagining
        await self.hush()
        if not imagined:
            await self.go_on()

    async def answer_aloud(self, question: str, text: str, language: str) -> None:
        """Answer a spoken question in its own language where the site offers it, else in the visitor's."""
        tongue = self.guide.language_for(language) or self.language
        await self._speaker.say(
            "answer",
            lambda: self.diary.overhear(question, text, self._answer(text, tongue), aloud=True),
            question=question,
            language=tongue,
        )

    async def remark(self, words: str, about: str, language: str, **values: str) -> None:
        """Say a line that is no history about a question, in its language where the site offers it."""
        tongue = self.guide.language_for(language) or self.language
        await self._speaker.say("notice", lambda: _lines(words, tongue, **values), question=about, language=tongue)

    async def conclude(self) -> None:
        """Hear the sentence out and say that the house closes."""
        await self._speaker.conclude()
        await self.problem("closing", "closing", retry_after=5.0)
        await self.outbox.flushed()

    def _move(self, moved: messages.VisitorMoved) -> None:
        self._pose = pose(moved.position, moved.orientation)
        self._moved.set()

    async def _look(self, at: Pose) -> None:
        look = await self._looking(at)
        self._location = location = locate(self.guide.site.scene, at, look)
        stop = location.stop.id if location.stop else ""
        self.personal.stands(self.guide.site, stop, self.language, monotonic())
        if self.playhead.listening:
            self.diary.stands(stop, at, monotonic())
        if self.hearing.listening:
            return
        if location.looked_at is not None:
            self.memory.sees(seen(location.looked_at, monotonic()))
        self.foresight.follow(location, monotonic())
        encounter = self._attention.notice(location, monotonic())
        if encounter is None:
            await self._welcome(monotonic())
        elif encounter.cause != "gazed" or not self._speaker.busy:
            await self._meet(encounter)

    async def _welcome(self, now: float) -> None:
        """Say the site's opening words to who has come in and met nothing yet."""
        self._since = now if self._since is None else self._since
        if now - self._since >= ENTERED and self._speaker.count == 0:
            await self._speaker.say("narration", lambda: _said(self.guide.welcome(self.language)))

    def _hearer(self) -> Hearer:
        return Hearer(
            language=self.language,
            audience=self.personal.audience,
            voice=lambda: self.listener(self.language).voice,
            memory=self.memory,
        )

    async def _looking(self, at: Pose) -> Look | None:
        """What is looked at from there; asked once for a pose."""
        if self._glance is not None and self._glance[0] is at:
            return self._glance[1]
        look = await self.lookout.look(at)
        self._glance = None if look is None else (at, look)
        return look

    async def _meet(self, encounter: Encounter) -> None:
        note = self._attention.annotations[encounter.annotation]
        await self.hush()
        if encounter.stop:
            self.metrics.arrivals.labels(self.foresight.arrived(encounter.stop)).inc()
        self.memory.meets(encounter)
        self._quiet = False
        await self.outbox.send(
            messages.Encountered(annotation=note.id, stop=encounter.stop, label=_label(note, self.reading))
        )
        await self._speaker.say(
            "narration",
            lambda: self.guide.meet(encounter, self.memory, self.language, self.personal.audience),
            tells_on=True,
        )

    async def _pointed(self, pointed: messages.VisitorPointed) -> None:
        pose(pointed.origin)
        pose(pointed.direction)
        look = await self.lookout.point(pointed.origin, pointed.direction)
        thing = pointed_at(self.guide.site, look, pointed.origin, pointed.direction, monotonic())
        if thing is None:
            await self._speaker.say("notice", lambda: _lines("cannot-tell-what", self.language))
            return
        self.memory.sees(thing)
        if thing.annotation:
            read = text_in(thing.label, self.reading) or thing.annotation
            await self.outbox.send(messages.Encountered(annotation=thing.annotation, label=read))
        await self._speaker.say("answer", lambda: self._named(thing))

    async def _named(self, thing: Seen) -> Spoken:
        for sentence in self.guide.answering.named(thing, self.memory, self.language):
            yield sentence

    async def _asked(self, asked: messages.VisitorAsked) -> None:
        if not asked.text.strip():
            return
        await self._speaker.say(
            "answer",
            lambda: self.diary.overhear(asked.question, asked.text, self._answer(asked.text, self.language)),
            question=asked.question,
        )

    def _answer(self, text: str, language: str) -> Spoken:
        return self.guide.answer(text, self.memory, language, self.personal.audience)

    async def _reacted(self, reaction: str, utterance: str = "") -> None:
        stated = self.guide.site.stated
        telling = self._speaker.current
        heard = telling.sentences[-1:] if telling and telling.kind != "notice" else []
        self.diary.reacted(reaction)
        self.personal.reacted(reaction, [stated[fact] for each in heard for fact in each.facts if fact in stated])
        match reaction:
            case "story":
                await self._speaker.say(
                    "narration", lambda: self.guide.story(self.memory, self.language, self.personal.audience)
                )
            case "skip":
                await self.hush()
                self.memory.unsaid = None
            case "more":
                self._quiet = False
                await self._speaker.say(
                    "narration",
                    lambda: self.guide.more(self.memory, self.language, self.personal.audience),
                    tells_on=True,
                )
            case "repeat" if self._speaker.told:
                told = self._speaker.told
                await self._speaker.say("narration", lambda: _said(told))
            case "wrong":
                self._doubt(utterance)

    def _doubt(self, utterance: str) -> None:
        """Have the sentence read that sounded wrong: the one at the visitor's ear, or the last of what they name."""
        telling = self._speaker.current
        if telling is None:
            return
        sentence = telling.at_the_ear() if utterance in ("", telling.id) and telling.kind != "notice" else None
        if sentence is None and self._speaker.told:
            sentence = self._speaker.told[-1]
        if sentence is not None:
            self.doubts.doubt(telling.kind, sentence)

    async def _choose(self, wanted: str, captions: str | None) -> None:
        language = self.guide.language_for(wanted)
        if language is None:
            await self.problem("language-not-offered", "language-not-offered", languages=self._languages())
            return
        self.language = language
        self.captions = self.guide.language_for(captions) if captions else None
        await self.hush()

    @property
    def reading(self) -> str:
        """The language of what the visitor reads."""
        return self.captions or self.language

    def _listener(self, language: str) -> Listener:
        """How the visitor listens now, with captions in their own language where that is another."""
        listener = self.listener(language)
        if self.captions is None or self.captions == language:
            return listener
        return replace(listener, captions=Captions(site=self.guide.site, language=self.captions))

    def _languages(self) -> str:
        return ", ".join(self.guide.site.spoken)

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
            await self._speaker.say("notice", lambda: _lines("forgotten", self.language))
        else:
            await self.problem("failed", "failed")


async def _said(sentences: Iterable[Sentence]) -> Spoken:
    for sentence in sentences:
        yield sentence


def _label(note: Annotation, language: str) -> str:
    """What a part is called; in the site's first language where nobody named it in this one."""
    return text_in(note.label, language) or next(iter(note.label.values()), note.id)


async def _lines(name: str, language: str, **values: str) -> Spoken:
    yield notice(name, language, **values)


def check_pose(message: messages.Message) -> str | None:
    """What is wrong with the numbers of a message that carries a pose, or None."""
    try:
        match message:
            case messages.VisitorMoved():
                pose(message.position, message.orientation)
            case messages.VisitorPointed():
                pose(message.origin)
                pose(message.direction)
    except PoseError as wrong:
        return str(wrong)
    return None
