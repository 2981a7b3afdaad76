"""The client of OpenAI-compatible servers, against a server on loopback that speaks the protocol, well and badly."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from narration.engine import EngineContext, EngineUnavailable, LanguageModel
from narration.engines import openai_http
from narration.engines.openai_http import OpenAIHttp
from narration.prompt import Prompt, Turn

KEY = "sk-very-secret"
QUESTION = "Where did the gladiators sleep?"
PROMPT = Prompt(
    shared=(Turn(role="system", text="Be a guide."),),
    own=(Turn(role="user", text=QUESTION),),
    max_tokens=40,
    temperature=0.5,
    seed=7,
    stop=("\n",),
)

Write = Callable[[str], Awaitable[None]]


@dataclass
class Peer:
    """A model server whose answer is a script of what it writes."""

    answer: Callable[["Peer", Write], Awaitable[None]] | None = None
    status: int = 200
    models: Any = field(default_factory=lambda: {"data": [{"id": "first-model"}]})
    models_status: int = 200
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    connections: set[object] = field(default_factory=set)
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    async def list_models(self, request: web.Request) -> web.Response:
        self.keys.append(request.headers.get("Authorization"))
        return web.json_response(self.models, status=self.models_status)

    async def complete(self, request: web.Request) -> web.StreamResponse:
        self.keys.append(request.headers.get("Authorization"))
        self.connections.add(request.transport and request.transport.get_extra_info("peername"))
        self.asked.append(await request.json())
        if self.status != 200:
            headers = {"Location": "/v1/elsewhere"} if 300 <= self.status < 400 else {}
            return web.json_response({"error": {"message": QUESTION}}, status=self.status, headers=headers)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)

        async def write(text: str) -> None:
            await response.write(text.encode())

        try:
            assert self.answer
            await self.answer(self, write)
        except (ConnectionError, asyncio.CancelledError):
            self.gone.set()
            raise
        return response


def delta(text: str | None, finish: str | None = None) -> str:
    choice = {"index": 0, "delta": {} if text is None else {"content": text}, "finish_reason": finish}
    return f"data: {json.dumps({'choices': [choice]})}\n\n"


def writes(*parts: str) -> Callable[[Peer, Write], Awaitable[None]]:
    async def answer(_: Peer, write: Write) -> None:
        for part in parts:
            await write(part)

    return answer


@asynccontextmanager
async def serving(peer: Peer) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_get("/v1/models", peer.list_models)
    app.router.add_post("/v1/chat/completions", peer.complete)
    async with TestServer(app, host="127.0.0.1", handler_cancellation=True) as server:
        yield str(server.make_url("/v1"))


@asynccontextmanager
async def connected(peer: Peer, **options: str) -> AsyncIterator[OpenAIHttp]:
    async with serving(peer) as url:
        given = {"openai_url": url, "openai_model": "guide", "openai_key": KEY, **options}
        async with OpenAIHttp(EngineContext(weights=lambda _: None, options=given)) as engine:
            yield engine


async def reply(engine: OpenAIHttp, prompt: Prompt = PROMPT) -> list[str]:
    return [piece async for piece in engine.generate(prompt)]


async def test_streams_the_servers_words_past_keep_alives_and_counts() -> None:
    usage = 'data: {"choices": [], "usage": {"total_tokens": 9}}\n\n'
    role = 'data: {"choices": [{"delta": {"role": "assistant", "content": null}}]}\n\n'
    parts = (": ping\n\n", role, delta("They"), ": ping\r\n\r\n", delta(" slept"), delta(None, "stop"), usage)
    async with connected(Peer(writes(*parts, "data: [DONE]\n\n"))) as engine:
        assert isinstance(engine, LanguageModel)
        assert await reply(engine) == ["They", " slept"]


async def test_says_what_the_prompt_says() -> None:
    peer = Peer(writes(delta("x", "stop"), "data: [DONE]\n\n"))
    async with connected(peer) as engine:
        await reply(engine)
        await reply(engine, Prompt(shared=(), own=PROMPT.own))
    assert peer.asked[0] == {
        "model": "guide",
        "messages": [{"role": "system", "content": "Be a guide."}, {"role": "user", "content": QUESTION}],
        "stream": True,
        "max_tokens": 40,
        "temperature": 0.5,
        "seed": 7,
        "stop": ["\n"],
    }
    assert "stop" not in peer.asked[1]
    assert peer.keys == [f"Bearer {KEY}"] * 3


async def test_every_question_goes_over_a_fresh_connection() -> None:
    """A kept one may be closed by the server at the moment of asking (seen with llama.cpp's server)."""
    peer = Peer(writes(delta("x", "stop"), "data: [DONE]\n\n"))
    async with connected(peer) as engine:
        for _ in range(3):
            await reply(engine)
    assert len(peer.connections) == 3


async def test_without_a_name_the_servers_first_model_answers_and_no_key_is_sent() -> None:
    peer = Peer(writes(delta("x", "stop")))
    async with connected(peer, openai_model="", openai_key="") as engine:
        assert await reply(engine) == ["x"]
    assert peer.asked[0]["model"] == "first-model"
    assert peer.keys == [None, None]


@pytest.mark.parametrize("models", [{}, {"data": []}, [], {"data": [{"id": 3}]}])
async def test_a_server_that_names_no_model_needs_one_to_be_set(models: Any) -> None:
    with pytest.raises(EngineUnavailable, match="TOUR_OPENAI_MODEL"):
        async with connected(Peer(models=models), openai_model=""):
            pass


async def test_a_server_without_a_list_of_models_is_fine_when_one_is_set() -> None:
    async with connected(Peer(writes(delta("x", "stop")), models_status=404)) as engine:
        assert await reply(engine) == ["x"]


async def test_a_server_that_minds_no_stop_is_stopped_here() -> None:
    peer = Peer(writes(delta("one"), delta("\ntwo"), delta("three"), delta(None, "stop")))
    async with connected(peer) as engine:
        assert await reply(engine) == ["one"]


async def test_a_server_that_never_ends_is_cut_off() -> None:
    async def answer(_: Peer, write: Write) -> None:
        while True:
            await write(delta("and so on " * 100))

    peer = Peer(answer)
    async with connected(peer) as engine:
        text = "".join(await reply(engine, PROMPT))
        assert len(text) == PROMPT.max_tokens * openai_http.LONGEST_TOKEN
        await peer.gone.wait()


async def test_closing_the_iterator_closes_the_connection() -> None:
    async def answer(_: Peer, write: Write) -> None:
        await write(delta("They"))
        await asyncio.Event().wait()

    peer = Peer(answer)
    async with connected(peer) as engine:
        async with aclosing(engine.generate(PROMPT)) as pieces:
            assert await anext(pieces) == "They"
        await peer.gone.wait()


@pytest.mark.parametrize(
    ("status", "remedy"),
    [(401, "KEY"), (403, "KEY"), (404, "MODEL"), (429, "later"), (500, "log"), (307, "log"), (204, "log")],
)
async def test_a_refusal_is_named_with_its_remedy(status: int, remedy: str) -> None:
    peer = Peer(status=status)
    async with connected(peer) as engine:
        with pytest.raises(EngineUnavailable, match=f"answered {status}.*{remedy}") as caught:
            await reply(engine)
    assert_nothing_leaks(str(caught.value))


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ((delta("They"),), "broke off"),
        ((), "broke off"),
        (("data: {oops\n\n",), "not JSON"),
        (("data: 7\n\n",), "not an object"),
        (('data: {"choices": [3]}\n\n',), "not an object"),
        (('data: {"choices": {"a": 1}}\n\n',), "not an object"),
        ((f'data: {{"error": {{"message": "{QUESTION}", "code": "overloaded"}}}}\n\n',), r"gave up \(overloaded\)"),
        ((f'data: {{"error": "{QUESTION}"}}\n\n',), "gave up"),
        (("<html>" * 300_000,), "too long"),
    ],
)
async def test_a_stream_gone_wrong_says_how(parts: tuple[str, ...], reason: str) -> None:
    async with connected(Peer(writes(*parts))) as engine:
        with pytest.raises(EngineUnavailable, match=reason) as caught:
            await reply(engine)
    assert_nothing_leaks(str(caught.value))


async def test_what_came_before_a_cut_was_heard() -> None:
    async with connected(Peer(writes(delta("They")))) as engine:
        pieces = engine.generate(PROMPT)
        assert await anext(pieces) == "They"
        with pytest.raises(EngineUnavailable, match="broke off"):
            await anext(pieces)


async def test_a_silent_server_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    async def answer(_: Peer, write: Write) -> None:
        await write(delta("They"))
        await asyncio.Event().wait()

    monkeypatch.setattr(openai_http, "SILENCE_SECONDS", 0.05)
    async with connected(Peer(answer)) as engine:
        with pytest.raises(EngineUnavailable, match="does not answer in time"):
            await reply(engine)


async def test_a_server_that_is_away_is_named_without_a_password() -> None:
    async with serving(Peer()) as url:
        pass
    given = {"openai_url": url.replace("//", "//user:hush@"), "openai_model": "guide"}
    with pytest.raises(EngineUnavailable, match=r"127\.0\.0\.1:\d+ cannot be reached") as caught:
        async with OpenAIHttp(EngineContext(weights=lambda _: None, options=given)):
            pass
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize("url", ["", "ftp://host/v1", "host:80", "http://", "http://host:99999/", "http://h/?key=x"])
async def test_a_url_that_cannot_be_is_refused(url: str) -> None:
    with pytest.raises(EngineUnavailable, match="TOUR_OPENAI_URL"):
        async with OpenAIHttp(EngineContext(weights=lambda _: None, options={"openai_url": url})):
            pass


async def test_a_refused_key_shows_when_the_engine_opens() -> None:
    with pytest.raises(EngineUnavailable, match=r"answered 401.*TOUR_OPENAI_KEY"):
        async with connected(Peer(models_status=401)):
            pass
    with pytest.raises(EngineUnavailable, match="TOUR_OPENAI_KEY"):
        async with connected(Peer(), openai_key="two\nlines"):
            pass


async def test_nothing_of_a_visit_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with connected(Peer(writes(delta("They slept")))) as engine:
        with pytest.raises(EngineUnavailable):
            await reply(engine)
    assert_nothing_leaks(caplog.text)


def assert_nothing_leaks(text: str) -> None:
    assert QUESTION not in text
    assert KEY not in text
