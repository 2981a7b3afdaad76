"""One question as it is heard: its sound from just before the first word to just after the last."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from narration.listening.activity import FRAME, VoiceActivity, voice_activity
from narration.listening.endpoint import Endpoint, Turning
from narration.listening.sound import BYTES, SAMPLE_RATE

BEFORE = round(0.3 * SAMPLE_RATE) * BYTES
AFTER = round(0.3 * SAMPLE_RATE) * BYTES
"""Bytes that are kept around the speech: soft consonants begin and end below the threshold."""


@dataclass(slots=True, kw_only=True)
class Ear:
    """Hears one question; holds its sound in memory until `forget`."""

    activity: VoiceActivity = field(default_factory=voice_activity)
    endpoint: Endpoint = field(default_factory=Endpoint)
    _sound: bytearray = field(default_factory=bytearray)
    _cut: int = 0
    """Bytes of silence before the speech that were dropped already."""

    def hear(self, sound: bytes) -> Iterator[Turning]:
        """Take in 16 kHz mono `pcm_s16le`; what turned, in order."""
        self._sound += sound
        turnings = list(self.endpoint.feed(self.activity.judge(sound)))
        if self.endpoint.began_at is None and len(self._sound) > 2 * BEFORE + len(sound):
            self._drop(len(self._sound) - BEFORE - len(sound))
        return iter(turnings)

    def speech(self) -> bytes:
        """The sound of what was said so far; empty when nothing was."""
        if not self.endpoint.said_something or self.endpoint.began_at is None:
            return b""
        begin = self.endpoint.began_at * FRAME * BYTES - self._cut - BEFORE
        end = (self.endpoint.last_voiced + 1) * FRAME * BYTES - self._cut + AFTER
        return bytes(self._sound[max(0, begin) : end])

    def forget(self) -> None:
        """Drop the sound."""
        self._sound.clear()

    def _drop(self, count: int) -> None:
        count -= count % BYTES
        del self._sound[:count]
        self._cut += count
