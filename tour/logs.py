"""Logs as JSON lines that hold no address, no query and no words of a visitor."""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp.abc import AbstractAccessLogger
from aiohttp.web import BaseRequest, StreamResponse

from tour.errors import route_of

OURS = ("tour", "narration", "scenes", "clients")
ACCESS = "tour.access"
STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
CHATTY = {"phonemizer": logging.ERROR}
"""Libraries whose lesser records help nobody: it warns of every line in which a figure becomes several words."""


class JsonLines(logging.Formatter):
    """One JSON object a record: time, level, logger, message, what was given as `extra`, and where an exception arose.

    Other people's records lose their arguments, and every exception its text: a library may have put an address or
    a visitor's words there.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line of JSON."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
        }
        line |= {name: value for name, value in vars(record).items() if name not in STANDARD}
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = _exception(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def _message(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] in OURS:
        return record.getMessage()
    return str(record.msg).partition("\n")[0]


def _exception(wrong: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(wrong.__traceback__)
    at = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-8:]]
    reason = {"reason": wrong.strerror} if isinstance(wrong, OSError) and wrong.strerror else {}
    return {"type": type(wrong).__qualname__, **reason, "at": at}


def _worth_it(record: logging.LogRecord) -> bool:
    return record.levelno >= CHATTY.get(record.name.partition(".")[0], logging.NOTSET)


class AccessLog(AbstractAccessLogger):
    """One record an answer: method, route pattern, status, milliseconds, bytes; never who asked or for which words."""

    def log(self, request: BaseRequest, response: StreamResponse, time: float) -> None:
        """Write the record of one answer that took `time` seconds."""
        self.logger.info(
            "answered",
            extra={
                "method": request.method,
                "route": route_of(request),
                "status": response.status,
                "ms": round(time * 1000, 1),
                "bytes": response.body_length,
            },
        )

    @property
    def enabled(self) -> bool:
        """Whether anybody reads these records."""
        return self.logger.isEnabledFor(logging.INFO)


def configure(level: str = "info") -> None:
    """Send every record of `level` (debug, info, warning, error) and above to standard error as JSON lines.

    Raises `ValueError` for another level.
    """
    names = {"debug", "info", "warning", "error"}
    if level.lower() not in names:
        raise ValueError(f"log level {level!r}: one of {', '.join(sorted(names))}")
    stream = logging.StreamHandler(sys.stderr)
    stream.setFormatter(JsonLines())
    stream.addFilter(_worth_it)
    root = logging.getLogger()
    root.handlers[:] = [stream]
    root.setLevel(level.upper())
