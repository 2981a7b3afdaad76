"""The pairs of facts and sentences that the reader of claims is trained on.

One text file per language and writer, `pairs/TAG-WRITER.txt`, in blocks that a blank line separates:

    F: a fact; a block may have several
    +kind: a sentence that the facts bear out, and what it tells in another way
    -kind: one that they do not, and what was changed
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "pairs"
KINDS = {
    "number", "date", "unit", "name", "negation", "roles", "order", "place", "cause", "superlative", "added", "short",
    "spoken", "paraphrase",
}  # fmt: skip
FACT, TRUE, FALSE = "F:", "+", "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """What is said of the facts of a block."""

    true: bool
    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Facts, and what is rightly and wrongly said of them."""

    language: str
    """Of the sentences; the facts may be in English."""
    facts: tuple[str, ...]
    sentences: tuple[Sentence, ...]


def files() -> list[Path]:
    """Every file of pairs."""
    return sorted(FOLDER.glob("*.txt"))


def blocks(path: Path) -> Iterator[Block]:
    """The blocks of a file; raises `ValueError` naming the file and the line that is not as it should be."""
    language = path.stem.rsplit("-", 1)[0]
    for raw in path.read_text(encoding="utf-8").split("\n\n"):
        lines = [line.strip() for line in raw.splitlines() if line.strip()]
        if not lines:
            continue
        try:
            facts = tuple(line.removeprefix(FACT).strip() for line in lines if line.startswith(FACT))
            sentences = tuple(_sentence(line) for line in lines if not line.startswith(FACT))
            yield Block(language=language, facts=_some(facts, lines[0]), sentences=sentences)
        except ValueError as error:
            raise ValueError(f"{path.name}: {error}") from error


def _sentence(line: str) -> Sentence:
    kind, colon, text = line[1:].partition(":")
    if line[0] not in TRUE + FALSE or not colon or not text.strip() or kind.strip() not in KINDS:
        raise ValueError(f"neither a fact nor a sentence of a known kind: {line[:80]}")
    return Sentence(true=line[0] == TRUE, kind=kind.strip(), text=text.strip())


def _some(facts: tuple[str, ...], first: str) -> tuple[str, ...]:
    if not facts or not all(facts):
        raise ValueError(f"a block without a fact: {first[:80]}")
    return facts
