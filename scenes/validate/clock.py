"""The processor time that a check may take for looking at numbers."""

from time import thread_time

from scenes.validate import caps
from scenes.validate.notes import Notes


class Clock:
    """Runs from when it is made."""

    def __init__(self, seconds: float = caps.SECONDS) -> None:
        """`seconds` of this thread's processor time."""
        self._end = thread_time() + seconds
        self._said = False

    def over(self, notes: Notes) -> bool:
        """Whether the time is up; says once that the rest was not looked at."""
        if thread_time() < self._end:
            return False
        if not self._said:
            self._said = True
            notes.warning("CHECK_INCOMPLETE", "The file is so large that not all of its numbers were looked at.")
        return True
