"""What a text's facts said when somebody answered for it, so that it is known when they no longer say that.

A footing is `en,it:9f86d081884c7d65`: the languages in which the fact stood then, and a digest over what it said in
them. A language that is added later changes nothing; a word that is changed in any of them does.
"""

import hashlib
from collections.abc import Iterable, Mapping

from scenes.facts import Fact
from scenes.language import lookup
from scenes.take import Take

DIGITS = 16
"""Of a SHA-256 in hexadecimal: enough to tell edits of one fact apart."""
MACHINE = "~"
"""Before the tag of a language that only a machine wrote."""


def footing(fact: Fact, language: str) -> str:
    """What the fact says now, for a text in `language`; a machine's translation counts where it is all there is."""
    tags = sorted(fact.text)
    translated = lookup(language, fact.translated) if lookup(language, fact.text) is None else None
    return _written([*tags, *([MACHINE + translated] if translated else [])], fact)


def holds(kept: str, fact: Fact) -> bool:
    """Whether a fact still says what it said when `kept` was written."""
    return _written(kept.partition(":")[0].split(","), fact) == kept


def footings(ids: Iterable[str], facts: Mapping[str, Fact], language: str) -> dict[str, str]:
    """The footings of those facts that there are, by id."""
    return {each: footing(facts[each], language) for each in sorted(set(ids)) if each in facts}


def shifted(rests_on: Mapping[str, str], facts: Mapping[str, Fact]) -> tuple[str, ...]:
    """The facts that changed or went since the footings were written."""
    return tuple(each for each, kept in rests_on.items() if each not in facts or not holds(kept, facts[each]))


def resting_on(take: Take, facts: Mapping[str, Fact]) -> dict[str, str]:
    """The footings of everything a take states, as its facts stand now."""
    return footings((each for sentence in take.sentences for each in sentence.facts), facts, take.language)


def spoken_as_approved(take: Take, facts: Mapping[str, Fact]) -> bool:
    """Whether a person answers for the take as its facts stand now."""
    return take.state == "approved" and not shifted(take.rests_on, facts)


def _written(tags: list[str], fact: Fact) -> str:
    said = [f"{tag}\0{_said(fact, tag)}" for tag in tags]
    digest = hashlib.sha256("\0\0".join([*said, str(fact.disputed)]).encode()).hexdigest()[:DIGITS]
    return f"{','.join(tags)}:{digest}"


def _said(fact: Fact, tag: str) -> str:
    return fact.translated.get(tag[1:], "") if tag.startswith(MACHINE) else fact.text.get(tag, "")
