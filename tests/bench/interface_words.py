"""How near the interface's words come to the English again once the local model has translated them back.

    python -m tests.bench.interface_words RESULT.json --weights MODEL.gguf --phrases 12

No native speaker was at hand. Each phrase is put back into English by the model alone, which sees no English; chrF
(character n-grams up to 6, beta 2; Popović 2015) compares that with the original. A low score says that the phrase or
the model's knowledge of the language is poor, and not which; it finds what to read first, and proves nothing.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench.machine import machine

TABLES = Path(__file__).parents[2] / "clients" / "web" / "src" / "strings"
PHRASES = (
    "noSources", "privacy", "sourcesMissing", "contextLost", "noMicrophone", "aboutYouWhy", "consentWhy",
    "purpose-analytics", "childKeeps", "keptUnknown", "notForgotten", "transcriptMade",
)  # fmt: skip
"""Sentences on which something hangs: trust, consent, what is kept, what does not work."""

ASK = "Translate this sentence into English. Answer with the translation only.\n\n{text}"
LONGEST, BETA = 6, 2.0


def chrf(said: str, meant: str) -> float:
    """Character n-gram F-score of two texts without their spaces, 0 to 100."""
    scores = [score for n in range(1, LONGEST + 1) if (score := _f(said, meant, n)) is not None]
    return round(100 * sum(scores) / len(scores), 1) if scores else 0.0


def _f(said: str, meant: str, n: int) -> float | None:
    ours, theirs = (Counter(_grams("".join(text.lower().split()), n)) for text in (said, meant))
    if not ours or not theirs:
        return None
    both = sum((ours & theirs).values())
    precision, recall = both / sum(ours.values()), both / sum(theirs.values())
    return 0.0 if both == 0 else (1 + BETA**2) * precision * recall / (BETA**2 * precision + recall)


def _grams(text: str, n: int) -> Iterator[str]:
    return (text[start : start + n] for start in range(len(text) - n + 1))


def back(model: Any, text: str) -> str:
    """The model's English for a phrase."""
    answer = model.create_chat_completion(
        messages=[{"role": "user", "content": ASK.format(text=text)}], temperature=0.0, max_tokens=90
    )
    return str(answer["choices"][0]["message"]["content"]).strip()


def measure(model: Any, tag: str, many: int) -> list[dict[str, Any]]:
    """Each phrase of a language, what it became in English, and how near that is."""
    english, table = (json.loads((TABLES / f"{name}.json").read_text(encoding="utf-8")) for name in ("en", tag))
    rows = []
    for key in PHRASES[:many]:
        said = back(model, table[key])
        rows.append({"phrase": key, "back": said, "chrf": chrf(said, english[key])})
    return rows


def report(name: str, rows: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """The means of every language, and what each came from."""
    means = {tag: round(sum(row["chrf"] for row in each) / len(each), 1) for tag, each in rows.items() if each}
    return {"machine": machine(), "model": name, "chrf": means, "phrases": rows}


def main(result: Path, weights: Path, many: int, threads: int) -> None:
    """Measure every language but English, and write what is known after each."""
    from llama_cpp import Llama

    model = Llama(str(weights), n_ctx=1024, n_threads=threads, verbose=False)
    rows: dict[str, list[dict[str, Any]]] = {}
    for tag in sorted(path.stem for path in TABLES.glob("*.json") if path.stem != "en"):
        rows[tag] = measure(model, tag, many)
        result.write_text(json.dumps(report(weights.stem, rows), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(tag, [row["chrf"] for row in rows[tag]], file=sys.stderr, flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("result", type=Path)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--phrases", type=int, default=len(PHRASES))
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args()
    main(given.result, given.weights, given.phrases, given.threads)
