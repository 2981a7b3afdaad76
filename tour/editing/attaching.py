"""Pictures and sounds that people attach: decoded whole, made small, and stripped of all that they say of their makers.

A camera writes where and when a picture was taken and on whose device. None of that goes to visitors: what is kept is
encoded anew from the pixels and samples alone.
"""

import io
import struct
import warnings
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec import Struct

from scenes.finding import Refused
from scenes.pack_files import refused

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST_SIDE = 2560
"""Pixels; a larger picture is made smaller."""
MOST_PIXELS = 80_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "AVIF", "GIF")
_PICTURES = "attach a JPEG, PNG, WebP, TIFF, AVIF or GIF"
_DAMAGED = (OSError, ValueError, SyntaxError, EOFError, RuntimeError)
"""What decoders of pictures raise; libavif's the last."""
_SOUNDS = "attach an MP3, Ogg, FLAC, M4A or WAV"
LONGEST_SOUND = 1800
"""Seconds."""
RATE = 48_000
SLOWEST = 4000
"""Samples a second; one block of a slower sound would swell to hours before it could be measured."""
READ_AS = "aac,aiff,flac,matroska,mov,mp3,ogg,w64,wav"
"""Forms of sounds as FFmpeg calls them: nothing that names other files or addresses, which it would open."""


class Attachable(Struct, frozen=True, kw_only=True):
    """A medium as it is kept."""

    data: bytes
    suffix: str
    media_type: str
    width: int = 0
    height: int = 0
    seconds: float = 0.0


def attachable(data: bytes, media_type: str) -> Attachable:
    """What is kept of a picture or a sound; raises `Refused` for what is none, or too large."""
    return _sound(data) if media_type.startswith("audio/") else _picture(data)


def _picture(data: bytes) -> Attachable:
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
                _check_pixels(opened)
                plain = _upright(opened)
    except Refused:
        raise
    except (*_DAMAGED, UnidentifiedImageError, Image.DecompressionBombError) as wrong:
        raise refused("IMAGE_UNREADABLE", "no picture that can be read, or a damaged one", _PICTURES) from wrong
    out = io.BytesIO()
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    bare.save(out, "WEBP", quality=86, method=4)
    width, height = bare.size
    return Attachable(data=out.getvalue(), suffix=".webp", media_type="image/webp", width=width, height=height)


def _upright(opened: "Image") -> "Image":
    """The picture as it is to be seen, no larger than it needs to be."""
    from PIL import ImageOps

    opened.thumbnail((LONGEST_SIDE, LONGEST_SIDE))  # first: a large one lies in memory once
    with suppress(*_DAMAGED, struct.error, TypeError):  # tags that cannot be read do not spoil a picture
        ImageOps.exif_transpose(opened, in_place=True)
    clear = opened.mode in ("RGBA", "LA", "PA") or "transparency" in opened.info
    return opened.convert("RGBA" if clear else "RGB")


def _check_pixels(opened: "Image") -> None:
    if opened.width * opened.height > MOST_PIXELS:
        message = f"{opened.width} × {opened.height} pixels, at most {MOST_PIXELS // 1_000_000} million are read"
        raise refused("IMAGE_TOO_LARGE", message, "make it smaller and attach it again")


def _sound(data: bytes) -> Attachable:
    try:
        import av
    except ImportError as missing:
        remedy = "ask an operator to install caravanserai[opus]"
        raise refused("SOUND_UNREADABLE", "sounds cannot be read on this machine", remedy) from missing
    out, samples = io.BytesIO(), 0
    try:
        only = {"format_whitelist": READ_AS, "protocol_whitelist": ""}
        with av.open(io.BytesIO(data), options=only) as source, av.open(out, "w", format="ogg") as target:
            heard = source.streams.audio[0]
            stream = target.add_stream("libopus", rate=RATE, layout="mono" if heard.channels == 1 else "stereo")
            fitting = av.AudioResampler(format="s16", layout=stream.layout, rate=RATE)
            for frame in source.decode(heard):
                _check_rate(frame.sample_rate)
                for piece in fitting.resample(frame):
                    samples += piece.samples
                    if samples > LONGEST_SOUND * RATE:
                        message = f"longer than {LONGEST_SOUND // 60} minutes"
                        raise refused("SOUND_TOO_LONG", message, "cut it and attach it again")
                    piece.pts = None
                    target.mux(stream.encode(piece))
            target.mux(stream.encode(None))
    except (av.FFmpegError, AttributeError, IndexError, ValueError, OSError) as wrong:
        raise refused("SOUND_UNREADABLE", "no sound that can be read, or a damaged one", _SOUNDS) from wrong
    if not samples:
        raise refused("SOUND_UNREADABLE", "there is nothing to be heard in it", _SOUNDS)
    return Attachable(data=out.getvalue(), suffix=".ogg", media_type="audio/ogg", seconds=round(samples / RATE, 2))


def _check_rate(rate: int) -> None:
    if rate < SLOWEST:
        raise refused("SOUND_UNREADABLE", f"{rate} samples a second, at least {SLOWEST} are needed", _SOUNDS)
