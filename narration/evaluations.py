"""What evaluations found: a small file of counts that ships with the guide, written by the evals, never by hand."""

from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

FILE = "evaluations.json"
"""Its name, beside this module and in a house's data folder."""
MISSES = 6
"""Examples of what went wrong that are kept of a run."""
ALL = "all"
"""Stands among the languages for all of them together."""

Kind = Literal["injected-errors", "tellings", "questions"]
Counted = tuple[Annotated[int, Meta(ge=0)], Annotated[int, Meta(ge=0)]]
"""How many of how many."""


class Miss(Struct, frozen=True, kw_only=True):
    """Something that went wrong, for people to read."""

    language: str
    where: str
    said: str


class Evaluation(Struct, frozen=True, kw_only=True):
    """One run over one set of cases."""

    kind: Kind
    at: str
    """Day, ISO 8601."""
    dataset: str
    """Where the cases stand in the source."""
    site: str = ""
    """Empty where the cases are of no one site."""
    model: str = ""
    """The weights whose words were judged; empty where only the check was."""
    with_reader: bool = False
    """Whether the model's second reading of every sentence took part beside the rules."""
    sample: int = 0
    """So many cases of each kind and language; 0 for all."""
    commit: str = ""
    measures: dict[str, dict[str, Counted]]
    """Counts by measure, then by BCP 47 tag and `all`."""
    misses: tuple[Miss, ...] = ()

    @property
    def about(self) -> tuple[str, str, str, bool]:
        """A later run about the same takes its place, language by language."""
        return self.kind, self.site, self.model, self.with_reader


class Evaluations(Struct, frozen=True, kw_only=True):
    """The file."""

    evaluations: tuple[Evaluation, ...] = ()


def shipped() -> tuple[Evaluation, ...]:
    """What came with the guide."""
    return _decoded(resources.files("narration").joinpath(FILE).read_bytes())


def kept(path: Path) -> tuple[Evaluation, ...]:
    """What a house found itself; nothing where there is no such file or it cannot be read."""
    try:
        return _decoded(path.read_bytes())
    except (OSError, msgspec.MsgspecError):
        return ()


def newest(*groups: Iterable[Evaluation]) -> tuple[Evaluation, ...]:
    """What is known about each thing: of each language the newest counts."""
    found: dict[tuple[str, str, str, bool], Evaluation] = {}
    for each in sorted((each for group in groups for each in group), key=lambda each: each.at):
        before = found.get(each.about)
        found[each.about] = _joined(before, each) if before is not None else each
    return tuple(found[about] for about in sorted(found))


def _joined(before: Evaluation, after: Evaluation) -> Evaluation:
    measures = {
        name: _summed(before.measures.get(name, {}) | after.measures.get(name, {}))
        for name in (*before.measures, *(name for name in after.measures if name not in before.measures))
    }
    anew = {tag for counts in after.measures.values() for tag in counts}
    misses = (*after.misses, *(miss for miss in before.misses if miss.language not in anew))
    return msgspec.structs.replace(after, measures=measures, misses=misses[:MISSES])


def _summed(counts: dict[str, Counted]) -> dict[str, Counted]:
    of_languages = {tag: count for tag, count in sorted(counts.items()) if tag != ALL}
    met, of = (sum(count[at] for count in of_languages.values()) for at in (0, 1))
    return {**of_languages, ALL: (met, of)}


def keep(path: Path, fresh: Iterable[Evaluation]) -> None:
    """Write what a run found beside what is there, in place of older runs about the same."""
    whole = Evaluations(evaluations=newest(kept(path), fresh))
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_bytes(msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n")
    beside.replace(path)


def of_injected(counts: dict[str, dict[str, int]], languages: Iterable[str], **about: Any) -> Evaluation:
    """A run over injected errors: `counts` by language and in all, each with false, stopped, true and refused."""
    names = [*languages, ALL]
    return Evaluation(
        kind="injected-errors",
        dataset="tests/eval/injected",
        measures={
            "errors-stopped": {name: (counts[name]["stopped"], counts[name]["false"]) for name in names},
            "true-refused": {name: (counts[name]["refused"], counts[name]["true"]) for name in names},
        },
        **about,
    )


def of_run(figures: dict[str, dict[str, Any]], lapses: Iterable[dict[str, str]], **about: Any) -> list[Evaluation]:
    """A run of tellings and questions, by language and in all, as `make eval` counts them."""
    told = {
        name: {tag: (row[name], row["sentences"]) for tag, row in figures.items() if row["sentences"]}
        for name in ("faithful", "in_language")
    }
    asked = {
        name: {tag: (row[name][0], row[name][1]) for tag, row in figures.items() if row.get(name, [0, 0])[1]}
        for name in ("answerable", "follow_ups", "unanswerable", "premise", "leading", "injections")
    }
    wrong = [Miss(language=each["language"], where=each["where"], said=each["said"]) for each in lapses]
    unmet = [each for each in wrong if each.where.partition(":")[0] in asked]
    other = [each for each in wrong if each not in unmet]
    return [
        Evaluation(
            kind="tellings", dataset="tests/eval/telling.py", measures=_said(told), misses=tuple(other[:MISSES]),
            **about,
        ),
        Evaluation(
            kind="questions", dataset="tests/eval/questions", measures=_said(asked), misses=tuple(unmet[:MISSES]),
            **about,
        ),
    ]  # fmt: skip


def _said(measures: dict[str, dict[str, Counted]]) -> dict[str, dict[str, Counted]]:
    return {name: counts for name, counts in measures.items() if counts}


def _decoded(data: bytes) -> tuple[Evaluation, ...]:
    return msgspec.json.decode(data, type=Evaluations).evaluations
