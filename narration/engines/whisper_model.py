"""Whisper's network, step by step, over windows no longer than what was said.

The original always listens to 30 seconds; padded to 10 instead, the base model is 4.5 times as fast on two cores
(0.13 s instead of 0.6 s a question) and its transcripts are as good.
"""

import math
import re
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narration.engine import Transcript
from narration.engines.worker import Stop
from narration.listening.language import spoken_languages
from scenes.language import primary

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAMPLE_RATE = 16_000
FRAME = 160
"""Samples between two columns of the spectrogram."""
WINDOW = 28.0
"""Seconds that are recognised at once; the network takes 30."""
SMALLEST, STEP = 1000, 500
"""Columns of the smallest window (10 s), and by how many they grow."""
LARGEST = 3000
BEAM = 5
TOKENS_A_SECOND = 16
"""More than anybody says, in scripts that take several tokens a letter; what runs on is a loop."""
NAMES = 12
"""Names that the network is told beforehand: more make it slower and no better."""
REPETITIVE = 2.4
"""A text that shrinks by more than this is a loop (as in the original)."""
NO_SPEECH = 0.6
SURER = 0.1
ECHO = 0.6
"""How much a text is still worth that began with the names that were told beforehand."""
SCRIPTS = {
    "zh": "以下是普通话的句子。",
    "zh-Hans": "以下是普通话的句子。",
    "zh-Hant": "以下是國語的句子。",
    "hi": "नमस्ते। यह जगह बहुत पुरानी है। यह किसने बनाई थी और कब?",
}
"""A sentence in the script that is wanted, where the network would choose another as often as not."""
NOT_DEVANAGARI = re.compile("[ØÙÚÛ]|à[^¤¥]|^Ġ?[A-Za-z]")
"""Latin, Arabic and Tamil letters as the vocabulary writes their first bytes: Hindi comes out in any of them, else."""


class Stopped(RuntimeError):
    """Nobody wants the transcript any more."""


class WhisperBase:
    """The network and its vocabulary; for one thread."""

    def __init__(self, folder: Path, threads: int) -> None:
        from faster_whisper import WhisperModel

        self._whisper: Any = WhisperModel(
            str(folder), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
        )
        vocabulary: Mapping[str, int] = self._whisper.hf_tokenizer.get_vocab()
        self._not_devanagari = [token for text, token in vocabulary.items() if NOT_DEVANAGARI.search(text)]

    def transcribe(
        self, sound: bytes, language: str, languages: Sequence[str], names: Mapping[str, Sequence[str]], stop: Stop
    ) -> Transcript:
        """One final transcript; raises `Stopped` soon after `stop` is set."""
        import numpy as np

        samples = np.frombuffer(sound[: len(sound) // 2 * 2], "<i2").astype(np.float32) / np.float32(32768)
        if not samples.size:
            return Transcript(text="", language=language, final=True, confidence=0.0)
        heard: list[tuple[str, float]] = []
        for window in _windows(samples):
            encoded = self._encode(window, stop)
            candidates: tuple[str, ...] = (language,)
            if languages and not heard:
                candidates = spoken_languages(self._chances(encoded), language, languages)
            seconds = window.size / SAMPLE_RATE
            found = {tag: self._decode(encoded, tag, names.get(tag, ()), seconds, stop) for tag in candidates}
            language = _surer(candidates, found)
            heard.append(found[language])
        text = " ".join(text for text, _ in heard if text)
        return Transcript(text=text, language=language, final=True, confidence=min(chance for _, chance in heard))

    def _encode(self, samples: "NDArray[np.float32]", stop: Stop) -> Any:
        import numpy as np

        columns = min(LARGEST, max(SMALLEST, STEP * math.ceil((samples.size / FRAME + 100) / STEP)))
        padded = np.zeros(columns * FRAME, np.float32)
        padded[: samples.size] = samples[: padded.size]
        if stop.is_set():
            raise Stopped
        return self._whisper.encode(self._whisper.feature_extractor(padded)[:, :columns])

    def _chances(self, encoded: Any) -> dict[str, float]:
        return {token[2:-2]: chance for token, chance in self._whisper.model.detect_language(encoded)[0]}

    def _decode(
        self, encoded: Any, language: str, names: Sequence[str], seconds: float, stop: Stop
    ) -> tuple[str, float]:
        if stop.is_set():
            raise Stopped
        tokenizer = self._tokenizer(language)
        told = tokenizer.encode(f" {before}") if (before := _before(names, language)) else []
        prompt = self._whisper.get_prompt(tokenizer, told, without_timestamps=True)
        found = self._whisper.model.generate(
            encoded, [prompt], beam_size=BEAM, return_scores=True, return_no_speech_prob=True,
            max_length=len(prompt) + 32 + round(TOKENS_A_SECOND * seconds), suppress_blank=True,
            suppress_tokens=[-1, *(self._not_devanagari if primary(language) == "hi" else ())],
        )[0]  # fmt: skip
        tokens = found.sequences_ids[0]
        if not tokens:
            return "", 0.0
        chance = math.exp(found.scores[0] * len(tokens) / (len(tokens) + 1))
        text, echoed = _without_echo(tokenizer.decode(tokens).strip(), names)
        return text, _believed(text, chance * (ECHO if echoed else 1.0), found.no_speech_prob)

    def _tokenizer(self, language: str) -> Any:
        from faster_whisper.tokenizer import Tokenizer

        return Tokenizer(self._whisper.hf_tokenizer, True, task="transcribe", language=primary(language))


def _surer(candidates: Sequence[str], found: Mapping[str, tuple[str, float]]) -> str:
    """The first language, unless the words are clearly surer in the second."""
    first, last = candidates[0], candidates[-1]
    return last if found[last][1] > found[first][1] + SURER else first


def _believed(text: str, chance: float, no_speech: float) -> float:
    """0 for a loop, and for what was hardly heard in what is hardly speech."""
    data = text.encode()
    loops = len(data) / len(zlib.compress(data)) > REPETITIVE if data else True
    return 0.0 if loops or (no_speech > NO_SPEECH and chance < 0.5) else min(1.0, chance)


def _before(names: Sequence[str], language: str) -> str:
    """A text that could have come before: the network writes on in its script and spelling."""
    unspaced = primary(language) in {"zh", "ja"}
    listed = ("、" if unspaced else ", ").join(names[:NAMES])
    return SCRIPTS.get(language, "") + (listed + ("。" if unspaced else ".") if listed else "")


def _without_echo(text: str, names: Sequence[str]) -> tuple[str, bool]:
    """The text without the names it was given beforehand, which the network says again where it hears little."""
    rest = text
    for name in names[:NAMES]:
        if not rest.casefold().startswith(name.casefold()) or rest[len(name) : len(name) + 1] not in {*",、.。", ""}:
            break
        rest = rest[len(name) + 1 :].lstrip()
    return rest, rest != text


def _windows(samples: "NDArray[np.float32]") -> "list[NDArray[np.float32]]":
    """Pieces of at most 28 s, cut where the last third of each is quietest."""
    import numpy as np

    most, tenth = round(WINDOW * SAMPLE_RATE), SAMPLE_RATE // 10
    pieces: list[NDArray[np.float32]] = []
    while samples.size > most:
        tail = samples[most * 2 // 3 : most]
        loudness = (tail[: tail.size // tenth * tenth].reshape(-1, tenth) ** 2).mean(axis=1)
        cut = most * 2 // 3 + int(loudness.argmin()) * tenth + tenth // 2
        pieces.append(samples[:cut])
        samples = samples[cut:]
    return [*pieces, samples]
