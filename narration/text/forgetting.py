"""Readings of texts are kept to save time, and a visitor's words may be among them: they go when the visitor goes."""

import sys
from collections import OrderedDict
from collections.abc import Hashable, Iterator
from functools import _lru_cache_wrapper
from inspect import signature
from typing import Any, Generic, TypeVar
from weakref import WeakSet

READ = frozenset({"text", "sentence", "word", "form", "low"})
"""What a cached function calls the words it reads."""


Name = TypeVar("Name", bound=Hashable)
Value = TypeVar("Value")


class Kept(Generic[Name, Value]):
    """What was found out about at most `size` texts where no cached function can do it; the oldest goes first."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._found: OrderedDict[Name, Value] = OrderedDict()
        _kept.add(self)

    def __len__(self) -> int:
        return len(self._found)

    def get(self, name: Name) -> Value | None:
        """What was found out, or None."""
        return self._found.get(name)

    def put(self, name: Name, value: Value) -> None:
        """Keep it."""
        self._found[name] = value
        while len(self._found) > self._size:
            self._found.popitem(last=False)

    def clear(self) -> None:
        """Drop everything."""
        self._found.clear()


_kept: "WeakSet[Kept[Any, Any]]" = WeakSet()


def forget_texts() -> None:
    """Drop every kept reading of a text; what is read from word lists stays."""
    for cache in text_caches():
        cache.cache_clear()
    for kept in _kept:
        kept.clear()


def text_caches() -> Iterator["_lru_cache_wrapper[Any]"]:
    """The caches of this package whose keys are texts."""
    for name, module in list(sys.modules.items()):
        if name.startswith("narration."):
            for each in list(vars(module).values()):
                if isinstance(each, _lru_cache_wrapper) and READ & signature(each).parameters.keys():
                    yield each
