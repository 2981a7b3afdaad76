"""Whether what was recognised can be answered, or the guide had better ask back."""

import re
from enum import Enum
from unicodedata import normalize

from narration.claims.screening import unfit
from narration.engine import Transcript
from narration.text.wordlists import words
from scenes.language import primary

CLEAR, DOUBTFUL = 0.7, 0.5
"""Confidence from which a question is answered, and from which the guide asks whether it heard right.

Measured with 150 questions in English, Italian and Chinese under noise and chatter from 20 to -5 dB: above 0.7 one in
eighteen had more than a third of its words wrong, from 0.5 to 0.7 every second, below nearly all.
"""


class Judgement(Enum):
    """What to do about a transcript."""

    CLEAR = "clear"
    DOUBTFUL = "doubtful"
    UNCLEAR = "unclear"
    NOTHING = "nothing"


def judge(transcript: Transcript) -> Judgement:
    """Answer it, ask whether it is right, ask to say it again, or take it for no words at all.

    Asking whether it is right says it aloud, so what the guide would never say is asked for once more instead.
    """
    text = plain(transcript.text)
    if not text or text in _hearsay():
        return Judgement.NOTHING
    if transcript.confidence < DOUBTFUL:
        return Judgement.UNCLEAR
    if transcript.confidence >= CLEAR:
        return Judgement.CLEAR
    return Judgement.UNCLEAR if unfit(transcript.text, transcript.language) else Judgement.DOUBTFUL


def assents(text: str, language: str) -> bool:
    """Whether the words are a yes."""
    return plain(text) in {plain(yes) for yes in words("listening")["yes"].get(primary(language), ())}


def plain(text: str) -> str:
    """Letters and figures only, small, so that spelling alone makes no difference."""
    return re.sub(r"[\W_]+", "", normalize("NFKC", text).casefold())


def _hearsay() -> set[str]:
    """What recognisers write when nobody speaks: they were taught on subtitles."""
    return {plain(line) for line in words("listening")["hearsay"]}
