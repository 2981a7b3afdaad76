"""A sentence as it would be heard, in a file that any browser plays."""

import io
import wave

from narration.engine import Voice
from narration.text.clauses import clauses
from narration.voice.clock import CLAUSE_PAUSE_MS
from narration.voice.rendering import quiet
from narration.voice.speech import Speech


async def wav(speech: Speech, text: str, voice: Voice, *, keep: bool = True) -> bytes | None:
    """The sentence as WAV, 16 bit mono, from the cache where it lies there; None where nobody can speak it.

    Without `keep` nothing new is laid there.
    """
    data, rate = bytearray(), 0
    for clause in clauses(text):
        made = await speech.sound(clause, voice, "pcm_s16le", keep=keep, look=True)
        if made is None:
            return None
        rendering, _ = made
        rate = rendering.sample_rate
        pause = quiet(CLAUSE_PAUSE_MS, "pcm_s16le", rate) if data else None
        data += b"".join((*(pause.pieces if pause else ()), *rendering.pieces))
    return _file(bytes(data), rate) if data else None


def _file(data: bytes, rate: int) -> bytes:
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(data)
    return held.getvalue()
