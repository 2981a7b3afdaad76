"""Lists of words that people may edit, one TOML file a subject."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=32)
def words(subject: str) -> dict[str, Any]:
    """The list `subject`.toml, read once.

    Raises `FileNotFoundError` where there is no such list and `ValueError` where it is no TOML.
    """
    return tomllib.loads(files(__name__).joinpath(subject + ".toml").read_text(encoding="utf-8"))
