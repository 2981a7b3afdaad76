"""Whether the word that governs a thing in the sentence is the opposite of the one in the facts: from and to."""

from typing import Literal

from narration.claims.mentions import Aligned

OPPOSED = {
    frozenset(pair)
    for pair in (
        ("from", "to"), ("with", "without"), ("inside", "outside"), ("in", "outside"), ("to", "outside"),
        ("front", "behind"), ("since", "until"), ("for", "against"),
    )
}  # fmt: skip
DIRECTED = {"it": frozenset({"by", "to"}), "ru": frozenset({"to", "after"})}
"""Where one word says `by` and `from`."""
WORDS = {
    "from": "from", "to": "to", "with": "with", "without": "without", "inside": "in", "in": "in", "outside": "outside",
    "front": "in front of", "behind": "behind", "since": "since", "until": "until", "for": "for", "against": "against",
    "by": "by or from", "after": "after",
}  # fmt: skip

Finding = tuple[Literal["contradicted"], str]


def opposed(texts: Aligned) -> Finding | None:
    """The first thing that the sentence ties to the rest by the opposite of the fact's word, or None."""
    pairs = OPPOSED | ({DIRECTED[texts.tongue]} if texts.tongue in DIRECTED else set())
    for one in texts.said:
        theirs = {other.mark for other in texts.known if other.key == one.key}
        against = [mark for mark in theirs if frozenset({mark, one.mark}) in pairs]
        if one.known and one.kind != "number" and against and len(against) == len(theirs):
            return "contradicted", f"says {WORDS[one.mark]} “{one.text}”, the fact says {WORDS[against[0]]} it"
    return None
