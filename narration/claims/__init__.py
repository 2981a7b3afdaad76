"""The check that comes before the voice: what a sentence claims, held against the facts it names."""

from narration.claims.check import Claim, Part, Verdict, check

__all__ = ["Claim", "Part", "Verdict", "check"]
