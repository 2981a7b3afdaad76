"""`/healthz` and `/readyz`: whether the server lives, and whether it can receive visitors."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import version
from typing import Literal

from aiohttp import web
from msgspec import Struct

from tour.engines import EngineState
from tour.errors import problem
from tour.keys import HOUSE, SITES
from tour.routes.documents import document

READINESS: web.AppKey[Callable[[], Mapping[str, EngineState]]] = web.AppKey("readiness", Callable)  # type: ignore[arg-type]
"""The state of every engine that is wanted, by name; may be left out."""


class Health(Struct, frozen=True, kw_only=True):
    """The server answers."""

    status: Literal["ok"] = "ok"
    version: str


class Readiness(Struct, frozen=True, kw_only=True):
    """The server can receive visitors."""

    status: Literal["ready"] = "ready"
    sites: int
    engines: dict[str, EngineState]


async def healthz(request: web.Request) -> web.Response:
    """Alive, and which version."""
    return document(request, Health(version=our_version()))


async def readyz(request: web.Request) -> web.Response:
    """Ready, or 503 saying what is awaited."""
    engines = dict(request.app[READINESS]()) if READINESS in request.app else {}
    sites = len(request.app[SITES])
    opening = sorted(name for name, state in engines.items() if state == "opening")
    opening += [f"the site {name}" for name in request.app[HOUSE].opening] if HOUSE in request.app else []
    if sites and not opening:
        return document(request, Readiness(sites=sites, engines=engines))
    awaited = [*opening, *([] if sites else ["a site"])]
    detail = f"Still waiting for {', '.join(awaited)}."
    return problem(503, detail, {"Retry-After": "2"}, sites=sites, engines=engines)


@cache
def our_version() -> str:
    """The version of the distribution that is installed."""
    return version("caravanserai")


ROUTES = (web.get("/healthz", healthz), web.get("/readyz", readyz))
