"""A visitor on a slow line: the same words in fewer bytes, or captions only."""

from aiohttp.test_utils import TestServer

from clients.visitor import Heard
from tests.tour.visits.conftest import Enter
from tour.codec import encode
from tour.messages import AudioChosen

MOUTH = (0.0, 0.0, 4.0)
WELL = (0.0, 1.0, 0.0)


def bits_a_second(heard: Heard) -> float:
    """What the voice costs on the wire, frames and all."""
    return sum(len(encode(chunk)) for chunk in heard.chunks) * 8 / (heard.captions[-1].end_ms / 1000)


async def test_a_slow_line_hears_the_same_words_in_half_the_bytes(server: TestServer, enter: Enter) -> None:
    told = {}
    for codec in ("opus", "opus-16k"):
        visitor = await enter(server, audio=(codec, "pcm_s16le"))
        await visitor.stand(MOUTH, WELL)
        told[codec] = await visitor.hears(1)
    thrifty = told["opus-16k"]
    assert thrifty.text == told["opus"].text
    sounding = [chunk for chunk in thrifty.chunks if chunk.data]
    assert {chunk.codec for chunk in sounding} == {"opus"}
    assert all(sum(chunk.sizes or (len(chunk.data),)) == len(chunk.data) for chunk in sounding)
    packets = sum(len(chunk.sizes or (0,)) for chunk in sounding)
    assert abs(packets * 20 - thrifty.captions[-1].end_ms) <= 20
    assert bits_a_second(thrifty) < 24_000, "16 kbit/s of sound and the frames"
    assert bits_a_second(thrifty) < 0.5 * bits_a_second(told["opus"])


async def test_the_voice_goes_and_comes_back_as_the_visitor_likes(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server)
    await visitor.send(AudioChosen())
    await visitor.ask("q1", "How deep is the well?")
    silent = await visitor.hears(1)
    assert silent.captions
    assert not silent.chunks
    await visitor.send(AudioChosen(audio=("opus-16k",)))
    await visitor.ask("q2", "How deep is the well?")
    heard = await visitor.hears(2)
    assert any(chunk.sizes for chunk in heard.chunks)
