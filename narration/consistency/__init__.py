"""What a site's facts say beside one another: twins, contradictions, names that nobody wrote down."""

from narration.consistency.notes import MOST, Note, notes

__all__ = ["MOST", "Note", "notes"]
