"""Sound as a recogniser takes it: 16 kHz mono `pcm_s16le`, from whatever a client sends."""

from typing import Any, Protocol

SAMPLE_RATE = 16_000
BYTES = 2
BYTES_A_SECOND = SAMPLE_RATE * BYTES


class SoundRefused(ValueError):
    """Sound that cannot be heard here: why."""


class Decoder(Protocol):
    """Turns the pieces of one question into sound."""

    def decode(self, data: bytes) -> bytes:
        """16 kHz mono `pcm_s16le`; raises `SoundRefused` for what is no sound."""
        ...


class PcmDecoder:
    """Takes 16 kHz mono `pcm_s16le` as it is; a sample that is cut in two waits for its other half."""

    def __init__(self) -> None:
        self._half = b""

    def decode(self, data: bytes) -> bytes:
        """Whole samples."""
        data = self._half + data
        whole = len(data) // BYTES * BYTES
        self._half = data[whole:]
        return data[:whole]


class OpusDecoder:
    """Takes one raw Opus packet at a time (RFC 6716), by PyAV."""

    def __init__(self) -> None:
        try:
            import av

            self._decoder: Any = av.CodecContext.create("libopus", "r")
            self._packet, self._wrong = av.Packet, av.FFmpegError
            self._resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
        except (ImportError, ValueError) as error:
            raise SoundRefused(f"opus: {error} (pip install 'caravanserai[opus]', or send pcm_s16le)") from None
        self._decoder.sample_rate = 48_000
        self._decoder.layout = "mono"

    def decode(self, data: bytes) -> bytes:
        """The sound of one packet."""
        if not data:
            return b""
        try:
            frames = [part for frame in self._decoder.decode(self._packet(data)) for part in self._resample(frame)]
        except (self._wrong, ValueError) as error:
            raise SoundRefused(f"opus: no packet ({type(error).__name__})") from None
        return b"".join(bytes(part.planes[0])[: part.samples * BYTES] for part in frames)

    def _resample(self, frame: Any) -> list[Any]:
        return list(self._resampler.resample(frame))


def decoder(codec: str) -> Decoder:
    """What decodes `codec`.

    Raises `SoundRefused` for a codec that cannot be heard here.
    """
    if codec == "pcm_s16le":
        return PcmDecoder()
    if codec == "opus":
        return OpusDecoder()
    raise SoundRefused(f"{codec}: speech is taken as pcm_s16le of 16 kHz or as raw opus packets")


def seconds(sound: bytes | bytearray) -> float:
    """How long a piece of sound lasts."""
    return len(sound) / BYTES_A_SECOND
