"""Which facts answer a question, and whether any does."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from narration.memory import Exchange
from narration.questions.entries import Entry, entries_of, topics
from narration.questions.following import following
from narration.questions.injection import injection
from narration.questions.meaning import NOTHING, Nearness
from narration.questions.question import Group, Question, grants, take_apart
from narration.text.glossary import Glossary, glossary_of
from scenes.facts import Fact, written_in
from scenes.scene import Site

__all__ = ["Grounding", "Scored", "injection"]

LONGEST = 1000
"""Characters of a question that are read."""
ENOUGH = 0.45
"""The share of a question's weight that the best fact must bear out; measured on `questions.toml` beside its tests."""
ENOUGH_GRANTED = 0.55
"""The same where the question takes something for granted or wants a yes: most of it must be so."""
ENOUGH_ASIDE = 0.9
ASIDE_WORDS = 3
NEAR = 1.2
"""How much more a fact counts that is told where the visitor stands."""
TOLD = 0.9
OWN = 1.15
"""How much more a fact counts that names the site, when the question names nothing else."""
OWN_ASKED = 2.2
"""The same where the question names the site: among many buildings it asks for the whole."""
UNHEARD = 1.0
"""What a word that no fact has counts, beside the rarest word that one has."""
FOCUS = 2.0
"""What the right kind of answer adds to a fact's score, in units of a word's idf."""
UNFIT = 0.8
"""What is left of the share where the fact has no answer of the kind: no date to a `when`."""
COVERED = 0.5
"""How much the share of the question that a fact bears out bends its score."""
LENT = 0.4
"""What a word counts that a question takes up from the exchange before it, beside one of its own."""
TIE = 0.3
"""What a name of the site itself counts, beside one of anything else."""
BY_SENSE = 0.9
"""What a word counts that a fact bears out by its meaning alone, not by the word itself."""
HEADED = 0.1
"""What a word of a fact's id or of its things' labels adds, beside a word of the fact."""
NEARNESS = 100.0
"""What a fact gains that is nearer to the question's meaning than the average, per unit of cosine; measured, as what
follows, on `asked/` beside the tests, with `multilingual-e5-small`."""
MEANT = 0.07
"""How near the best fact must be to answer by its meaning alone, in a language that a person wrote it in."""
MEANT_GRANTED = 0.09
"""The same where the question takes something for granted or wants a yes."""
MEANT_NEARLY = 0.05
"""The same to be offered as the nearest there is."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A fact and how well it answers: `score` orders, `cover` is the share of the question it bears out."""

    fact: Fact
    score: float
    cover: float
    near: float = 0.0
    """How much nearer than the average fact it is by its meaning."""


class Grounding:
    """A site's facts, ready to be asked in any language they are written in."""

    def __init__(self, site: Site, before: "Grounding | None" = None) -> None:
        """Made anew, or of one of the site as it was `before`: then a change costs little more than itself."""
        self._glossary = glossary_of(site.glossary)
        titles = [*site.title.values()]
        self._own = _own_terms(titles, self._glossary)
        self._people = frozenset(term.id for term in site.glossary.values() if term.kind == "person")
        same = before is not None and before._glossary is self._glossary and before._people == self._people
        known = before._by_id if before is not None and same else {}
        self._entries = entries_of(site, self._glossary, self._people, known)
        self._by_id: dict[str, Entry] = {entry.fact.id: entry for entry in self._entries}
        self._count: dict[str, int] = _counted(self._by_id, known, before._count if before is not None and same else {})
        self._mean = sum(entry.length for entry in self._entries) / max(1, len(self._entries))

    def for_question(
        self,
        question: str,
        language: str,
        here: Sequence[str] = (),
        told: Collection[str] = (),
        limit: int = 3,
        after: Exchange | None = None,
        without: Collection[str] = (),
        near: Nearness = NOTHING,
    ) -> list[Scored]:
        """The facts that answer best, best first; `here` are ids near the visitor, `told` those already heard.

        A question that goes on from what was said takes up `after`. Words with a feature in `without` are left out.
        What a question means, as `near` has it, counts where it says by itself what it is about.
        """
        asked = self._after(self._read(question, language), question, language, after)
        near = NOTHING if asked.lent or asked.here else near
        if without:
            asked = replace(asked, groups=tuple(each for each in asked.groups if not each.features & set(without)))
        scored = [self._scored(entry, asked, entry.fact.id in here, entry.fact.id in told) for entry in self._entries]
        if asked.here and not any(one.score for one in scored):
            order = {key: at for at, key in enumerate(here)}
            around = [entry.fact for entry in self._entries if entry.fact.id in order]
            around.sort(key=lambda fact: (fact.id in told, order[fact.id]))
            return [Scored(fact, 1.0, 1.0) for fact in around[:limit]]
        if after is not None:
            scored = [one for one in scored if self._may_follow(one.fact, asked, after)]
        if near:
            scored = [_meant(one, near.get(one.fact.id, 0.0)) for one in scored]
        best = sorted((one for one in scored if one.score > 0), key=lambda one: one.score, reverse=True)
        return best[:limit]

    def answers(
        self,
        question: str,
        language: str,
        here: Sequence[str] = (),
        after: Exchange | None = None,
        aside: bool = False,
        near: Nearness = NOTHING,
    ) -> bool:
        """Whether some fact bears out enough of the question to answer it; nearly all where it may be an aside."""
        asked = self._after(self._read(question, language), question, language, after)
        if asked.here and not asked.groups:
            return bool(here)
        best = self.for_question(question, language, here=here, limit=3, after=after, near=near)
        if asked.more or asked.focus == "cause":
            return bool(best)
        aside = aside or asked.aside
        if aside and len(asked.groups) < ASIDE_WORDS:
            return False
        granted = len(asked.groups) > 1 and grants(question)
        enough = ENOUGH_ASIDE if aside else ENOUGH_GRANTED if granted else ENOUGH
        meant = MEANT_GRANTED if granted else MEANT
        if not aside and any(one.near >= meant and written_in(one.fact, language) for one in best[:1]):
            return True
        return any(one.cover >= enough for one in best)

    def _read(self, question: str, language: str) -> Question:
        return take_apart(question[:LONGEST], language, self._glossary, self._own, self._count)

    def _may_follow(self, fact: Fact, asked: Question, after: Exchange) -> bool:
        """Who wants more wants something else; a bare why is answered by what was just told, if it gives a reason."""
        if asked.focus == "cause":
            return fact.id in after.facts and "cause" in self._by_id[fact.id].kinds
        return not asked.more or fact.id not in after.facts

    def about_site(self, fact: Fact) -> bool:
        """Whether a fact speaks of the site as a whole."""
        return bool(self._own & set(fact.terms))

    @property
    def own(self) -> frozenset[str]:
        """Features of the names of the site itself."""
        return frozenset("@" + term for term in self._own)

    def names_site(self, question: str, language: str) -> bool:
        """Whether a question names the site."""
        return bool(self._read(question, language).own)

    def _after(self, asked: Question, question: str, language: str, after: Exchange | None) -> Question:
        """The question with what it takes up from the exchange before it."""
        follows = following(question, asked) if after else ""
        if after is None or not follows:
            return asked
        before = self._read(after.question, after.language)
        told = [entry for entry in self._entries if entry.fact.id in after.facts]
        lent = [Group(group.features, group.weight * LENT) for group in before.groups]
        lent += [Group(frozenset({feature}), LENT) for entry in told for feature in sorted(topics(entry, self.own))]
        lent += [Group(frozenset({f"!{entry.fact.id}"}), LENT) for entry in told]
        focus = asked.focus or ("cause" if follows == "why" else before.focus if follows == "about" else "")
        return replace(asked, lent=tuple(lent), focus=focus, here=asked.here and not lent, more=follows == "more")

    def _idf(self, group: Group) -> float:
        """How telling a word is: the rarer its commonest feature, the more; a word of no fact the most."""
        seen = max((self._count.get(feature, 0) for feature in group.features), default=0)
        weight = group.weight * (1.0 if seen else UNHEARD)
        return weight * math.log(1 + (len(self._entries) - seen + 0.5) / (seen + 0.5))

    def _scored(self, entry: Entry, asked: Question, near: bool, told: bool) -> Scored:
        groups = asked.groups or asked.lent
        total = sum(self._idf(group) for group in groups)
        if not total:
            return Scored(entry.fact, 0.0, 0.0)
        held = sum(self._idf(group) for group in groups if group.features & entry.features.keys())
        score = sum(self._idf(group) * _saturated(entry, group, self._mean) for group in (*asked.groups, *asked.lent))
        score += (
            TIE * sum(self._idf(group) * _saturated(entry, group, self._mean) for group in asked.own) if score else 0
        )
        if asked.focus:
            fits = asked.focus in entry.kinds
            held *= 1.0 if fits else UNFIT
            score += FOCUS if fits and score else 0.0
        score *= (held / total) ** COVERED
        score *= (NEAR if near else 1.0) * (TOLD if told else 1.0)
        if self._about_site(entry, asked):
            score *= OWN_ASKED if asked.own else OWN
        return Scored(entry.fact, score, held / total)

    def _about_site(self, entry: Entry, asked: Question) -> bool:
        """Whether question and fact are about the site as a whole: the question names nothing else.

        A fact that lacks what is asked for, such as a number, is no better an answer for naming the site.
        """
        if asked.focus and asked.focus not in entry.kinds:
            return False
        named = any(feature.startswith("@") for group in asked.groups for feature in group.features)
        return not named and any("@" + term in entry.features for term in self._own)


def _meant(one: Scored, near: float) -> Scored:
    return replace(one, score=one.score + NEARNESS * near, near=near)


def _counted(entries: Mapping[str, Entry], known: Mapping[str, Entry], counted: dict[str, int]) -> dict[str, int]:
    """In how many of the entries each feature is, where in those `known` it is `counted`.

    The same numbers are corrected: a copy would cost more than the change. Whoever still asks the grounding before
    weighs words by the site as it is now.
    """
    fresh = [entry for fact, entry in entries.items() if known.get(fact) is not entry]
    gone = [entry for fact, entry in known.items() if entries.get(fact) is not entry]
    for entry in fresh:
        for feature in entry.features:
            counted[feature] = counted.get(feature, 0) + 1
    for entry in gone:
        for feature in entry.features:
            counted[feature] -= 1
            if not counted[feature]:
                del counted[feature]
    return counted


def _own_terms(titles: Sequence[str], glossary: Glossary) -> frozenset[str]:
    """The terms that name the site, and the common nouns within those names: Flavian Amphitheatre, amphitheatre."""
    own = {term for title in titles for term in glossary.terms(title)}
    forms = " ".join(name.form.lower() for name in glossary.names if name.term in own)
    return frozenset(
        own | {name.term for name in glossary.names if name.kind == "thing" and name.form.lower() in forms}
    )


def _saturated(entry: Entry, group: Group, mean: float) -> float:
    times = sum(entry.features.get(feature, 0) for feature in group.features)
    counted = times * 2.2 / (times + 1.2 * (0.6 + 0.4 * entry.length / mean)) if times else 0.0
    if not any(feature[0] != "=" for feature in group.features & entry.features.keys()):
        counted *= BY_SENSE
    return counted + (HEADED if group.features & entry.heading else 0.0)
