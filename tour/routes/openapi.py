"""`/api/openapi.json`: every address of this server (OpenAPI 3.1), its schemas made from the types that answer."""

from functools import cache
from typing import Any

import msgspec
from aiohttp import web

from scenes import svx
from tour.provisions import Provisions
from tour.routes import kiosk, operations, studio, taking_along
from tour.routes.description import FactList, SiteDescription, SiteList
from tour.routes.documents import document
from tour.routes.health import Health, Readiness, our_version
from tour.routes.operations import REFERENCE, SECURITY_SCHEMES
from tour.scorecard.card import Scorecard

TYPES = (SiteList, SiteDescription, FactList, Provisions, Scorecard, Health, Readiness)
STUDIO = {
    name: operation for part in (*studio.PARTS, kiosk, taking_along) for name, operation in part.OPERATIONS.items()
}

SITE = {
    "name": "site",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "pattern": "^[a-z0-9-]{1,64}$"},
    "description": "Id of a site.",
}
LANGUAGE = {
    "name": "language",
    "in": "query",
    "schema": {"type": "string", "maxLength": 35},
    "description": "BCP 47; the site's first language where it is left out.",
}
STOP = {"name": "stop", "in": "path", "required": True, "schema": {"type": "string"}, "description": "Id of a stop."}
ASSET = {
    "name": "name",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "pattern": "^[0-9a-f]{64}\\.[a-z0-9]{2,5}$"},
    "description": "SHA-256 in lower-case hex and the file's extension.",
}
RANGE = {
    "name": "Range",
    "in": "header",
    "schema": {"type": "string"},
    "description": "One range of bytes; several are answered with the whole (RFC 9110, section 14.2).",
}
PATH = {
    "name": "path",
    "in": "path",
    "required": True,
    "schema": {"type": "string"},
    "description": "File of the page.",
}

PROBLEM = {
    "type": "object",
    "description": "Problem details (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}
LINKED_DATA = {"application/ld+json": {"schema": {"type": "object", "required": ["@context", "id", "type", "items"]}}}
VOYAGER = {svx.MEDIA_TYPE: {"schema": {"type": "object", "required": ["asset", "scene", "scenes"]}}}


async def openapi(request: web.Request) -> web.Response:
    """The description of this server's addresses."""
    return document(request, description())


@cache
def description() -> dict[str, Any]:
    """The OpenAPI document; do not change it."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Caravanserai",
            "version": our_version(),
            "summary": "Heritage sites to walk in, and the wire on which a guide speaks.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": _joined(_paths(), operations.paths(STUDIO)),
        "components": {"schemas": _schemas(), "securitySchemes": SECURITY_SCHEMES},
    }


def _joined(ones: dict[str, Any], others: dict[str, Any]) -> dict[str, Any]:
    """Two parts of the `paths`; an address may have methods in both."""
    return {path: {**ones.get(path, {}), **others.get(path, {})} for path in (*ones, *others)}


def _paths() -> dict[str, Any]:
    return {
        "/": _get("The visitor's page.", {"text/html": {}}),
        "/studio": _get("The studio's page.", {"text/html": {}}),
        "/scorecard/{site}": _get("A site's scorecard, for people.", {"text/html": {}}, SITE),
        "/kiosk/{site}": _get("A screen in a hall, for people.", {"text/html": {}}, SITE),
        "/app/{path}": _get("A file of the visitor's page.", {"*/*": {}}, PATH, absent=True),
        "/service-worker.js": _get("What opens the page without a network.", {"text/javascript": {}}, absent=True),
        "/favicon.ico": _get("The icon.", {"image/svg+xml": {}}),
        "/visit": _visit(),
        "/api/sites": _get("All sites.", _json("SiteList")),
        "/api/sites/{site}": _get("One site.", _json("SiteDescription"), SITE, absent=True),
        "/api/sites/{site}/facts": _get("A site's facts.", _json("FactList"), SITE, LANGUAGE, absent=True, bad=True),
        "/api/sites/{site}/provisions": _get(
            "What can be told of a site without the house.", _json("Provisions"), SITE, LANGUAGE, absent=True, bad=True
        ),
        "/api/sites/{site}/provisions/{stop}": _get(
            "A stop's approved words and their sound, as frames of the wire one after another.",
            {"application/vnd.msgpack": {}},
            SITE,
            STOP,
            LANGUAGE,
            absent=True,
            bad=True,
        ),
        "/api/sites/{site}/manifest.json": _get(
            "A site as a IIIF Presentation 4 Manifest.",
            LINKED_DATA,
            SITE,
            absent=True,
        ),
        "/api/sites/{site}/annotations.json": _get("A site's W3C AnnotationPage.", LINKED_DATA, SITE, absent=True),
        "/api/sites/{site}/scene.svx.json": _get(
            "A site as a Voyager document.",
            VOYAGER,
            SITE,
            absent=True,
        ),
        "/api/sites/{site}/scorecard": _get("A site's scorecard.", _json("Scorecard"), SITE, absent=True),
        "/api/openapi.json": _get("This document.", {"application/json": {"schema": {"type": "object"}}}),
        "/assets/{name}": _asset(),
        "/healthz": _get("Whether the server lives.", _json("Health")),
        "/readyz": _ready(),
        "/metrics": _get("Prometheus metrics.", {"text/plain": {}, "application/openmetrics-text": {}}),
    }


def _get(
    summary: str, content: dict[str, Any], *parameters: dict[str, Any], absent: bool = False, bad: bool = False
) -> dict[str, Any]:
    answers = {"200": {"description": summary, "content": content}}
    answers |= {"404": _problem("Nothing here.")} if absent else {}
    answers |= {"400": _problem("A parameter cannot be read.")} if bad else {}
    return {"get": {"summary": summary, "parameters": list(parameters), "responses": answers}}


def _asset() -> dict[str, Any]:
    path = _get("A blob by its digest; it never changes.", {"*/*": {}}, ASSET, RANGE, absent=True)
    path["get"]["responses"] |= {
        "206": {"description": "The range asked for.", "content": {"*/*": {}}},
        "304": {"description": "The client has it."},
        "406": _problem("Accept-Encoding refuses every form there is."),
        "412": _problem("If-Match names other bytes."),
        "416": _problem("No byte of the range exists."),
    }
    return path


def _ready() -> dict[str, Any]:
    path = _get("Whether visitors can come.", _json("Readiness"))
    path["get"]["responses"]["503"] = _problem("Something is still opening.")
    return path


def _visit() -> dict[str, Any]:
    return {
        "get": {
            "summary": "A visit: a WebSocket with the subprotocol caravanserai.v1, described in tour/README.md.",
            "responses": {
                "101": {"description": "The visit is open."},
                "400": _problem("No WebSocket handshake."),
                "403": _problem("The page of another origin."),
            },
        }
    }


def _json(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": REFERENCE.format(name=name)}}}


def _problem(text: str) -> dict[str, Any]:
    return {
        "description": text,
        "content": {"application/problem+json": {"schema": {"$ref": REFERENCE.format(name="Problem")}}},
    }


def _schemas() -> dict[str, Any]:
    kinds = dict.fromkeys((*TYPES, *operations.types(STUDIO.values())))
    _, components = msgspec.json.schema_components(kinds, ref_template=REFERENCE)
    return {**components, "Problem": PROBLEM}


ROUTES = (web.get("/api/openapi.json", openapi),)
