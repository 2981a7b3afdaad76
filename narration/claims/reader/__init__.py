"""The reader of claims: an adapter for a language model that then tells whether facts bear out a sentence.

Each adapter (GGUF, LoRA) has a card beside it, NAME.toml, that says which weights it belongs to.
"""

from narration.claims.reader.card import Card, NoReader, card_for

__all__ = ["Card", "NoReader", "card_for"]
