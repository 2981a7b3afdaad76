"""What a visitor may take along on a road without a network: approved words, and their sound where it is kept.

A stop is told as the frames of the wire, one after another, so that a client plays them as if the house spoke. Nothing
is made for it: a clause whose sound nobody made before is read only.
"""

from collections.abc import AsyncIterator, Iterable, Iterator

from msgspec import Struct

from narration import utterance as spoken
from narration.engine import Voice
from narration.guide import Guide
from narration.voice.speech import Speech
from scenes.stops import Stop
from tour import messages
from tour.codec import encode

TOGETHER = 50
"""Packets in a chunk: a second of speech."""


class Provisions(Struct, frozen=True, kw_only=True):
    """What there is to take along of a site in one language."""

    language: str
    stops: tuple[str, ...]
    """Those that can be told without a house, in walking order."""


def provisions(guide: Guide, language: str) -> Provisions:
    """The stops of which there are approved words, or the curator's own."""
    stops = tuple(stop.id for stop in guide.site.scene.stops if guide.takeaway(stop, language))
    return Provisions(language=language, stops=stops)


async def told(guide: Guide, stop: Stop, language: str, speech: Speech, voice: Voice | None) -> bytes:
    """One stop as frames, `encountered` first; empty where there is nothing to tell."""
    sentences = guide.takeaway(stop, language)
    if not sentences:
        return b""
    speaking = speech.shelf().speak(_each(sentences), language=language, voice=voice, codec="opus")
    items = [item async for item in speaking]
    captions = [item for item in items if isinstance(item, spoken.Caption)]
    chunks = [item for item in items if isinstance(item, spoken.SpeechChunk) and item.codec == "opus"]
    name = f"kept-{stop.id}"
    voiced = voice if chunks else None
    label = guide.label(guide.arrival(stop), language)
    frames: list[messages.Message] = [
        messages.Encountered(annotation=stop.annotation, stop=stop.id, label=label),
        messages.UtteranceStarted(
            utterance=name, kind="narration", language=language, origin=captions[0].origin, ai=captions[0].ai,
            voice=voiced.id if voiced else None, synthetic=voiced is not None,
        ),
        *(_caption(name, each) for each in captions),
        *_joined(name, chunks),
        messages.UtteranceEnded(utterance=name, reason="finished"),
    ]  # fmt: skip
    return b"".join(encode(frame) for frame in frames)


def _caption(name: str, caption: spoken.Caption) -> messages.Caption:
    return messages.Caption(
        utterance=name, index=caption.index, text=caption.text, start_ms=caption.start_ms, end_ms=caption.end_ms,
        facts=caption.facts, origin=caption.origin, ai=caption.ai, sentence=caption.sentence,
    )  # fmt: skip


def _joined(name: str, chunks: list[spoken.SpeechChunk]) -> Iterator[messages.SpeechChunk]:
    packets = [chunk.data for chunk in chunks]
    for number, start in enumerate(range(0, len(packets), TOGETHER)):
        part = packets[start : start + TOGETHER]
        yield messages.SpeechChunk(
            utterance=name, index=number, codec="opus", sample_rate=chunks[0].sample_rate, data=b"".join(part),
            sizes=tuple(len(packet) for packet in part), last=start + TOGETHER >= len(packets),
        )  # fmt: skip


async def _each(sentences: Iterable[spoken.Sentence]) -> AsyncIterator[spoken.Sentence]:
    for sentence in sentences:
        yield sentence
