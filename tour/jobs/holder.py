"""Which process holds a job, and whether it is still there."""

import os
import secrets
import socket

SAME_START = secrets.token_hex(4)
"""Tells this process from an earlier one with the same number."""


def holder() -> str:
    """This process, as jobs name it."""
    return f"{socket.gethostname()[:60]}/{os.getpid()}/{SAME_START}"


def gone(name: str) -> bool:
    """Whether the process certainly is no more; one of another machine never is."""
    host, _, rest = name.partition("/")
    number, _, start = rest.partition("/")
    if host != socket.gethostname()[:60] or not number.isdigit():
        return False
    if int(number) == os.getpid():
        return start != SAME_START
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
