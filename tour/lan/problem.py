"""What keeps this house from opening its network."""


class LanError(ValueError):
    """Why `--lan` cannot be used: what it is about, what is wrong, and the remedy."""
