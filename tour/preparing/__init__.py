"""Making ahead what may be told at every stop, to whom, in which languages: words for review, and their sound."""

from tour.preparing.request import Preparing
from tour.preparing.work import KIND, Means, Preparation

__all__ = ["KIND", "Means", "Preparation", "Preparing"]
