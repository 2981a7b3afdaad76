"""How many files and connections the operating system lets this process hold."""

import sys

ENOUGH = 65_536
"""Never more: where the limit is a billion, as in containers, programs that walk through all of them stand still."""
UNKNOWN = 2_048
"""What is counted on where the system has no such limit (Windows)."""


def raise_descriptors() -> int:
    """Take as many descriptors as this process may have, `ENOUGH` at most; how many it has now."""
    if sys.platform == "win32":
        return UNKNOWN
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = ENOUGH if hard == resource.RLIM_INFINITY else min(hard, ENOUGH)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return ENOUGH if soft == resource.RLIM_INFINITY else min(soft, ENOUGH)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    except (OSError, ValueError):  # macOS allows less than it says
        return soft
    return wanted
