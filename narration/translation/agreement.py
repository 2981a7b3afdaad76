"""Whether a translation says what its original says: numbers, units, eras, names, denials, language.

Holds any two languages against each other; the check of a spoken sentence (`narration.claims`) is stricter but knows
fewer languages. What it cannot judge (style, roles, grammar) is left to translating back and to readers.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from narration.claims.tongue import RUN, WRITTEN_IN, foreign
from narration.text.glossary import PROPER, Glossary, glossary_of
from narration.text.numerals import quantities
from narration.text.units import DIMENSIONS
from narration.text.wordlists import words
from narration.translation.figures import figures, missing, plain_digits, romans
from scenes.facts import Term
from scenes.language import lookup, primary

Kind = Literal["empty", "language", "number", "unit", "era", "name", "negation", "length"]
SHORTEST, LONGEST = 0.25, 4.0
"""Of a translation's length, as a share of its original's; characters of scripts without spaces count three times."""
SHORT = 40
"""Characters below which a text's length tells nothing: a label."""
WIDE = {"zh": 2.6, "ja": 1.7, "th": 1.0, "ko": 1.8}
ENDINGS = 3
"""Letters at a name's end that a language may change or drop when it inflects it."""
INFLECTING = frozenset({"ru", "uk", "pl", "cs", "tr", "kk", "uz", "fi", "hu", "ta", "bn", "hi", "fa", "ur", "ar", "sw"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """One thing in which a translation differs from its original."""

    kind: Kind
    reason: str
    """For a person: what the original says, what the translation says."""
    grave: bool = True
    """Whether it must not be told so; otherwise a reader should look."""


def checked_translation(
    source: str, language: str, translation: str, other: str, glossary: Mapping[str, Term]
) -> tuple[Objection, ...]:
    """What speaks against `translation` (language: `other`) of `source` (language: `language`); empty when it holds."""
    if not translation.strip():
        return (Objection(kind="empty", reason="there is no translation"),)
    if foreign_words := tuple(_language(source, translation, other)):
        return foreign_words
    names = glossary_of(glossary)
    return (
        *_numbers(source, language, translation, other),
        *_units(source, language, translation, other),
        *_era(source, language, translation, other),
        *_names(source, language, translation, other, names),
        *_denial(source, language, translation, other),
        *_length(source, language, translation, other),
    )


def _language(source: str, translation: str, other: str) -> Iterator[Objection]:
    if source.strip() == translation.strip() and len(source) > 20:
        yield Objection(kind="language", reason="it is the original, untranslated")
        return
    scripts = WRITTEN_IN.get(primary(other), ("Latin",))
    borrowed = [run.group() + " " + translation for run in RUN.finditer(source) if run.lastgroup not in scripts]
    if reason := foreign(translation, other, [source, *borrowed]):
        yield Objection(kind="language", reason=reason)


def _numbers(source: str, language: str, translation: str, other: str) -> Iterator[Objection]:
    known = list(quantities(source, language))
    written = figures(source, language)
    said = figures(translation, other)
    allowed = (
        written + [each.value for each in known] + [each.value * 100 for each in known if "share" in each.readings]
    )
    for value in missing(sorted(set(said)), sorted(set(allowed))):
        yield Objection(kind="number", reason=f"says {value:g}, which the original does not")
    words_for = said + romans(translation)
    for value in missing(written, words_for):
        if not _in_words(value, translation):
            yield Objection(kind="number", reason=f"leaves out the original's {value:g}")
    order = [value for value in said if value in written]
    if not missing(written, said) and order != [value for value in written if value in said]:
        yield Objection(kind="number", reason="has its numbers in another order", grave=False)


def _in_words(value: float, text: str) -> bool:
    low = text.lower()
    return any(word in low for word in words("translation")["small"].get(f"{value:g}", ()))


def _units(source: str, language: str, translation: str, other: str) -> Iterator[Objection]:
    """A number must keep its unit, where the list of units knows both languages' names."""
    known = {each.value: each for each in quantities(source, language) if each.unit and each.unit in _measures()}
    for said in quantities(plain_digits(translation), other):
        fact = known.get(said.value)
        if fact is not None and said.unit in _measures() and said.unit != fact.unit:
            yield Objection(kind="unit", reason=f"says {said.text}, the original {fact.text}")


@lru_cache(maxsize=1)
def _measures() -> frozenset[str]:
    table = words("units")
    return frozenset(symbol for kind in DIMENSIONS - {"money"} for symbol in table.get(kind, ()))


@lru_cache(maxsize=128)
def _marks(kind: str, tongue: str) -> re.Pattern[str] | None:
    parts = words("translation")[kind].get(tongue)
    return re.compile("|".join(f"(?:{part})" for part in parts), re.IGNORECASE) if parts else None


def _has(kind: str, text: str, language: str) -> bool | None:
    """Whether the text has a mark of the kind; None where none is listed for the language."""
    pattern = _marks(kind, primary(language))
    return None if pattern is None else pattern.search(text) is not None


def _era(source: str, language: str, translation: str, other: str) -> Iterator[Objection]:
    before, said = _has("before-era", source, language), _has("before-era", translation, other)
    if before and said is False:
        yield Objection(kind="era", reason="does not say that the year is before our era")
    elif said and before is False:
        yield Objection(kind="era", reason="says before our era, the original does not")


def _denial(source: str, language: str, translation: str, other: str) -> Iterator[Objection]:
    denies, said = _has("negation", source, language), _has("negation", translation, other)
    if denies and said is False:
        yield Objection(kind="negation", reason="the original denies something, the translation nothing")
    elif said and denies is False:
        yield Objection(kind="negation", reason="seems to deny something, the original does not", grave=False)


def _names(source: str, language: str, translation: str, other: str, names: Glossary) -> Iterator[Objection]:
    there = {name.term for _, found in names.found(source) for name in found[:1] if name.kind in PROPER}
    for term in sorted(there):
        forms = names_in(term, other, names)
        if not forms:
            yield Objection(kind="name", reason=f"the glossary has no name for {term} in this language", grave=False)
        elif not any(_stands(form, translation, other) for form in forms):
            yield Objection(kind="name", reason=f"does not name {forms[0]}, as the original does")
    known = {name.term for _, found in names.found(source) for name in found}
    for form, found in names.found(translation):
        own = [name for name in found if primary(name.language) == primary(other)]
        if own and own[0].kind in PROPER and not {name.term for name in own} & known:
            yield Objection(kind="name", reason=f"names {form}, as the original does not")


def names_in(term: str, language: str, names: Glossary) -> list[str]:
    """The glossary's names of a term in a language, the preferred first; empty where it has none."""
    tag = lookup(language, {name.language for name in names.names if name.term == term})
    found = [name.form for name in names.names if name.term == term and name.language == tag]
    first = names.first(term, language)
    return sorted(found, key=lambda form: form != first)


def _stands(form: str, text: str, language: str) -> bool:
    low, name = text.casefold(), form.casefold()
    if name in low:
        return True
    if primary(language) not in INFLECTING or len(name) < 4:
        return False
    parts = [part[: max(3, len(part) - ENDINGS)] if len(part) > 3 else part for part in name.split()]
    return all(part in low for part in parts)


def _length(source: str, language: str, translation: str, other: str) -> Iterator[Objection]:
    if len(source) < SHORT:
        return
    share = len(translation) * WIDE.get(primary(other), 1.0) / (len(source) * WIDE.get(primary(language), 1.0))
    if not SHORTEST <= share <= LONGEST:
        yield Objection(kind="length", reason=f"is {share:.1f} times as long as the original")
