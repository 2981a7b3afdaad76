"""Rows of tokens from the pairs and the injected set, for train.py. Needs llama-cpp-python.

    python tests/eval/reader/rows.py GGUF rows.jsonl

Rows hold token ids and labels, no texts: the held half is counted, never read. A tenth of the blocks of pairs, chosen
by the digest of their facts, is kept for validation.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

from llama_cpp import Llama

from narration.engines.reads import whole
from tests.eval.cases import HALVES, cases
from tests.eval.reader.pairs import blocks, files

VALIDATION = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A sentence to be held against facts."""

    facts: tuple[str, ...]
    text: str
    true: bool
    kind: str
    language: str
    part: str
    """`train`, `val`, `dev` or `held`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A sentence as the model sees it."""

    ids: list[int]
    true: bool
    kind: str
    language: str
    part: str


def gathered() -> Iterator[Told]:
    """Every sentence of the pairs, each once for its facts, then those of both halves of the injected set."""
    yield from dict.fromkeys(paired())
    for half in HALVES:
        for case in cases(half):
            facts = (case.fact.text[case.language],)
            yield Told(
                facts=facts, text=case.text, true=case.true, kind=case.kind, language=case.language, part=half
            )  # fmt: skip


def paired() -> Iterator[Told]:
    """The sentences of the pairs."""
    for path in files():
        for block in blocks(path):
            part = part_of(block.facts)
            for one in block.sentences:
                yield Told(
                    facts=block.facts, text=one.text, true=one.true, kind=one.kind, language=block.language, part=part
                )  # fmt: skip


def part_of(facts: tuple[str, ...]) -> str:
    """Whether sentences about these facts are trained on or kept for validation."""
    digest = sha256("\n".join(facts).encode()).digest()
    return "val" if int.from_bytes(digest[:4], "big") / 2**32 < VALIDATION else "train"


def main() -> None:
    """Read the command line, write the rows, print how many there are of each part."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("gguf", type=Path)
    reader.add_argument("out", type=Path)
    given = reader.parse_args()
    model = Llama(str(given.gguf), vocab_only=True, verbose=False)
    counts: Counter[str] = Counter()
    with given.out.open("w", encoding="utf-8") as out:
        for one in gathered():
            ids = model.tokenize(whole(one.facts, one.text).encode(), add_bos=False, special=False)
            row = Row(ids=ids, true=one.true, kind=one.kind, language=one.language, part=one.part)
            out.write(json.dumps(asdict(row)) + "\n")
            counts[one.part] += 1
    print(*(f"{part}: {count}" for part, count in counts.items()), sep="\n")


if __name__ == "__main__":
    main()
