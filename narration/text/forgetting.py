"""Readings of texts are kept to save time, and a visitor's words may be among them: they go when the visitor goes."""

import sys
from collections.abc import Iterator
from functools import _lru_cache_wrapper
from inspect import signature
from typing import Any

READ = frozenset({"text", "sentence", "word", "form", "low"})
"""What a cached function calls the words it reads."""


def forget_texts() -> None:
    """Drop every kept reading of a text; what is read from word lists stays."""
    for cache in text_caches():
        cache.cache_clear()


def text_caches() -> Iterator["_lru_cache_wrapper[Any]"]:
    """The caches of this package whose keys are texts."""
    for name, module in list(sys.modules.items()):
        if name.startswith("narration."):
            for each in list(vars(module).values()):
                if isinstance(each, _lru_cache_wrapper) and READ & signature(each).parameters.keys():
                    yield each
