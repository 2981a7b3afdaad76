"""Sounds of places made by code: wind, leaves, bells, water, birds, each a loop without a seam.

`python -m scenes.sites.ambience` writes those of the demonstration sites into their packs, as Opus in Ogg at 24 kbit/s.
They are kept there, since encoders differ in their bytes. Nothing is sampled: noise is shaped in the frequencies of the
whole loop, which makes it periodic, and everything struck or sung wraps around its end.
"""

import io
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
BITRATE = 24_000
LOUDEST = 0.5

Wave = NDArray[np.float64]


def wind(seconds: float, rng: np.random.Generator, *, middle: float = 320.0, gusts: int = 3) -> Wave:
    """Air around corners: noise about a middle frequency (Hz) that swells `gusts` times a loop."""
    high = _noise(seconds, rng, lambda f: _band(f, middle * 1.8, 0.7))
    low = _noise(seconds, rng, lambda f: _band(f, middle, 0.9))
    swell = _swell(low.size, rng, gusts)
    return low * (0.35 + 0.65 * swell) + 0.5 * high * swell**2


def leaves(seconds: float, rng: np.random.Generator) -> Wave:
    """Poplars: a light, high rustle in waves."""
    rustle = _noise(seconds, rng, lambda f: _band(f, 3_800.0, 0.8))
    flutter = 0.6 + 0.4 * _swell(rustle.size, rng, 40)
    return rustle * flutter * (0.2 + 0.8 * _swell(rustle.size, rng, 3))


def bells(seconds: float, rng: np.random.Generator, *, pitches: tuple[float, ...], strikes: int) -> Wave:
    """Small bells under eaves, struck by the wind: the partials of a thin bell (1, 2.76, 5.4, 8.9), in clusters."""
    wave = np.zeros(round(seconds * RATE))
    gusts = rng.uniform(0, seconds, max(1, strikes // 4))
    for _ in range(strikes):
        when = float(rng.choice(gusts) + rng.exponential(0.7))
        _add(wave, when, rng.uniform(0.3, 1.0) * _bell(float(rng.choice(pitches)) * rng.uniform(0.995, 1.005)))
    return wave


def fountain(seconds: float, rng: np.random.Generator) -> Wave:
    """A thin jet into a basin: hiss, and drops that ring."""
    wave = 0.35 * _noise(seconds, rng, lambda f: _band(f, 2_400.0, 0.9))
    wave *= 0.85 + 0.15 * _swell(wave.size, rng, 30)
    for _ in range(round(seconds * 45)):
        _add(wave, rng.uniform(0, seconds), rng.uniform(0.1, 0.5) * _drop(rng))
    return wave


def swifts(seconds: float, rng: np.random.Generator, *, parties: int = 4) -> Wave:
    """Screaming parties of swifts: shrill, falling trills that pass over."""
    wave = np.zeros(round(seconds * RATE))
    for party in range(parties):
        begin = (party + rng.uniform(0.1, 0.6)) * seconds / parties
        for _ in range(rng.integers(2, 5)):
            _add(wave, begin + rng.uniform(0, 1.1), rng.uniform(0.25, 1.0) * _scream(rng))
    return wave


def pigeons(seconds: float, rng: np.random.Generator, *, calls: int = 4) -> Wave:
    """Pigeons on a roof: soft coos, now and then wings."""
    wave = np.zeros(round(seconds * RATE))
    for call in range(calls):
        begin = (call + rng.uniform(0.1, 0.5)) * seconds / calls
        pitch = rng.uniform(330, 420)
        for beat, length in ((0.0, 0.35), (0.45, 0.7), (1.2, 0.4)):
            _add(wave, begin + beat, _coo(pitch, length))
    flap = 0.25 * _noise(0.9, rng, lambda f: _band(f, 900.0, 0.8))
    beats = np.maximum(0.0, np.sin(2 * np.pi * 9 * np.arange(flap.size) / RATE)) * np.hanning(flap.size)
    _add(wave, seconds * 0.55, flap * beats)
    return wave


def _noise(seconds: float, rng: np.random.Generator, shape: Callable[[Wave], Wave]) -> Wave:
    count = round(seconds * RATE)
    frequencies: Wave = np.fft.rfftfreq(count, 1 / RATE).astype(np.float64)
    phases = np.exp(2j * np.pi * rng.random(frequencies.size))
    wave = np.fft.irfft(shape(frequencies) * phases * rng.rayleigh(1.0, frequencies.size), count)
    return np.asarray(wave / np.abs(wave).max())


def _band(frequencies: Wave, middle: float, octaves: float) -> Wave:
    with np.errstate(divide="ignore"):
        away = np.log2(np.maximum(frequencies, 1.0) / middle)
    return np.asarray(np.exp(-0.5 * (away / octaves) ** 2))


def _swell(count: int, rng: np.random.Generator, waves: int) -> Wave:
    """0 to 1, periodic, `waves` rises of unlike height."""
    turn = 2 * np.pi * np.arange(count) / count
    parts = [np.sin(turn * n + rng.uniform(0, 2 * np.pi)) * rng.uniform(0.4, 1) for n in range(1, waves + 1)]
    wave = np.sum(parts, axis=0)
    return np.asarray((wave - wave.min()) / (wave.max() - wave.min()))


def _bell(pitch: float) -> Wave:
    time = np.arange(round(1.8 * RATE)) / RATE
    partials = ((1.0, 1.0, 2.6), (2.76, 0.55, 4.5), (5.4, 0.3, 8.0), (8.9, 0.12, 14.0))
    ring = sum(
        loud * np.exp(-fade * time) * np.sin(2 * np.pi * pitch * ratio * time)
        for ratio, loud, fade in partials if pitch * ratio < RATE / 2.2
    )  # fmt: skip
    return np.asarray(ring * np.minimum(1.0, time / 0.002))


def _drop(rng: np.random.Generator) -> Wave:
    time = np.arange(round(0.06 * RATE)) / RATE
    pitch = rng.uniform(700, 2_600)
    return np.asarray(np.sin(2 * np.pi * (pitch * time + 4_000 * time**2)) * np.exp(-70 * time))


def _scream(rng: np.random.Generator) -> Wave:
    length = rng.uniform(0.5, 0.9)
    time = np.arange(round(length * RATE)) / RATE
    pitch = rng.uniform(5_200, 6_400) - 900 * time / length + 220 * np.sin(2 * np.pi * rng.uniform(26, 34) * time)
    return np.asarray(np.sin(2 * np.pi * np.cumsum(pitch) / RATE) * np.hanning(time.size) ** 0.7)


def _coo(pitch: float, length: float) -> Wave:
    time = np.arange(round(length * RATE)) / RATE
    bent = pitch * (1 + 0.08 * np.sin(np.pi * time / length))
    phase = 2 * np.pi * np.cumsum(bent) / RATE
    throat = 1 + 0.35 * np.sin(2 * np.pi * 28 * time)
    return np.asarray((np.sin(phase) + 0.2 * np.sin(2 * phase)) * throat * np.hanning(time.size))


def _add(wave: Wave, seconds: float, piece: Wave) -> None:
    """Lay a piece over the loop; what reaches beyond its end goes on at its beginning."""
    at = (round(seconds * RATE) + np.arange(piece.size)) % wave.size
    np.add.at(wave, at, piece)


def encode(wave: Wave) -> bytes:
    """The loop as Opus in Ogg; raises `ImportError` without PyAV."""
    import av

    level = np.sqrt(np.mean(wave**2))
    loud = wave * min(LOUDEST / np.abs(wave).max(), 0.12 / level)
    samples = (loud * 32_767).astype(np.int16)[np.newaxis, :]
    out = io.BytesIO()
    with av.open(out, "w", format="ogg") as target:
        stream = target.add_stream("libopus", rate=RATE, layout="mono")
        stream.bit_rate = BITRATE
        for start in range(0, samples.shape[1], 960):
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples[:, start : start + 960]), "s16", "mono")
            frame.sample_rate, frame.pts = RATE, start
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return out.getvalue()


def sounds(site: str) -> Mapping[str, Wave]:
    """The sounds of a demonstration site by the name of their file; always the same."""
    rng = np.random.default_rng(sum(site.encode()))
    made: dict[str, Callable[[], dict[str, Wave]]] = {
        "colosseum": lambda: {
            "wind": wind(12.0, rng, middle=280.0),
            "swifts": swifts(14.0, rng),
            "fountain": fountain(8.0, rng),
        },
        "dunhuang": lambda: {
            "wind": wind(14.0, rng, middle=380.0, gusts=4),
            "chimes": bells(14.0, rng, pitches=(1_180.0, 1_320.0, 1_570.0, 1_760.0), strikes=22),
            "poplars": leaves(10.0, rng),
        },
        "grand_palace": lambda: {
            "bells": bells(14.0, rng, pitches=(2_350.0, 2_640.0, 2_960.0, 3_140.0), strikes=30),
            "pigeons": pigeons(14.0, rng),
        },
    }
    return made[site]()


def write(site: str, pack: Path) -> None:
    """Put a site's sounds into the folder `sounds` of its pack."""
    folder = pack / "sounds"
    folder.mkdir(exist_ok=True)
    for name, wave in sounds(site).items():
        (folder / f"{name}.ogg").write_bytes(encode(wave))


if __name__ == "__main__":
    for name in ("colosseum", "dunhuang", "grand_palace"):
        write(name, Path(__file__).parent / name / "pack")
