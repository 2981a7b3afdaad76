"""The check that comes before the voice: what a sentence claims, held against the facts it names."""

from narration.claims.check import Claim, Verdict, check

__all__ = ["Claim", "Verdict", "check"]
