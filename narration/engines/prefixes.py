"""Shared beginnings of prompts: evaluated once, in sequences of their own, and lent.

They form a tree: what a site tells in one language begins alike, and each fact's prompt goes on from there. A longer
beginning sees the cells of the shorter one; nothing is computed or stored twice. No visitor's word ever stands here.
"""

from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Sequence

from narration.engines.prompt_tokens import Tokens
from narration.engines.requests import Prefix

Load = Callable[[Tokens, int], bool]
"""Fill a sequence with the state of these tokens from disk; False: it is not there."""


def nowhere(_tokens: Tokens, _sequence: int) -> bool:
    """Nothing is on disk."""
    return False


class Prefixes:
    """The beginnings that stand in the context; `copy`, `remove` and `load` are the context's."""

    def __init__(
        self,
        sequences: Iterable[int],
        *,
        copy: Callable[[int, int, int], None],
        remove: Callable[[int], None],
        load: Load = nowhere,
    ) -> None:
        self._kept: OrderedDict[Tokens, Prefix] = OrderedDict()
        self._free = deque(sequences)
        self._copy, self._remove, self._load = copy, remove, load

    @property
    def cells(self) -> int:
        """Cells of the context that all of them take."""
        return sum(prefix.cells for prefix in self._kept.values())

    @property
    def free(self) -> int:
        """How many more can be kept."""
        return len(self._free)

    def stands(self, tokens: Tokens) -> bool:
        """Whether all of a beginning is evaluated; may be asked from any thread."""
        prefix = self._kept.get(tokens)
        return prefix is not None and not prefix.pending

    def missing(self, levels: Sequence[Tokens]) -> list[Tokens]:
        """Those of `levels` that do not stand here."""
        return [tokens for tokens in levels if tokens not in self._kept]

    def lend(self, levels: Sequence[Tokens]) -> Prefix | None:
        """The last of `levels` for one more user; there must be room for those that are missing."""
        prefix: Prefix | None = None
        for tokens in levels:
            prefix = self._kept.get(tokens) or self._begin(tokens, prefix)
            self._kept.move_to_end(tokens)
        if prefix:
            prefix.users += 1
        return prefix

    def give_back(self, prefix: Prefix) -> None:
        """One user less."""
        prefix.users -= 1

    def next_to_evaluate(self, prefix: Prefix) -> Prefix:
        """The beginning whose tokens come next so that `prefix` gets on: itself, or what it begins with."""
        parent = prefix.parent
        if parent is None or prefix.evaluated >= prefix.inherited:
            return prefix
        if parent.evaluated < prefix.inherited:
            return self.next_to_evaluate(parent)
        self._copy(parent.sequence, prefix.sequence, prefix.inherited)
        prefix.evaluated = prefix.inherited
        return prefix

    def spoil(self, prefix: Prefix) -> None:
        """Its sequence is in doubt: what is evaluated of it must be evaluated again."""
        self._remove(prefix.sequence)
        prefix.evaluated = 0

    def unsaved(self) -> list[Prefix]:
        """Beginnings that stand and are not on disk yet."""
        return [prefix for prefix in self._kept.values() if not prefix.saved and not prefix.pending]

    def evict(self, keep: Sequence[Tokens] = ()) -> bool:
        """Drop the one that was used longest ago and is not lent now; False: there is none."""
        for tokens, prefix in self._kept.items():
            if not prefix.users and tokens not in keep:
                self._drop(tokens, prefix)
                return True
        return False

    def _drop(self, tokens: Tokens, prefix: Prefix) -> None:
        self._remove(prefix.sequence)
        self._free.append(prefix.sequence)
        del self._kept[tokens]
        if prefix.parent:
            prefix.parent.users -= 1

    def _begin(self, tokens: Tokens, parent: Prefix | None) -> Prefix:
        prefix = self._kept[tokens] = Prefix(self._free.popleft(), list(tokens))
        if self._load(tokens, prefix.sequence):
            prefix.evaluated, prefix.saved = len(tokens), True
        elif parent:
            prefix.parent, prefix.inherited = parent, len(parent.tokens)
            parent.users += 1
        return prefix
