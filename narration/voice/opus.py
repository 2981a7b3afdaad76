"""Raw Opus packets from PCM and back, by PyAV."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import av

SAMPLE_RATE = 48_000
PACKET_MS = 20
PACKET_SAMPLES = SAMPLE_RATE * PACKET_MS // 1000
BITRATES = range(16_000, 32_001)
_PRE_SKIP_AT = 10
"""Where an `OpusHead` (RFC 7845, section 5.1) keeps the encoder's delay, in samples of 48 kHz."""


class OpusMissing(RuntimeError):
    """PyAV, or its libopus, is not installed."""


def available() -> bool:
    """Whether this machine can encode Opus."""
    try:
        OpusEncoder(sample_rate=SAMPLE_RATE)
    except OpusMissing:
        return False
    return True


class OpusEncoder:
    """Mono `pcm_s16le` of any rate in, raw packets of 20 ms at 48 kHz out.

    `finish` pads with silence, so that a decoder that drops nothing plays every sample given:
    packets x 20 ms = duration + the encoder's delay (`pre_skip`, 6.5 ms), rounded up to a packet.
    """

    def __init__(self, *, sample_rate: int, bitrate: int = 24_000) -> None:
        if bitrate not in BITRATES:
            raise ValueError(f"bitrate {bitrate}: {BITRATES.start} to {BITRATES.stop - 1} bit/s is needed")
        self._encoder = _open_encoder(bitrate)
        self._resampler = _resampler(sample_rate)
        self._rate = sample_rate
        self._pcm = bytearray()
        head = bytes(self._encoder.extradata or b"")
        self.pre_skip = int.from_bytes(head[_PRE_SKIP_AT : _PRE_SKIP_AT + 2], "little")

    def encode(self, data: bytes) -> list[bytes]:
        """Packets that are whole now; whole samples are needed."""
        if data:
            self._resample(_frame(data, self._rate))
        return self._whole_packets()

    def finish(self) -> list[bytes]:
        """The packets that are left; the encoder cannot be used afterwards."""
        self._resample(None)
        self._pcm += bytes(self.pre_skip * 2)
        self._pcm += bytes(-len(self._pcm) % (PACKET_SAMPLES * 2))
        return self._whole_packets()

    def _resample(self, frame: "av.AudioFrame | None") -> None:
        for resampled in self._resampler.resample(frame):
            self._pcm += bytes(resampled.planes[0])[: resampled.samples * 2]

    def _whole_packets(self) -> list[bytes]:
        packets: list[bytes] = []
        size = PACKET_SAMPLES * 2
        while len(self._pcm) >= size:
            frame = _frame(bytes(self._pcm[:size]), SAMPLE_RATE)
            del self._pcm[:size]
            packets += [bytes(packet) for packet in self._encoder.encode(frame)]
        return packets


def encode(data: bytes, sample_rate: int, bitrate: int = 24_000) -> list[bytes]:
    """All packets of a piece of mono `pcm_s16le`."""
    encoder = OpusEncoder(sample_rate=sample_rate, bitrate=bitrate)
    return encoder.encode(data) + encoder.finish()


def decode(packets: list[bytes]) -> bytes:
    """48 kHz mono `pcm_s16le` of raw packets, 960 samples each, the encoder's delay included."""
    import av

    decoder = av.CodecContext.create("libopus", "r")
    decoder.sample_rate = SAMPLE_RATE
    decoder.layout = "mono"
    resampler = _resampler(SAMPLE_RATE)
    data = bytearray()
    for packet in packets:
        for frame in decoder.decode(av.Packet(packet)):
            for part in resampler.resample(frame):
                data += bytes(part.planes[0])[: part.samples * 2]
    return bytes(data)


def _open_encoder(bitrate: int) -> "av.AudioCodecContext":
    try:
        import av

        encoder = av.CodecContext.create("libopus", "w")
    except (ImportError, ValueError) as error:
        raise OpusMissing(f"no Opus encoder: {error} (pip install 'caravanserai[opus]')") from None
    encoder.sample_rate = SAMPLE_RATE
    encoder.layout = "mono"
    encoder.format = "s16"
    encoder.bit_rate = bitrate
    encoder.options = {"application": "voip", "frame_duration": str(PACKET_MS), "vbr": "on"}
    encoder.open()
    return encoder


def _resampler(sample_rate: int) -> Any:
    import av

    return av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)


def _frame(data: bytes, sample_rate: int) -> "av.AudioFrame":
    import av

    frame = av.AudioFrame(format="s16", layout="mono", samples=len(data) // 2)
    frame.planes[0].update(data)
    frame.sample_rate = sample_rate
    return frame
