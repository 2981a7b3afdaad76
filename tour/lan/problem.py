"""What keeps this house from opening its network."""


class LanError(ValueError):
    """Why `--lan` cannot be used: what it is about, what is wrong, and the remedy."""


class NotYetError(LanError):
    """What may come by itself: the house is open without it, and looks again."""
