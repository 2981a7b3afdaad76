"""Train the reader of claims: LoRA on the guide's own quantised weights. Needs torch, transformers and gguf, and a GPU.

    python tests/eval/reader/train.py --gguf FILE --rows rows.jsonl --out DIR --name B --part train --part dev

A row's score is the logit of ` yes` less that of ` no` after its last token. Writes reader-NAME.gguf, scores-NAME.json
(by row number) and report-NAME.txt. Without `--part` nothing is trained: the weights are scored as they are.
Rows of the part `held` are scored, never trained on.
"""

import argparse
import json
import math
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

import torch
from torch.nn import functional

from tests.eval.reader.curve import line
from tests.eval.reader.lora import Lora, Weights, adapt, opened, write

YES, NO = 9834, 902
"""The tokens ` yes` and ` no` of Qwen2.5."""
PARTS = ("train", "val", "dev", "held")
POOL = 16
"""Batches among which rows of like length are put together."""
SCORED = 4
"""How many times as many tokens are scored at once as trained on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A sentence of rows.jsonl."""

    number: int
    ids: list[int]
    true: bool
    kind: str
    language: str
    part: str

    @property
    def length(self) -> int:
        """In tokens."""
        return len(self.ids)


def read(path: Path, limit: int) -> list[Row]:
    """All rows, or so many of each part."""
    rows = [Row(number=at, **json.loads(text)) for at, text in enumerate(path.open(encoding="utf-8"))]
    found = []
    for part in PARTS:
        mine = [row for row in rows if row.part == part]
        found += random.Random(0).sample(mine, min(limit, len(mine))) if limit else mine
    return found


def logits(weights: Weights, rows: Sequence[Row]) -> torch.Tensor:
    """The rows' scores, (rows,). Padding is on the right and attention is causal: no mask is needed."""
    device = weights.direction.device
    ids = torch.zeros(len(rows), max(row.length for row in rows), dtype=torch.long)
    for at, row in enumerate(rows):
        ids[at, : row.length] = torch.tensor(row.ids)
    last = torch.tensor([row.length - 1 for row in rows], device=device)
    hidden = weights.model(input_ids=ids.to(device), attention_mask=None, use_cache=False).last_hidden_state
    return hidden[torch.arange(len(rows), device=device), last].float() @ weights.direction


def scores(weights: Weights, rows: Sequence[Row], tokens: int) -> dict[int, float]:
    """The score of every row, by its number."""
    weights.model.eval()
    found: dict[int, float] = {}
    with torch.no_grad():
        for some in stretches(rows, SCORED * tokens):
            found |= zip((row.number for row in some), logits(weights, some).tolist(), strict=True)
    return found


def stretches(rows: Sequence[Row], tokens: int) -> Iterator[list[Row]]:
    """The rows in parts of at most so many tokens, padding counted."""
    some: list[Row] = []
    for row in sorted(rows, key=lambda row: row.length):
        if some and (len(some) + 1) * row.length > tokens:
            yield some
            some = []
        some.append(row)
    yield some


def batches(rows: Sequence[Row], size: int, rng: random.Random) -> list[list[Row]]:
    """One round over the rows, shuffled, with rows of like length together."""
    mixed, made = rng.sample(rows, len(rows)), []
    for start in range(0, len(mixed), size * POOL):
        pool = sorted(mixed[start : start + size * POOL], key=lambda row: row.length)
        made += [pool[at : at + size] for at in range(0, len(pool), size)]
    rng.shuffle(made)
    return made


def pace(step: int, steps: int, peak: float) -> float:
    """The learning rate of a step, from 1: warm-up, then a cosine down to a fiftieth."""
    share = (step - 1) / steps
    return peak * min(step / max(1, steps // 20), 0.02 + 0.98 * (1 + math.cos(math.pi * share)) / 2)


def train(weights: Weights, rows: Sequence[Row], given: argparse.Namespace) -> dict[str, Lora]:
    """Fresh LoRA, trained on the rows of the parts that are asked for."""
    torch.manual_seed(given.seed)
    rng = random.Random(given.seed)
    layers = adapt(weights.model, given.rank, given.mlp_rank, given.dropout)
    numbers = [number for layer in layers.values() for number in (layer.a, layer.b)]
    mine = [row for row in rows if row.part in given.part]
    todo = [batch for _ in range(given.rounds) for batch in batches(mine, given.batch, rng)]
    optimiser = torch.optim.AdamW(numbers, lr=given.rate, betas=(0.9, 0.98), weight_decay=0.01)
    weights.model.train()
    for step, batch in enumerate(islice(todo, given.steps), 1):
        for group in optimiser.param_groups:
            group["lr"] = pace(step, len(todo), given.rate)
        loss = sum(backward(weights, some, len(batch), given.smooth) for some in stretches(batch, given.tokens))
        torch.nn.utils.clip_grad_norm_(numbers, 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        print(f"step {step} of {len(todo)}: loss {loss:.4f}", flush=True)
    return layers


def backward(weights: Weights, some: Sequence[Row], size: int, smooth: float) -> float:
    """Add a part's share of its batch to the gradients; returns its share of the loss."""
    wanted = [float(row.true) * (1 - smooth) + smooth / 2 for row in some]
    found = logits(weights, some)
    target = torch.tensor(wanted, device=found.device)
    loss = functional.binary_cross_entropy_with_logits(found, target, reduction="sum") / size
    loss.backward()
    return float(loss.detach())


def report(found: dict[int, float], rows: Sequence[Row]) -> str:
    """The figures of each part, then of its languages and kinds."""
    lines = []
    for part in PARTS:
        mine = [row for row in rows if row.part == part]
        groups = [(part, mine)]
        groups += [
            (tag, [row for row in mine if row.language == tag]) for tag in sorted({row.language for row in mine})
        ]
        groups += [(kind, [row for row in mine if row.kind == kind]) for kind in sorted({row.kind for row in mine})]
        lines += [line(name, [(found[row.number], row.true) for row in some]) for name, some in groups]
    return "\n".join(lines)


def wanted() -> argparse.Namespace:
    """The command line."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--gguf", type=Path, required=True, help="the weights, of the Qwen2 family")
    reader.add_argument("--rows", type=Path, required=True, help="from rows.py")
    reader.add_argument("--out", type=Path, required=True)
    reader.add_argument("--name", default="base")
    reader.add_argument("--part", action="append", choices=("train", "dev"), default=[], help="what to train on")
    reader.add_argument("--rank", type=int, default=16, help="of the attention's matrices")
    reader.add_argument("--mlp-rank", type=int, default=0)
    reader.add_argument("--rate", type=float, default=2e-4, help="the learning rate at its highest")
    reader.add_argument("--batch", type=int, default=64, help="rows a step")
    reader.add_argument("--rounds", type=int, default=3)
    reader.add_argument("--dropout", type=float, default=0.05)
    reader.add_argument("--smooth", type=float, default=0.0, help="of the labels")
    reader.add_argument("--seed", type=int, default=1)
    reader.add_argument("--tokens", type=int, default=8192, help="trained on at once; bounds the memory")
    reader.add_argument("--limit", type=int, default=0, help="rows of each part, for a trial")
    reader.add_argument("--steps", type=int, help="of a trial")
    return reader.parse_args()


def main() -> None:
    """Read the command line, train, score every row, write."""
    given = wanted()
    given.out.mkdir(parents=True, exist_ok=True)
    rows = read(given.rows, given.limit)
    weights = opened(given.gguf, YES, NO, "cuda" if torch.cuda.is_available() else "cpu")
    if given.part:
        write(train(weights, rows, given), given.out / f"reader-{given.name}.gguf")
    found = scores(weights, rows, given.tokens)
    text = report(found, rows)
    (given.out / f"scores-{given.name}.json").write_text(json.dumps(found), encoding="utf-8")
    (given.out / f"report-{given.name}.txt").write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
