"""What is told to whom, and for how long: a visitor's interests first, their pace, and nothing grim for children.

A stop is 60 to 90 seconds, 110 to 170 words. Without a visitor's consent everyone gets the good general tour.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from narration.audience import EVERYONE, Audience
from narration.encounter import Encounter
from narration.memory import Memory
from narration.text.wordlists import words
from scenes.facts import Fact
from scenes.language import primary, text_in
from scenes.take import Take, TakeSentence

Key = TypeVar("Key")

STOP_SECONDS = 75.0
"""Of speech at one stop, for everyone."""
DETAIL = {"brief": 0.6, "deep": 1.6}
AGE = {"child": 0.75, "family": 0.8, "expert": 1.6}
"""How much is told beside everyone, where the visitor did not say how much they want."""
SHORTEST, LONGEST = 45.0, 150.0
GAZED_SHARE = 0.4
"""How much is told of a thing that was looked at, beside a stop."""
MORE_SECONDS = 30.0
"""Of speech when somebody asks for more."""
OVER = 1.2
"""How far beyond its length a stop may go with its last sentence."""
ENOUGH = 0.9
"""The share of its length at which a stop is long enough."""

WORDS_A_SECOND = 1.9
CHARACTERS_A_SECOND = {"zh": 3.8, "ja": 6.0, "th": 9.0, "km": 9.0, "lo": 9.0, "my": 9.0}
"""Where words are not written apart."""
LIVE_SECONDS = 10.0
"""A sentence in the model's own words, at most."""


def stop_seconds(audience: Audience) -> float:
    """How long a stop is told, seconds of speech: 45 for who hurries, 150 for who lingers or knows much."""
    share = DETAIL.get(audience.detail) or (1.0 if audience.detail else AGE.get(audience.age_group, 1.0))
    return min(LONGEST, max(SHORTEST, STOP_SECONDS * share * min(2.0, max(0.5, audience.pace))))


def seconds_for(encounter: Encounter, audience: Audience) -> float:
    """How long an encounter is told, seconds of speech: a stop in full, a thing that was looked at in passing."""
    return stop_seconds(audience) * (1.0 if encounter.stop else GAZED_SHARE)


def spoken_seconds(text: str, language: str) -> float:
    """About how long `text` takes to say: 110 to 170 words are 60 to 90 seconds."""
    rate = CHARACTERS_A_SECOND.get(primary(language))
    return len("".join(text.split())) / rate if rate else len(text.split()) / WORDS_A_SECOND


def suits(themes: Iterable[str], audience: Audience) -> bool:
    """Whether what has these themes may be told to them unasked."""
    return not set(themes) & set(words("audiences")["unsuitable"].get(audience.age_group, ()))


def offered(theme: str) -> bool:
    """Whether visitors are asked if this theme interests them."""
    return theme not in words("audiences")["unoffered"]["everyone"]


def chosen(
    facts: Sequence[Fact],
    audience: Audience,
    memory: Memory,
    language: str = "en",
    *,
    seconds: float | None = None,
    opened: bool = False,
) -> tuple[str, ...]:
    """Ids of the facts to tell of a stop, in order: what was not heard yet, what interests them first, until it is long
    enough (`seconds`, else the stop's length for them).

    The curator's first fact stays first, as it says what one stands before; not where the telling has `opened` already.
    """
    fresh = [fact for fact in facts if fact.id not in memory.told and suits(fact.themes, audience)]
    first = fresh[:1] if not opened else []
    rest = sorted(fresh[len(first) :], key=lambda fact: -_appeal(fact, audience))
    limit = stop_seconds(audience) if seconds is None else seconds
    costs = {fact.id: _seconds(fact, language, whole=fact in first) for fact in (*first, *rest)}
    return _within([fact.id for fact in (*first, *rest)], costs, limit, least=0 if opened else 1)


def take_for(takes: Iterable[Take], audience: Audience) -> Take | None:
    """The take written for them, else the general one, else None; `takes` are of one stop and language."""
    found = {take.audience: take for take in takes}
    return found.get(audience.age_group) or found.get("")


def trimmed(take: Take, facts: Mapping[str, Fact], audience: Audience, memory: Memory) -> tuple[TakeSentence, ...]:
    """The sentences of a take to tell them, in its own order: whole for everyone and where it was written for them."""
    if audience == EVERYONE or take.audience:
        return take.sentences
    kept = set(_told(take, facts, audience, memory))
    last = len(take.sentences) - 1
    return tuple(
        sentence
        for number, sentence in enumerate(take.sentences)
        if number in kept or (not sentence.facts and (number in (0, last) or number - 1 in kept))
    )


def beyond(
    told: Sequence[TakeSentence], facts: Sequence[Fact], audience: Audience, memory: Memory, language: str
) -> tuple[str, ...]:
    """Ids of the facts to tell after a take's sentences, for those who want more than it holds for them."""
    room = stop_seconds(audience) - sum(spoken_seconds(sentence.text, language) for sentence in told)
    if audience == EVERYONE or room < LIVE_SECONDS:
        return ()
    said = {fact for sentence in told for fact in sentence.facts}
    left = [fact for fact in facts if fact.id not in said]
    return chosen(left, audience, memory, language, seconds=room, opened=True)


def _told(take: Take, facts: Mapping[str, Fact], audience: Audience, memory: Memory) -> tuple[int, ...]:
    """Places of the sentences that state something and fit them."""
    stated = {
        number: [facts[each] for each in sentence.facts]
        for number, sentence in enumerate(take.sentences)
        if sentence.facts and memory.untold(sentence.facts)
    }
    suited = {number: known for number, known in stated.items() if all(suits(each.themes, audience) for each in known)}
    order = sorted(suited, key=lambda number: -max(_appeal(each, audience) for each in suited[number]))
    frame = sum(spoken_seconds(each.text, take.language) for each in take.sentences if not each.facts)
    costs = {number: spoken_seconds(take.sentences[number].text, take.language) for number in order}
    return _within(order, costs, stop_seconds(audience) - frame, least=1, enough=OVER)


def _appeal(fact: Fact, audience: Audience) -> float:
    themes = set(fact.themes)
    lively = words("audiences")["lively"].get(audience.age_group, ())
    return (
        4.0 * bool(themes & set(audience.interests))
        + 2.0 * bool(themes & set(audience.liked))
        - 2.0 * bool(themes & set(audience.skipped))
        + 1.0 * bool(themes & set(lively))
        + 1.0 * (fact.disputed and audience.age_group == "expert")
    )


def _seconds(fact: Fact, language: str, *, whole: bool) -> float:
    """Of one fact: the curator's words where the telling begins or scholars disagree, else one of the model's."""
    text = text_in(fact.text, language) or next(iter(fact.text.values()))
    spoken = spoken_seconds(text, language)
    return spoken if whole or fact.disputed else min(spoken, LIVE_SECONDS)


def _within(
    order: Sequence[Key], costs: Mapping[Key, float], limit: float, *, least: int, enough: float = ENOUGH
) -> tuple[Key, ...]:
    """Those that fit into `limit` seconds, in order, and `least` whatever they take."""
    kept: list[Key] = []
    spent = 0.0
    for each in order:
        if len(kept) >= least and (spent >= limit * enough or spent + costs[each] > limit * OVER):
            continue
        kept.append(each)
        spent += costs[each]
    return tuple(kept)
