"""The sockets that listen: they count whoever comes before anything is spent on them, the TLS handshake included."""

import errno
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from tour.gate.crowd import Crowd

AT_ONCE = 64
"""Connections that are turned away before others have their turn."""


class Guest(socket.socket):
    """A connection that was let in, until it is closed."""

    def __init__(self, taken: socket.socket, gone: Callable[[], None]) -> None:
        super().__init__(taken.family, taken.type, taken.proto, fileno=taken.detach())
        self._gone: Callable[[], None] | None = gone

    def close(self) -> None:
        """Close it; the next one from its address may come in."""
        super().close()
        gone, self._gone = self._gone, None
        if gone is not None:
            gone()


class Gate(socket.socket):
    """A socket that listens, and closes at once what the crowd has no room for."""

    def __init__(self, family: int, kind: int, protocol: int, crowd: Crowd) -> None:
        super().__init__(family, kind, protocol)
        self._crowd = crowd
        self._spare = os.open(os.devnull, os.O_RDONLY)

    def accept(self) -> tuple[socket.socket, Any]:
        """The next one that is let in; raises `BlockingIOError` where nobody else waits."""
        for _ in range(AT_ONCE):
            try:
                taken, address = super().accept()
            except OSError as wrong:
                if wrong.errno not in {errno.EMFILE, errno.ENFILE}:
                    raise
                self._turn_away()
                continue
            gone = self._crowd.admit(str(address[0]))
            if gone is not None:
                return Guest(taken, gone), address
            taken.close()
        raise BlockingIOError

    def close(self) -> None:
        """Stop listening."""
        super().close()
        spare, self._spare = self._spare, -1
        if spare >= 0:
            os.close(spare)

    def _turn_away(self) -> None:
        """Without a free descriptor nobody could even be refused, and asyncio would be asked again at once."""
        spare, self._spare = self._spare, -1
        if spare < 0:
            raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
        os.close(spare)
        try:
            super().accept()[0].close()
        finally:
            with suppress(OSError):  # another thread was faster; asyncio waits a second then
                self._spare = os.open(os.devnull, os.O_RDONLY)
        self._crowd.refuse("no descriptors")


def bound(host: str, port: int, crowd: Crowd) -> list[Gate]:
    """A gate for each address of a host, not listening yet; raises `OSError`, and holds none of them then."""
    found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    gates: list[Gate] = []
    try:
        for family, kind, protocol, _, address in dict.fromkeys(found):
            gates.append(gate := Gate(family, kind, protocol, crowd))
            _bind(gate, family, address)
    except OSError:
        for gate in gates:
            gate.close()
        raise
    return gates


def _bind(gate: Gate, family: int, address: Any) -> None:
    if os.name == "posix":
        gate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        gate.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    gate.setblocking(False)
    gate.bind(address)
