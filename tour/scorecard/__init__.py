"""A site's scorecard: what visitors and everybody else may know of who and what speaks to them there."""
