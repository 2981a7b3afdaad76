"""The online voices, against a server on this machine that speaks their protocol and fails when told."""

import asyncio
import json
import re
from contextlib import asynccontextmanager

import av
import numpy as np
import pytest
from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer

from narration.engine import EngineContext, EngineUnavailable, SpeechSynthesizer
from narration.engines.breaker import CircuitBreaker
from narration.engines.edge_tts import EdgeTts
from narration.engines.espeak import Espeak
from narration.voice.voices import Voices

pytestmark = pytest.mark.engine

VOICES = [
    {"ShortName": "en-AU-NatashaNeural", "Locale": "en-AU", "Gender": "Female"},
    {"ShortName": "en-US-AriaNeural", "Locale": "en-US", "Gender": "Female"},
    {"ShortName": "zh-HK-HiuMaanNeural", "Locale": "zh-HK", "Gender": "Female"},
    {"ShortName": "zh-CN-YunxiNeural", "Locale": "zh-CN", "Gender": "Male"},
    {"ShortName": "th-TH-PremwadeeNeural", "Locale": "th-TH", "Gender": "Female"},
]


def mp3(seconds=1.0):
    """A tone between two silences, as the service sends it: 24 kHz, 48 kbit/s, mono."""
    rate = 24_000
    tone = 8000 * np.sin(2 * np.pi * 440 * np.arange(round(rate * seconds)) / rate)
    samples = np.concatenate([np.zeros(rate // 5), tone, np.zeros(rate)]).astype("<i2")
    encoder = av.CodecContext.create("libmp3lame", "w")
    encoder.sample_rate, encoder.layout, encoder.format, encoder.bit_rate = rate, "mono", "s16p", 48_000
    encoder.options = {"reservoir": "0"}
    encoder.open()
    padded = samples[: len(samples) // encoder.frame_size * encoder.frame_size]
    packets = []
    for piece in padded.reshape(-1, encoder.frame_size):
        frame = av.AudioFrame(format="s16p", layout="mono", samples=len(piece))
        frame.planes[0].update(piece.tobytes())
        frame.sample_rate = rate
        packets += encoder.encode(frame)
    return b"".join(bytes(packet) for packet in [*packets, *encoder.encode(None)])


class Service:
    """Speaks the read-aloud protocol; `failure` says how it breaks."""

    def __init__(self):
        self.failure = None
        self.requests = []
        self.connections = 0
        self.released = asyncio.Event()
        self.address = ""

    def application(self):
        app = web.Application()
        app.router.add_get("/voices/list", self.voices)
        app.router.add_get("/edge/v1", self.speak)
        return app

    async def voices(self, request):
        assert request.query["Sec-MS-GEC"]
        if self.failure == "no list":
            raise web.HTTPInternalServerError
        return web.json_response(VOICES)

    async def speak(self, request):
        self.connections += 1
        if self.failure == "forbidden":
            raise web.HTTPForbidden
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        config, ssml = [await self.read(socket) for _ in range(2)]
        assert config[0]["Path"] == "speech.config"
        output = json.loads(config[1])["context"]["synthesis"]["audio"]["outputFormat"]
        assert output == "audio-24khz-48kbitrate-mono-mp3"
        assert (ssml[0]["Path"], ssml[0]["Content-Type"]) == ("ssml", "application/ssml+xml")
        self.requests.append(ssml[1])
        await self.answer(request, socket, ssml[0]["X-RequestId"])
        await socket.close()
        return socket

    async def read(self, socket):
        message = await socket.receive()
        assert message.type == WSMsgType.TEXT
        head, body = message.data.split("\r\n\r\n", 1)
        return dict(line.split(":", 1) for line in head.split("\r\n")), body

    async def answer(self, request, socket, identifier):
        async def text(path, body="{}"):
            head = f"X-RequestId:{identifier}\r\nContent-Type:application/json; charset=utf-8\r\nPath:{path}"
            await socket.send_str(f"{head}\r\n\r\n{body}")

        async def audio(data):
            kind = "Content-Type:audio/mpeg\r\n" if data else ""
            head = f"X-RequestId:{identifier}\r\n{kind}X-StreamId:1\r\nPath:audio\r\n".encode()
            await socket.send_bytes(len(head).to_bytes(2, "big") + head + data)

        await text("turn.start")
        await text("response")
        if self.failure == "stall":
            await self.released.wait()
        data = mp3()
        for position, start in enumerate(range(0, len(data), 720)):
            if self.failure == "reset" and position == 5:
                request.transport.abort()
                return
            if self.failure == "stall midway" and position == 5:
                await self.released.wait()
            await audio(data[start : start + 720] if self.failure != "garbage" else b"\x07garbage" * 90)
        await audio(b"")
        meta = {"Type": "SentenceBoundary", "Data": {"Offset": 0, "Duration": 1, "text": {"Text": "x"}}}
        await text("audio.metadata", json.dumps({"Metadata": [meta]}))
        await text("turn.end")


@pytest.fixture
async def service(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "ws_proxy", "WS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    service = Service()
    async with TestServer(service.application(), host="127.0.0.1") as server:
        service.address = f"ws://127.0.0.1:{server.port}"
        yield service
        service.released.set()


def options(service, **more):
    chosen = {"edge_tts": "yes", "edge_tts_endpoint": service.address, "edge_tts_patience": "0.3", **more}
    return EngineContext(weights=lambda name: None, options=chosen)


class Time:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def time():
    return Time()


@pytest.fixture
async def edge(service, time):
    async with EdgeTts(options(service), clock=time) as engine:
        yield engine


def voice_of(engine, language):
    return next(voice for voice in engine.voices() if voice.language == language)


async def test_speaks_through_the_real_protocol(edge, service, say):
    samples, rate = await say(edge, 'Walls & "arches" <48 m>', voice_of(edge, "th-TH"))
    assert rate == 24_000
    loud = np.nonzero(np.abs(samples) > 0.05)[0]
    assert (loud[-1] - loud[0]) / rate == pytest.approx(1.0, abs=0.05)
    assert loud[0] / rate < 0.1
    assert (len(samples) - loud[-1]) / rate < 0.2
    [ssml] = service.requests
    assert "th-TH-PremwadeeNeural" in ssml.replace("(th-TH, PremwadeeNeural)", "th-TH-PremwadeeNeural")
    assert re.search(r">Walls &amp; .*arches.* &lt;48 m&gt;<", ssml)


async def test_is_a_speech_synthesizer_whose_voices_are_online(edge):
    assert isinstance(edge, SpeechSynthesizer)
    assert all(voice.online for voice in edge.voices())
    assert [voice.language for voice in edge.voices()] == ["en-US", "zh-Hans-CN", "en-AU", "yue-Hant-HK", "th-TH"]
    assert voice_of(edge, "zh-Hans-CN").gender == "male"
    assert voice_of(edge, "zh-Hans-CN").name == "Yunxi"


@pytest.mark.parametrize("answer", ["no", "", None])
async def test_is_off_until_the_operator_opts_in(service, answer):
    chosen = {"edge_tts_endpoint": service.address} | ({} if answer is None else {"edge_tts": answer})
    with pytest.raises(EngineUnavailable, match="TOUR_EDGE_TTS=yes"):
        async with EdgeTts(EngineContext(weights=lambda name: None, options=chosen)):
            pass
    assert service.connections == 0


async def test_without_a_list_of_voices_it_does_not_open(service):
    service.failure = "no list"
    with pytest.raises(EngineUnavailable, match="is this machine online"):
        async with EdgeTts(options(service)):
            pass


FAILURES = ["stall", "stall midway", "reset", "forbidden", "garbage"]


@pytest.mark.parametrize("failure", FAILURES)
async def test_every_failure_is_said_in_time(edge, service, say, failure):
    service.failure = failure
    with pytest.raises(EngineUnavailable, match="the service failed"):
        await say(edge, "An arch.", voice_of(edge, "en-US"))
    service.failure = None
    service.released.set()
    await say(edge, "An arch.", voice_of(edge, "en-US"))


async def test_after_three_failures_it_is_left_alone_for_a_minute(edge, service, say, time):
    service.failure = "forbidden"
    voice = voice_of(edge, "en-US")
    for _ in range(3):
        with pytest.raises(EngineUnavailable, match="the service failed"):
            await say(edge, "An arch.", voice)
    before = service.connections
    service.failure = None
    time.now += 59
    with pytest.raises(EngineUnavailable, match="rests"):
        await say(edge, "An arch.", voice)
    assert service.connections == before
    time.now += 2
    await say(edge, "An arch.", voice)
    await say(edge, "An arch.", voice)


def test_one_trial_is_let_through_after_a_rest(time):
    breaker = CircuitBreaker(failures=2, rest=10, clock=time)
    breaker.failed()
    assert breaker.ask()
    breaker.failed()
    assert not breaker.ask()
    time.now += 10
    assert [breaker.ask(), breaker.ask()] == [True, False]
    breaker.failed()
    time.now += 9
    assert not breaker.ask()
    time.now += 1
    assert breaker.ask()
    breaker.worked()
    assert [breaker.ask(), breaker.ask()] == [True, True]


@asynccontextmanager
async def house(service):
    async with Voices({"edge_tts": EdgeTts, "espeak": Espeak}, options(service)) as voices:
        yield voices


@pytest.mark.parametrize("failure", ["stall midway", "reset"])
async def test_a_local_voice_takes_over(service, failure):
    service.failure = failure
    async with house(service) as voices:
        voice = voices.choose("en-US")
        spoken = await voices.synthesize("The amphitheatre held fifty thousand people.", voice)
        service.released.set()
    assert voice.engine == "edge_tts"
    assert spoken.voice.engine == "espeak"
    assert spoken.voice.language == "en-US"
    assert len(spoken.data) / 2 / spoken.sample_rate > 1


async def test_the_package_speaks_with_its_own_server_again_afterwards(service):
    from edge_tts import communicate

    before = communicate.WSS_URL
    async with EdgeTts(options(service)):
        assert communicate.WSS_URL.startswith(service.address)
    assert before == communicate.WSS_URL
    assert service.address not in before
