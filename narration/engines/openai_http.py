"""Any server that speaks OpenAI's chat completions with streaming: llama-server, vLLM, Ollama and others.

Options: `openai_url` (base, e.g. `http://127.0.0.1:11434/v1`), `openai_model` (the server's first one when empty),
`openai_key` (sent as a bearer token). What a visitor asked leaves this process; neither it nor the key is ever logged
or put into an error.
"""

import json
import re
from collections.abc import AsyncGenerator
from contextlib import aclosing
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from narration.engine import EngineContext, EngineUnavailable
from narration.engines.reply import ReplyText
from narration.engines.sse import event_data
from narration.prompt import Prompt, Turn

if TYPE_CHECKING:
    import aiohttp

ENGINE = "openai_http"
CONNECT_SECONDS = 3.0
SILENCE_SECONDS = 15.0
"""Longest wait between two pieces of an answer."""
LONGEST_TOKEN = 64
"""Characters; a server that sends more than this for each token asked for is cut off."""
MOST_STOPS = 4
"""The protocol takes no more; further ones are minded here only."""

_REMEDIES = {
    401: "check TOUR_OPENAI_KEY",
    403: "check TOUR_OPENAI_KEY",
    404: "check TOUR_OPENAI_URL and TOUR_OPENAI_MODEL",
    429: "the server has too much to do; ask again later",
}


class OpenAIHttp:
    """A `LanguageModel` on the other side of HTTP."""

    name = ENGINE

    def __init__(self, context: EngineContext) -> None:
        self._base = context.options.get("openai_url", "").rstrip("/")
        self.weights = context.options.get("openai_model", "")
        self._key = context.options.get("openai_key", "")
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        """Look whether the server is there and, when none was named, which model it has.

        Raises `EngineUnavailable`.
        """
        _check_url(self._base)
        _check_key(self._key)
        import aiohttp

        timeout = aiohttp.ClientTimeout(
            total=None, connect=None, sock_connect=CONNECT_SECONDS, sock_read=SILENCE_SECONDS
        )
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        # A server may close an idle connection at the moment a question is sent on it; a fresh one cannot be stale.
        connector = aiohttp.TCPConnector(force_close=True)
        self._session = aiohttp.ClientSession(connector=connector, timeout=timeout, headers=headers)
        try:
            await self._greet()
        except BaseException:
            await self._close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close every connection; open answers fail."""
        await self._close()

    async def generate(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        """Stream the reply; closing the iterator closes the connection, which stops the server's work.

        Raises `EngineUnavailable` when the server is away, refuses, breaks off, falls silent or talks nonsense.
        """
        reply = ReplyText(prompt.stop)
        room = prompt.max_tokens * LONGEST_TOKEN
        async with aclosing(self._deltas(prompt)) as deltas:
            async for delta in deltas:
                text = reply.feed(delta.encode("utf-8", "replace"))[:room]
                room -= len(text)
                if text:
                    yield text
                if reply.stopped or room <= 0:
                    return
        if rest := reply.finish():
            yield rest

    async def warm(self, shared: tuple[Turn, ...]) -> None:
        """Nothing: what a server keeps of prompts is its own affair, and asking it may cost money."""

    async def _deltas(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        import aiohttp

        try:
            async with self._opened().post(
                f"{self._base}/chat/completions", json=self._body(prompt), allow_redirects=False
            ) as response:
                _check_status(response.status)
                events = event_data(response.content.iter_any())
                async with aclosing(events), aclosing(_contents(events)) as deltas:
                    async for delta in deltas:
                        yield delta
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise self._away(error) from None
        except ValueError as error:
            raise EngineUnavailable(ENGINE, f"the server's answer makes no sense: {error}") from None

    def _body(self, prompt: Prompt) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self.weights,
            "messages": [{"role": turn.role, "content": turn.text} for turn in prompt.turns],
            "stream": True,
            "max_tokens": prompt.max_tokens,
            "temperature": prompt.temperature,
            "seed": prompt.seed,
        }
        if prompt.stop:
            body["stop"] = list(prompt.stop[:MOST_STOPS])
        return body

    async def _greet(self) -> None:
        import aiohttp

        try:
            async with self._opened().get(f"{self._base}/models", allow_redirects=False) as response:
                if response.status in (401, 403) or response.status >= 500:
                    _check_status(response.status)
                listed = await response.content.read(100_000) if response.status == 200 else b""
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise self._away(error) from None
        self.weights = self.weights or _first_model(listed)

    def _opened(self) -> "aiohttp.ClientSession":
        if self._session is None:
            raise EngineUnavailable(ENGINE, "is not open")
        return self._session

    def _away(self, error: Exception) -> EngineUnavailable:
        what = "does not answer in time" if isinstance(error, TimeoutError) else "cannot be reached or broke off"
        return EngineUnavailable(
            ENGINE, f"{_place(self._base)} {what} ({type(error).__name__})", "check TOUR_OPENAI_URL and that server"
        )

    async def _close(self) -> None:
        session, self._session = self._session, None
        if session:
            await session.close()


async def _contents(events: AsyncGenerator[str, None]) -> AsyncGenerator[str, None]:
    """The text in each event, until the server says that it is done."""
    finished = False
    async for data in events:
        if data.strip() == "[DONE]":
            return
        delta, ends = _read(data)
        finished = finished or ends
        if delta:
            yield delta
    if not finished:
        raise EngineUnavailable(ENGINE, "the server broke off in the middle of an answer")


def _read(data: str) -> tuple[str, bool]:
    """Text of one event and whether the reply ends with it; both may be lacking, as in a count of tokens."""
    try:
        event = json.loads(data)
    except json.JSONDecodeError:
        raise ValueError("an event is not JSON") from None
    if not isinstance(event, dict):
        raise ValueError("an event is not an object")
    if event.get("error"):
        raise EngineUnavailable(ENGINE, f"the server gave up{_code(event['error'])}")
    choices = event.get("choices") or [{}]
    choice = choices[0] if isinstance(choices, list) else None
    if not isinstance(choice, dict):
        raise ValueError("a choice is not an object")
    delta = choice.get("delta") or {}
    text = delta.get("content") if isinstance(delta, dict) else None
    return (text if isinstance(text, str) else ""), choice.get("finish_reason") is not None


def _code(error: object) -> str:
    """An error's code, and only that: its message may repeat the prompt."""
    code = str(error.get("code") or error.get("type") or "") if isinstance(error, dict) else ""
    return f" ({code})" if re.fullmatch(r"[A-Za-z0-9_.-]{1,40}", code) else ""


def _check_status(status: int) -> None:
    if status != 200:
        raise EngineUnavailable(ENGINE, f"the server answered {status}", _REMEDIES.get(status, "see that server's log"))


def _check_url(base: str) -> None:
    remedy = "set TOUR_OPENAI_URL, e.g. http://127.0.0.1:11434/v1"
    if not base:
        raise EngineUnavailable(ENGINE, "no server is named", remedy)
    try:
        parts = urlsplit(base)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.query or parts.fragment:
        raise EngineUnavailable(ENGINE, "openai_url is not the base of an HTTP server", remedy)


def _check_key(key: str) -> None:
    if not key.isascii() or not key.isprintable():
        raise EngineUnavailable(ENGINE, "openai_key holds characters that no key has", "check TOUR_OPENAI_KEY")


def _place(base: str) -> str:
    """Host and port: a URL may carry a password."""
    parts = urlsplit(base)
    return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)


def _first_model(listed: bytes) -> str:
    try:
        found = json.loads(listed)["data"][0]["id"]
    except (ValueError, LookupError, TypeError):
        found = None
    if not isinstance(found, str):
        raise EngineUnavailable(ENGINE, "the server does not say which models it has", "set TOUR_OPENAI_MODEL")
    return found
