"""How long a step takes by the number of tokens in it, as measured on this machine."""

from bisect import bisect_left

WEIGHT = 0.2
"""How much the newest measurement counts."""
PER_STEP, PER_TOKEN = 0.02, 0.01
"""Seconds, until something was measured: a laptop with two cores and 1.5 billion parameters."""
SIZES = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 24, 32, 48, 64, 96, 128, 256, 512, 1024, 2048)
"""Steps are counted with the next of these sizes."""


class Pace:
    """Seconds a step of some size takes: measured, or read off between two that were."""

    def __init__(self) -> None:
        self._seconds: dict[int, float] = {}

    def note(self, tokens: int, seconds: float) -> None:
        """A step of `tokens` took so long."""
        size = _size(tokens)
        seconds *= size / tokens if tokens > SIZES[6] else 1.0
        before = self._seconds.get(size, seconds)
        self._seconds[size] = before + WEIGHT * (seconds - before)

    def knows(self, tokens: int) -> bool:
        """Whether a step of that size was measured."""
        return _size(tokens) in self._seconds

    def seconds(self, tokens: int) -> float:
        """What a step of `tokens` takes; a larger one never less than a smaller one."""
        below = [(size, took) for size, took in self._seconds.items() if size <= tokens]
        above = [(size, took) for size, took in self._seconds.items() if size >= tokens]
        if not below and not above:
            return PER_STEP + PER_TOKEN * tokens
        if not above:
            size, took = max(below)
            return min(took * tokens / size, took + PER_TOKEN * (tokens - size))
        size, took = min(above)
        if not below:
            return took * (tokens / size) if size > SIZES[6] else took
        under, least = max(below)[0], max(took for _, took in below)
        share = (tokens - under) / (size - under) if size > under else 0.0
        return least + share * max(0.0, took - least)

    def abreast(self, lanes: int, most: float) -> int:
        """How many of `lanes` may be written side by side in `most` times the time of one."""
        allowed = most * self.seconds(1)
        return next((n for n in range(lanes, 1, -1) if self.knows(n) and self.seconds(n) <= allowed), min(lanes, 2))

    def reading(self, tokens: int, stretch: int) -> float:
        """What a prompt of `tokens` takes when it is read in stretches."""
        whole, rest = divmod(tokens, stretch)
        return whole * self.seconds(stretch) + (self.seconds(rest) if rest else 0.0)


def _size(tokens: int) -> int:
    return SIZES[min(bisect_left(SIZES, tokens), len(SIZES) - 1)]
