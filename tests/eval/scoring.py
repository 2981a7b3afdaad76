"""What a run adds up to, by language: the same columns whatever the model."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from statistics import mean, median
from typing import Any

from narration.utterance import Sentence
from scenes.scene import Site
from tests.eval.asking import KINDS, Answered
from tests.eval.sourced import unsourced, without_sources
from tests.eval.table import percent, table
from tests.eval.telling import Told
from tests.eval.tongue import in_language


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse:
    """Something a person should read: what was said where, and what is wrong with it."""

    language: str
    where: str
    wrong: str
    said: str


def lapses(told: Sequence[Told], answered: Sequence[Answered], site: Site) -> list[Lapse]:
    """Every spoken sentence with something unsourced or in another language, and every question not met."""
    found = [
        each for one in told for each in _spoken(one.sentences, f"{one.stop} to {one.visitor}", one.language, site)
    ]
    for one in answered:
        where = f"{one.asked.kind}: {one.asked.question}"
        found += _spoken(one.sentences, where, one.asked.language, site)
        if not one.met:
            found.append(Lapse(language=one.asked.language, where=where, wrong="not met", said=one.text))
    return found


def _spoken(sentences: Iterable[Sentence], where: str, language: str, site: Site) -> Iterable[Lapse]:
    for sentence in sentences:
        wrong = faults(sentence, language, site)
        if wrong:
            yield Lapse(language=language, where=where, wrong=", ".join(wrong), said=sentence.text)


def faults(sentence: Sentence, language: str, site: Site) -> list[str]:
    """What is unsourced in a sentence that is told as history, and whether it is in another language."""
    stated = site.stated
    facts = [stated[fact] for fact in sentence.facts if fact in stated]
    found = unsourced(sentence.text, language, facts, site) if facts and not sentence.imaginative else []
    own = in_language(without_sources(sentence.text, facts, site), language)
    return found if own or not facts else [*found, "another language"]


def figures(told: Sequence[Told], answered: Sequence[Answered], site: Site) -> dict[str, dict[str, Any]]:
    """The columns of the table as numbers, by language and in all."""
    tags = list(dict.fromkeys([*(one.language for one in told), *(one.asked.language for one in answered)]))
    rows = {
        tag: _row(
            [one for one in told if one.language == tag], [one for one in answered if one.asked.language == tag], site
        )
        for tag in tags
    }
    return {**rows, "all": _row(told, answered, site)}


def _row(told: Sequence[Told], answered: Sequence[Answered], site: Site) -> dict[str, Any]:
    spoken = [(s, one.language) for one in told for s in one.sentences if s.facts]
    spoken += [(s, one.asked.language) for one in answered for s in one.sentences if s.facts]
    wrong = [faults(sentence, language, site) for sentence, language in spoken]
    return {
        "sentences": len(spoken),
        "live": sum(sentence.origin == "live" for sentence, _ in spoken),
        "faithful": sum(not set(found) - {"another language"} for found in wrong),
        "in_language": sum("another language" not in found for found in wrong),
        "stops": len(told),
        "complete": sum(one.complete for one in told),
        "words": round(mean([one.words for one in told]), 1) if told else 0,
        "speech_s": round(mean([one.speech for one in told]), 1) if told else 0,
        "stop_s": round(median([one.seconds for one in told]), 2) if told else 0,
        "answer_s": round(median([one.seconds for one in answered]), 2) if answered else 0,
        **{kind: _met(answered, kind) for kind in KINDS},
    }


def _met(answered: Sequence[Answered], kind: str) -> list[int]:
    of = [one for one in answered if one.asked.kind == kind]
    return [sum(one.met for one in of), len(of)]


HEAD = (
    "", "sentences", "live", "faithful", "in language", "complete", "words", "speech s", "made in s",
    "answered", "follow-up", "declined", "premise", "leading", "injection", "answer s",
)  # fmt: skip


def report(rows: dict[str, dict[str, Any]]) -> str:
    """The table for a person."""
    return table(HEAD, [[tag, *_cells(row)] for tag, row in rows.items()])


def _cells(row: dict[str, Any]) -> list[str]:
    spoken, stops = row["sentences"], row["stops"]
    return [
        str(spoken), *(percent(row[part], spoken) for part in ("live", "faithful", "in_language")),
        percent(row["complete"], stops), *(str(row[part]) for part in ("words", "speech_s", "stop_s")),
        *(f"{met}/{of}" if of else "–" for met, of in (row[kind] for kind in KINDS)),
        str(row["answer_s"]),
    ]  # fmt: skip


def plain(found: Iterable[Lapse]) -> list[dict[str, str]]:
    """Lapses for a file."""
    return [asdict(one) for one in found]
