"""What is not on this machine."""


class Missing(RuntimeError):
    """A program or library of the system's that a stage needs is not there; the message says how to get it."""
