"""What can go wrong with weights, each said with a remedy."""

import errno


class WeightsError(RuntimeError):
    """Weights that cannot be had or are not what they should be: what, where, and what to do."""


class SourceFailed(WeightsError):
    """One source could not deliver; the next one is asked."""


class DiskFull(WeightsError):
    """There is no room; what has arrived is kept, and the next pull goes on from there."""


class Stopped(WeightsError):
    """Somebody asked to stop; what has arrived is kept, and the next pull goes on from there."""


class Busy(WeightsError):
    """Another process is pulling the same entry."""


def is_full(error: OSError) -> bool:
    """Whether the disk or the user's quota is used up."""
    return error.errno in {errno.ENOSPC, errno.EDQUOT}
