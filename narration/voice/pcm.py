"""Mono 16-bit PCM: from floating point, without its silent ends, and as silence."""

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BYTES = 2
"""Bytes a sample."""
FLOOR = 10 ** (-42 / 20)
"""What counts as silence, relative to the loudest 10 ms."""
LOUDNESS = 0.1
"""Root mean square of speech, of full scale: -20 dBFS, whatever engine or voice speaks."""
LOUDEST = 0.95
MOST_GAIN = 4.0
HEAD_MS = 20
TAIL_MS = 60


def duration_ms(data: bytes, sample_rate: int) -> float:
    """Milliseconds that `data` plays for."""
    return len(data) / BYTES * 1000 / sample_rate


def silence(ms: float, sample_rate: int) -> bytes:
    """Silence of `ms` milliseconds, to the nearest sample."""
    return bytes(round(ms * sample_rate / 1000) * BYTES)


def from_float(samples: "NDArray[np.floating[Any]]") -> bytes:
    """`pcm_s16le` of samples in -1..1; louder ones are scaled down as a whole, so that nothing clips."""
    import numpy as np

    if not samples.size:
        return b""
    peak = float(np.abs(samples).max())
    scale = 32767 * min(1.0, 0.95 / peak) if peak > 0 else 0.0
    return np.round(samples * scale).astype("<i2").tobytes()


def trim(data: bytes, sample_rate: int) -> bytes:
    """`data` without its silent ends, leaving 20 ms before the first sound and 60 ms after the last."""
    import numpy as np

    samples = np.frombuffer(data, "<i2")
    frame = sample_rate // 100
    frames = samples[: len(samples) // frame * frame].reshape(-1, frame).astype(np.float32)
    if not frames.size:
        return data
    loudness = np.sqrt((frames**2).mean(axis=1))
    heard = np.nonzero(loudness > max(loudness.max() * FLOOR, 1.0))[0]
    if not heard.size:
        return b""
    start = max(0, heard[0] * frame - HEAD_MS * sample_rate // 1000)
    end = (heard[-1] + 1) * frame + TAIL_MS * sample_rate // 1000
    return samples[start:end].tobytes()


def level(data: bytes) -> bytes:
    """`data` at a root mean square of -20 dBFS, pauses left out, raised at most by 12 dB and never clipped.

    Without NumPy it is returned as it is.
    """
    if find_spec("numpy") is None:
        return data
    import numpy as np

    samples = np.frombuffer(data, "<i2").astype(np.float32) / 32768
    peak = float(np.abs(samples).max(initial=0.0))
    if not peak:
        return data
    voiced = samples[np.abs(samples) > peak * FLOOR]
    gain = min(LOUDNESS / float(np.sqrt((voiced**2).mean())), LOUDEST / peak, MOST_GAIN)
    return np.round(samples * gain * 32767).astype("<i2").tobytes()
