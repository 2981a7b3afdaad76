"""From tokens to the text of a reply: characters whole, stop strings never shown, endless repetition noticed."""

import codecs
from collections.abc import Sequence

REPETITIONS = 3
LONGEST_PERIOD = 32
SHORTEST_LOOP = 18
"""Tokens. `1,000,000,000` repeats too, and is no loop."""


class ReplyText:
    """Text of a reply as its bytes arrive."""

    def __init__(self, stop: Sequence[str] = ()) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._stop = tuple(text for text in stop if text)
        self._held = ""
        self.stopped = False

    def feed(self, piece: bytes) -> str:
        """What may be shown after one more token; empty while a character or a stop string may be half there."""
        return "" if self.stopped else self._show(self._decoder.decode(piece), final=False)

    def finish(self) -> str:
        """What was held back when no more tokens come."""
        return "" if self.stopped else self._show(self._decoder.decode(b"", final=True), final=True)

    def _show(self, text: str, *, final: bool) -> str:
        text = self._held + text
        ends = [at for at in map(text.find, self._stop) if at >= 0]
        if ends:
            self.stopped, self._held = True, ""
            return text[: min(ends)]
        hold = 0 if final else max((_begun(text, stop) for stop in self._stop), default=0)
        self._held = text[len(text) - hold :]
        return text[: len(text) - hold]


def _begun(text: str, stop: str) -> int:
    """How many characters at the end of `text` are the beginning of `stop`."""
    return next((n for n in range(min(len(stop) - 1, len(text)), 0, -1) if text.endswith(stop[:n])), 0)


def is_looping(tokens: Sequence[int]) -> bool:
    """Whether the last tokens are one passage over and over.

    A repetition penalty would do the same at the price of changed numbers, which a guide must not pay.
    """
    for period in range(1, LONGEST_PERIOD + 1):
        span = max(REPETITIONS * period, -(-SHORTEST_LOOP // period) * period)
        if len(tokens) >= span and _repeats(tokens[len(tokens) - span :], period):
            return True
    return False


def _repeats(tail: Sequence[int], period: int) -> bool:
    return all(tail[at] == tail[at - period] for at in range(period, len(tail)))
