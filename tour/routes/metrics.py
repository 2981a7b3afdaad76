"""`/metrics`: Prometheus exposition."""

from aiohttp import web
from prometheus_client.exposition import choose_encoder

from tour.keys import METRICS


async def metrics(request: web.Request) -> web.Response:
    """Every metric of this server, as OpenMetrics where the client asks for it."""
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    headers = {"Content-Type": content_type, "Cache-Control": "no-store"}
    return web.Response(body=encode(request.app[METRICS].registry), headers=headers)


ROUTES = (web.get("/metrics", metrics),)
