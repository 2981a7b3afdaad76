"""Why an upload, or a piece of one, is not taken."""

from typing import Any


class Refusing(Exception):
    """A status of HTTP, a sentence for the person, and what a program needs to go on."""

    def __init__(self, status: int, sentence: str, headers: dict[str, str] | None = None, **members: Any) -> None:
        """`members` go beside the sentence."""
        super().__init__(sentence)
        self.status, self.sentence, self.headers, self.members = status, sentence, headers or {}, members
