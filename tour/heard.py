"""What of an utterance reached the visitor's ear, sentence by sentence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from narration.utterance import Caption

ENOUGH = 0.5
"""The share of a sentence that has to sound for it to be heard; one that was cut off before is said again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A sentence in the time of its utterance."""

    text: str
    facts: tuple[str, ...]
    start_ms: int
    end_ms: int
    whole: bool
    """Whether its end is known."""

    def heard(self, at_ms: float) -> bool:
        """Whether it was heard by who heard the utterance up to `at_ms`."""
        return self.whole and at_ms >= self.start_ms + ENOUGH * (self.end_ms - self.start_ms)


def stretches(captions: Iterable[Caption]) -> Iterator[Stretch]:
    """The sentences that captions belong to, in order; the last may lack its end."""
    open_: list[Caption] = []
    for caption in captions:
        open_.append(caption)
        if caption.closes:
            yield _joined(open_)
            open_ = []
    if open_:
        yield _joined(open_)


def _joined(captions: list[Caption]) -> Stretch:
    return Stretch(
        text="".join(caption.text for caption in captions).strip(),
        facts=captions[0].facts,
        start_ms=captions[0].start_ms,
        end_ms=captions[-1].end_ms,
        whole=captions[-1].closes,
    )
