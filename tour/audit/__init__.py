"""Who did what and when, in a chain that shows where it was changed, shortened or put in another order."""

from tour.audit.chain import append

__all__ = ["append"]
