"""What one visitor says aloud: pieces of sound in, transcripts out, then an answer or a kind word."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Protocol

from narration.engine import EngineUnavailable, SpeechRecognizer, Transcript
from narration.listening.judgement import Judgement, assents, judge
from narration.listening.sound import BYTES_A_SECOND, Decoder, SoundRefused, decoder
from narration.listening.transcription import Expectation, Transcription
from tour import messages
from tour.outbox import Outbox

log = logging.getLogger(__name__)

LONGEST = 60
"""Seconds of a question."""
MOST_BYTES = LONGEST * BYTES_A_SECOND
MISSING = 5.0
"""Seconds without a piece after which a question has ended: the line was cut, or the client forgot to say so."""
BUSY_AFTER = 4.0
"""Seconds that the words of a question that has ended may take before the visitor is told that many are asking."""
GIVE_UP = 20.0


class Answering(Protocol):
    """What is done about a question once it was understood; a visit is one."""

    @property
    def language(self) -> str:
        """The visitor's."""

    async def hush(self) -> None:
        """Stop what is being said."""

    async def go_on(self) -> bool:
        """Say the rest of what was stopped; False when there is nothing."""

    async def answer_aloud(self, question: str, text: str, language: str) -> None:
        """Answer in the language that was spoken, or else in the visitor's."""

    async def remark(self, words: str, about: str, language: str, **values: str) -> None:
        """Say a line that is no history, in the language that was spoken, or else in the visitor's."""

    async def problem(self, code: str, words: str, *, question: str | None = None) -> None:
        """Say what went wrong."""


@dataclass(slots=True, kw_only=True)
class _Question:
    id: str
    codec: str
    decoder: Decoder
    pieces: asyncio.Queue[bytes | None] = field(default_factory=asyncio.Queue)
    """Sound; None after the last."""
    next: int = 0
    size: int = 0

    async def sound(self) -> AsyncGenerator[bytes, None]:
        while True:
            try:
                async with asyncio.timeout(MISSING):
                    piece = await self.pieces.get()
            except TimeoutError:
                return
            if piece is None:
                return
            yield piece


@dataclass(slots=True, kw_only=True)
class Hearing:
    """One visitor's ear: one question at a time, the newest. Its sound is held in memory until it is words."""

    visit: Answering
    outbox: Outbox
    recognizer: Callable[[], SpeechRecognizer | None]
    expectation: Callable[[], Expectation]
    caller: str
    """Whose turn it is at the recogniser."""
    _question: _Question | None = None
    _refused: str = ""
    """The question whose further pieces are dropped."""
    _task: asyncio.Task[None] | None = None
    _doubted: Transcript | None = None
    """What the guide asked back about."""

    @property
    def listening(self) -> bool:
        """Whether the visitor speaks, or waits to be understood."""
        return self._task is not None and not self._task.done()

    async def spoke(self, spoke: messages.VisitorSpoke) -> None:
        """Take in a piece; the first one silences the guide."""
        if spoke.question == self._refused:
            return
        recognizer = self.recognizer()
        if recognizer is None:
            await self._refuse(spoke.question, "not-available", "cannot-hear")
            return
        if self._question is None or self._question.id != spoke.question:
            await self.close()
            if not await self._begin(spoke, recognizer):
                return
        await self._take(spoke)

    async def close(self) -> None:
        """Stop listening, and drop what was heard."""
        task, self._task, self._question = self._task, None, None
        if task is not None and task is not asyncio.current_task():
            task.cancel()
            await asyncio.wait({task})

    def forget(self) -> None:
        """Drop what the guide was not sure of."""
        self._doubted = None

    async def _begin(self, spoke: messages.VisitorSpoke, recognizer: SpeechRecognizer) -> bool:
        await self.visit.hush()
        try:
            question = _Question(id=spoke.question, codec=spoke.codec, decoder=decoder(spoke.codec))
        except SoundRefused as wrong:
            log.debug("speech was refused: %s", wrong)
            await self._refuse(spoke.question, "voice-codec", "cannot-hear")
            return False
        self._question = question
        transcription = Transcription(recognizer=recognizer, expectation=self.expectation(), caller=self.caller)
        self._task = asyncio.create_task(self._listen(question, transcription))
        return True

    async def _take(self, spoke: messages.VisitorSpoke) -> None:
        question = self._question
        assert question is not None
        if spoke.sequence != question.next or spoke.codec != question.codec:
            await self._refuse(spoke.question, "voice-out-of-order", "voice-broken")
            return
        question.next += 1
        try:
            sound = question.decoder.decode(spoke.data)
        except SoundRefused:
            await self._refuse(spoke.question, "voice-unreadable", "voice-broken")
            return
        question.size += max(len(sound), len(spoke.data))
        if question.size > MOST_BYTES:
            await self._refuse(spoke.question, "question-too-long", "question-too-long")
            return
        question.pieces.put_nowait(sound)
        if spoke.last:
            question.pieces.put_nowait(None)
            self._refused = spoke.question

    async def _refuse(self, question: str, code: str, words: str) -> None:
        self._refused = question
        await self.close()
        await self.visit.problem(code, words, question=question)
        await self.visit.go_on()

    async def _listen(self, question: _Question, transcription: Transcription) -> None:
        patience = asyncio.create_task(self._be_patient(question.id, transcription))
        try:
            final = await self._transcript(question, transcription)
            patience.cancel()
            if final is not None:
                await self._respond(question.id, final)
        except EngineUnavailable as wrong:
            log.warning("a question was not understood: %s", wrong)
            await self.visit.problem("not-available", "cannot-hear", question=question.id)
        except Exception:
            log.exception("a question was not understood")
            await self.visit.problem("failed", "failed", question=question.id)
        finally:
            patience.cancel()

    async def _transcript(self, question: _Question, transcription: Transcription) -> Transcript | None:
        """The final transcript; the client gets every one."""
        final = None
        async with aclosing(question.sound()) as sound, aclosing(transcription.transcripts(sound)) as transcripts:
            async for heard in transcripts:
                await self.outbox.send(
                    messages.Transcript(
                        question=question.id, text=heard.text, final=heard.final, language=heard.language,
                        confidence=round(heard.confidence, 3),
                    )
                )  # fmt: skip
                final = heard
        self._refused = question.id
        return final

    async def _be_patient(self, question: str, transcription: Transcription) -> None:
        await transcription.heard_out.wait()
        await asyncio.sleep(BUSY_AFTER)
        await self.visit.problem("hearing-busy", "hearing-busy", question=question)
        await asyncio.sleep(GIVE_UP - BUSY_AFTER)
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
        await self.visit.problem("not-heard", "say-again", question=question)

    async def _respond(self, question: str, heard: Transcript) -> None:
        doubted, self._doubted = self._doubted, None
        judgement = judge(heard)
        if doubted is not None and judgement is not Judgement.NOTHING and assents(heard.text, heard.language):
            await self.visit.answer_aloud(question, doubted.text, doubted.language)
        elif judgement is Judgement.CLEAR:
            await self.visit.answer_aloud(question, heard.text, heard.language)
        elif judgement is Judgement.DOUBTFUL:
            self._doubted = heard
            await self.visit.remark("did-you-mean", question, heard.language, said=heard.text)
        elif judgement is Judgement.UNCLEAR:
            await self.visit.remark("say-again", question, heard.language)
        elif not await self.visit.go_on():
            await self.visit.remark("not-heard", question, heard.language)
