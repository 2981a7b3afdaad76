"""Guesses of how a reply goes on, looked up in what it was made from (prompt-lookup decoding).

A guide's sentence repeats stretches of its fact. The tokens that followed the last two there are evaluated in the same
step as the next token; those that greedy choice confirms are kept, so the words are the same as without. Whether this
is faster depends on the machine: where a step of five tokens takes three times as long as one of one, most guesses must
be right. So drafts are as long as they pay by the measured pace and the share that was right of late.
"""

from collections.abc import Iterator, Sequence

from narration.engines.pace import Pace
from narration.engines.requests import Request

LONGEST = 6
NGRAM = 2
"""Tokens that must have come before in the same order."""
WEIGHT = 0.05
"""How much the newest guess counts."""
GUESS = 0.6
"""The share that is taken to be right until some were seen."""
GAIN = 1.1
"""Drafts must promise this many times the rate without them: measurements are noisy."""
TRY_EVERY = 64
"""Steps after which one guess is made although it seems not to pay, to see whether it does now."""


class Drafting:
    """Chooses drafts for the replies of a step and learns from what came of them."""

    def __init__(self, pace: Pace, *, most: int = LONGEST) -> None:
        """`most`: tokens a draft may have, 0 for none."""
        self.pace = pace
        self.right = GUESS
        self.guessed = self.confirmed = 0
        self._most = most
        self._idle = 0

    def choose(self, requests: Sequence[Request], room: int) -> list[tuple[int, ...]]:
        """A draft, often empty, for each request; with one token each they are at most `room`."""
        found = [self._found(request) for request in requests]
        if not any(found):
            return found
        lengths = self._lengths([len(each) for each in found], room)
        if not any(lengths):
            lengths = self._trial(found, lengths, room)
        return [each[:length] for each, length in zip(found, lengths, strict=True)]

    def learn(self, guessed: int, confirmed: int) -> None:
        """Of a draft of `guessed` tokens the first `confirmed` were right."""
        self.guessed += guessed
        self.confirmed += confirmed
        for right in [1.0] * confirmed + [0.0] * (confirmed < guessed):
            self.right += WEIGHT * (right - self.right)

    def _found(self, request: Request) -> tuple[int, ...]:
        left = request.prompt.max_tokens - request.written - 1
        most = min(self._most, left)
        if most <= 0 or request.prompt.temperature > 0 or request.lane is None:
            return ()
        return lookup(request.tokens, request.source, most)

    def _lengths(self, possible: list[int], room: int) -> list[int]:
        """Lengthen drafts one token at a time, the likeliest first, while that raises the tokens a second."""
        lengths = [0] * len(possible)
        size, tokens = len(possible), float(len(possible))
        plain = rate = tokens / self.pace.seconds(size)
        for lane, power in _in_order(possible):
            more = (tokens + self.right**power) / self.pace.seconds(size + 1)
            if size >= room or more <= rate:
                break
            lengths[lane] += 1
            size, tokens, rate = size + 1, tokens + self.right**power, more
        return lengths if rate > GAIN * plain else [0] * len(possible)

    def _trial(self, found: list[tuple[int, ...]], lengths: list[int], room: int) -> list[int]:
        self._idle += 1
        if self._idle < TRY_EVERY or len(found) >= room:
            return lengths
        self._idle = 0
        lane = next(at for at, each in enumerate(found) if each)
        return [int(at == lane) for at in range(len(found))]


def no_drafts() -> Drafting:
    """Never guesses."""
    return Drafting(Pace(), most=0)


def lookup(tokens: Sequence[int], start: int, most: int) -> tuple[int, ...]:
    """What followed the last two tokens when they last came before, from `start` on."""
    tail = list(tokens[-NGRAM:])
    for at in range(len(tokens) - NGRAM - 1, start - 1, -1):
        if tokens[at : at + NGRAM] == tail:
            return tuple(tokens[at + NGRAM : at + NGRAM + most])
    return ()


def _in_order(possible: list[int]) -> Iterator[tuple[int, int]]:
    """Each lane's first guess, then each one's second, with how many guesses must be right for it to count."""
    for power in range(1, max(possible, default=0) + 1):
        for lane, most in enumerate(possible):
            if power <= most:
                yield lane, power
