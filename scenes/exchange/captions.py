"""Captions of a sound (WebVTT) as sentences, for a narration that a person can review."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from scenes.exchange.texts import cut, plain

MAX_BYTES = 1024 * 1024
MAX_SENTENCES = 500
TIMING = re.compile(r"\s*(\d+:)?\d{1,2}:\d{2}\.\d{3}\s+-->\s+")
END = re.compile(r"(?<=[.!?…])\s+(?=\S)|(?<=[。！？])")


def sentences(path: Path) -> tuple[str, ...]:
    """The sentences of a WebVTT file's cues, in order; none where it is no WebVTT."""
    if path.stat().st_size > MAX_BYTES:
        return ()
    text = path.read_text(encoding="utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    if not text.startswith("WEBVTT"):
        return ()
    spoken = " ".join(_cues(text))
    cuts = [0, *(match.end() for match in END.finditer(spoken)), len(spoken)]
    found = (spoken[start:end].strip() for start, end in pairwise(cuts))
    return tuple(cut(each) for each in found if each)[:MAX_SENTENCES]


def _cues(text: str) -> Iterator[str]:
    for block in re.split(r"\n{2,}", text):
        lines = block.split("\n")
        start = next((number for number, line in enumerate(lines) if TIMING.match(line)), None)
        if start is not None:
            yield " ".join(filter(None, (plain(line) for line in lines[start + 1 :])))
