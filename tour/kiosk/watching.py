"""A browser that shows a kiosk, started again when its page was not heard of for long."""

import json
import os
import signal
import subprocess
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic
from urllib.parse import urlsplit

ASK_SECONDS = 5.0
FAREWELL_SECONDS = 10.0
LOOKS = 12
"""Looks in the time that a page may be silent."""


def asking(url: str) -> Callable[[], float | None]:
    """What asks the house for how many seconds the page of a kiosk was silent; None where there is no such answer.

    Raises `ValueError` for an address that is no kiosk's.
    """
    parts = urlsplit(url)
    words = parts.path.strip("/").split("/")
    if parts.scheme not in {"http", "https"} or not parts.netloc or len(words) != 2 or words[0] != "kiosk":
        raise ValueError(f"{url!r}: the address of a kiosk is needed, such as http://localhost:8080/kiosk/colosseum")
    heard = f"{parts.scheme}://{parts.netloc}/api/kiosk/{words[1]}/heard"

    def ask() -> float | None:
        try:
            with urllib.request.urlopen(heard, timeout=ASK_SECONDS) as answer:  # noqa: S310  (http or https)
                return float(json.load(answer)["silent"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    return ask


@dataclass(slots=True, kw_only=True)
class Watch:
    """Judges a page by how long it was silent; a house that does not answer hears nobody, which is no page's fault."""

    patience: float
    since: float
    """When the browser was started, or the house last did not answer."""

    def is_dead(self, silent: float | None, now: float) -> bool:
        """Whether the browser should be started again."""
        if silent is None:
            self.since = now
            return False
        return min(silent, now - self.since) >= self.patience


class Browser:
    """The command that shows the page, and whatever it starts itself."""

    def __init__(self, command: Sequence[str]) -> None:
        """Raises `OSError` where there is no such command."""
        group = 0 if os.name == "posix" else None
        self._process: subprocess.Popen[bytes] = subprocess.Popen(command, process_group=group)

    def ended(self, seconds: float) -> int | None:
        """The status with which it ended by itself, None where it still runs after so long."""
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def end(self) -> None:
        """End it and all that belongs to it; what does not listen is killed."""
        self._tell(signal.SIGTERM)
        if self.ended(FAREWELL_SECONDS) is None or os.name == "posix":
            self._tell(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
        self._process.wait()

    def _tell(self, sign: int) -> None:
        if os.name != "posix":
            self._process.terminate()
            return
        try:
            os.killpg(self._process.pid, sign)
        except ProcessLookupError:  # all of it is gone
            return


def watch(command: Sequence[str], ask: Callable[[], float | None], patience: float, told: Callable[[str], None]) -> int:
    """Run a browser until it ends by itself, and start it again whenever its page is dead; its status.

    `patience` in seconds. Raises `OSError` where there is no such command.
    """
    while True:
        browser = Browser(command)
        try:
            status = _until_dead(browser, ask, patience)
        finally:
            browser.end()
        if status is not None:
            return status
        told(f"the kiosk's page was not heard of for {patience:g} seconds: the browser is started again")


def _until_dead(browser: Browser, ask: Callable[[], float | None], patience: float) -> int | None:
    watched = Watch(patience=patience, since=monotonic())
    while (status := browser.ended(patience / LOOKS)) is None:
        if watched.is_dead(ask(), monotonic()):
            return None
    return status
