"""A stage on a machine without what it needs."""

from scenes.missing import Missing


def guard() -> None:
    """Lack something."""
    raise Missing("there is no lantern here: apt install lantern")
