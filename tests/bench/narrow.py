"""A line of a certain width and length between a browser and a server."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Narrow:
    """A relay that lets `bits` a second through, all connections together, each way `rtt` seconds there and back.

    A connection waits one `rtt` for its first bytes, as a handshake does. Loss and slow start are not played.
    """

    target: int
    bits: float
    rtt: float
    port: int = 0
    down: int = 0
    """Bytes that have come to the browser."""
    _free: float = 0.0
    _server: asyncio.Server | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def __aenter__(self) -> "Narrow":
        self._server = await asyncio.start_server(self._relay, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        with suppress(OSError, asyncio.CancelledError):
            upstream, up = await asyncio.open_connection("127.0.0.1", self.target)
            await asyncio.sleep(self.rtt)
            await asyncio.gather(self._pump(reader, up, narrow=False), self._pump(upstream, writer, narrow=True))
        self._tasks.discard(task)

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, narrow: bool) -> None:
        """Carry bytes; of several connections each gets its turn."""
        queue: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(maxsize=64)
        carrier = asyncio.create_task(self._deliver(queue, sink, narrow=narrow))
        now = asyncio.get_running_loop().time
        while data := await source.read(4096):
            if narrow:
                self._free = max(now(), self._free) + len(data) * 8 / self.bits
                await asyncio.sleep(self._free - now())
            await queue.put((now() + self.rtt / 2, data))
        await queue.put((0.0, b""))
        await carrier

    async def _deliver(
        self, queue: asyncio.Queue[tuple[float, bytes]], sink: asyncio.StreamWriter, *, narrow: bool
    ) -> None:
        now = asyncio.get_running_loop().time
        while True:
            at, data = await queue.get()
            if not data:
                break
            await asyncio.sleep(max(0.0, at - now()))
            sink.write(data)
            await sink.drain()
            self.down += len(data) if narrow else 0
        sink.close()
