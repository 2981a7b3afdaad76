"""Hearing a visitor out: from packets of sound to words, in which language, and how sure they are."""
