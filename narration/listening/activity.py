"""How likely somebody speaks, frame by frame: Silero's small network, or loudness where it is not installed."""

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FRAME = 512
"""Samples that are judged at once: 32 ms."""
FRAME_MS = 32
CONTEXT = 64
"""Samples before a frame that the network hears with it."""
STATE = 128
QUIETEST = 10 ** (-55 / 20)
"""Root mean square below which nothing is speech, of full scale."""
QUIET_ROOM = 10 ** (-40 / 20)
"""The noise floor that is expected at most before anything was heard."""
RISE, FALL = 0.005, 0.3
"""How fast the noise floor follows a louder and a quieter room, of the difference a frame."""


class VoiceActivity(Protocol):
    """Judges one stream of sound; keeps what it needs between calls."""

    def judge(self, sound: bytes) -> list[float]:
        """How likely each 32 ms frame of 16 kHz mono `pcm_s16le` is speech, 0 to 1; a part of a frame waits."""
        ...


class _Framed:
    """Cuts a stream into whole frames."""

    def __init__(self) -> None:
        self._rest = b""

    def _frames(self, sound: bytes) -> "NDArray[np.float32]":
        import numpy as np

        sound = self._rest + sound
        whole = len(sound) // (FRAME * 2) * FRAME * 2
        self._rest = sound[whole:]
        return np.frombuffer(sound[:whole], "<i2").astype(np.float32).reshape(-1, FRAME) / np.float32(32768)


class Silero(_Framed):
    """Silero VAD 6 (MIT), as faster-whisper ships it; the network is shared, its memory of a stream is not."""

    def __init__(self) -> None:
        import numpy as np

        super().__init__()
        self._network = _network()
        self._before = np.zeros(CONTEXT, np.float32)
        self._h = np.zeros((1, 1, STATE), np.float32)
        self._c = np.zeros((1, 1, STATE), np.float32)

    def judge(self, sound: bytes) -> list[float]:
        """See `VoiceActivity.judge`; about 0.2 ms a frame."""
        import numpy as np

        frames = self._frames(sound)
        if not len(frames):
            return []
        before = np.vstack([self._before, frames[:-1, -CONTEXT:]])
        self._before = frames[-1, -CONTEXT:]
        given = {"input": np.hstack([before, frames]), "h": self._h, "c": self._c}
        chances, self._h, self._c = self._network.run(None, given)
        return [float(chance) for chance in chances.ravel()]


class Loudness(_Framed):
    """Louder than the room by 9 dB or more, and no hiss; music passes for a voice.

    The room's noise is followed: quickly when it falls, slowly when it rises.
    """

    def __init__(self) -> None:
        super().__init__()
        self._floor = 0.0

    def judge(self, sound: bytes) -> list[float]:
        """See `VoiceActivity.judge`."""
        return [self._chance(frame) for frame in self._frames(sound)]

    def _chance(self, frame: "NDArray[np.float32]") -> float:
        import numpy as np

        loud = float(np.sqrt((frame**2).mean()))
        self._floor = self._floor or min(loud, QUIET_ROOM)
        self._floor += (loud - self._floor) * (RISE if loud > self._floor else FALL)
        if loud < QUIETEST or _crossings(frame) > 0.35:
            return 0.0
        above = 20 * np.log10(loud / max(self._floor, QUIETEST / 4))
        return float(np.clip((above - 3) / 12, 0.0, 1.0))


def _crossings(frame: "NDArray[np.float32]") -> float:
    """Sign changes a sample: speech has few, hiss has about one in two."""
    import numpy as np

    return float((np.diff(np.signbit(frame)) != 0).mean())


def voice_activity() -> VoiceActivity:
    """The best judge that is installed, for one stream."""
    return Silero() if _weights() and find_spec("onnxruntime") else Loudness()


def _weights() -> Path | None:
    """The network's file; faster-whisper itself is not imported for it."""
    package = find_spec("faster_whisper")
    folders = (package.submodule_search_locations or []) if package else []
    found = sorted(path for folder in folders for path in Path(folder).glob("assets/silero_vad_v6*.onnx"))
    return found[0] if found else None


@lru_cache(maxsize=1)
def _network() -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = options.intra_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(str(_weights()), options, providers=["CPUExecutionProvider"])
