"""Who did what to whom, when, where and why: a sentence held against its facts with its order and its small words."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from narration.claims.lexing import Token, joined, tokens
from narration.claims.mentions import aligned
from narration.claims.opposed import opposed
from narration.claims.replaced import miscounted, replaced
from narration.claims.rivals import rival
from narration.claims.sides import reversed_sides
from narration.claims.swaps import exchanged, misplaced
from narration.text.glossary import Glossary
from scenes.facts import Fact
from scenes.language import primary, text_in

Finding = tuple[Literal["contradicted"], str]


def rearranged(
    sentence: str, language: str, facts: Sequence[Fact], glossary: Glossary, *, negated: bool
) -> Finding | None:
    """What the sentence turns round of what its facts say, or None; None where no fact is in the language.

    `negated` says that one of the two denies what the other affirms in other words: `none is larger` for `the largest`.
    """
    texts = [text for fact in facts if (text := text_in(fact.text, language))]
    if not texts:
        return None
    tongue = primary(language)
    known = joined([_of_fact(text, language, glossary) for text in texts])
    pair = aligned(tokens(sentence, language, glossary), known, tongue, sentence, " ".join(texts))
    return (
        rival(pair, negated=negated)
        or exchanged(pair)
        or misplaced(pair)
        or reversed_sides(pair, negated=negated)
        or opposed(pair)
        or replaced(pair)
        or miscounted(pair)
    )


@lru_cache(maxsize=1024)
def _of_fact(text: str, language: str, glossary: Glossary) -> tuple[Token, ...]:
    return tokens(text, language, glossary)
