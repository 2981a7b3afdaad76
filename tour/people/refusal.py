"""Why somebody was not let in, or something about an account was not done."""

from typing import Literal

Reason = Literal[
    "wrong", "code-needed", "code-wrong", "slow-down", "busy", "gone", "taken", "weak", "unknown", "last-operator",
    "institution", "unfit", "too-many",
]  # fmt: skip


class Refusal(Exception):
    """A sentence for the person, a word for the program, and when to try again where waiting helps."""

    def __init__(self, reason: Reason, sentence: str, retry_after: int | None = None) -> None:
        super().__init__(sentence)
        self.reason, self.sentence, self.retry_after = reason, sentence, retry_after
