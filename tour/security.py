"""What every answer says about how it may be used: content security policy, isolation, CORS."""

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from tour.errors import route_of
from tour.people.rights import right

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "worker-src 'self' blob:",
        "style-src 'self'",
        "img-src 'self' blob: data:",
        "media-src 'self' blob:",
        "connect-src 'self' blob: data: ws: wss:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    )
)

PERMISSIONS_POLICY = ", ".join(
    (
        "xr-spatial-tracking=(self)",
        "microphone=(self)",
        "autoplay=(self)",
        "fullscreen=(self)",
        "screen-wake-lock=(self)",
        "accelerometer=(self)",
        "gyroscope=(self)",
        "camera=()",
        "geolocation=()",
        "payment=()",
        "usb=()",
    )
)

EVERYWHERE = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Referrer-Policy": "no-referrer",
    "Server": "caravanserai",
    "X-Content-Type-Options": "nosniff",
    # Together these two isolate the page, which lets the decoder share its ring buffer with the AudioWorklet.
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}

OPEN = ("/api/", "/assets/")
"""Paths that any web page may read, where the table of rights opens the route to everybody."""

CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Accept-Ranges, Content-Encoding, Content-Length, Content-Range, ETag",
}

PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-Match, If-None-Match, If-Range, Range",
    "Access-Control-Max-Age": "86400",
}


async def set_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Give an answer its headers just before it is sent (aiohttp's `on_response_prepare`)."""
    is_open = request.path.startswith(OPEN) and not _is_private(request)
    response.headers.update(EVERYWHERE | (CORS if is_open else {}))
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin" if is_open else "same-origin"


def _is_private(request: web.Request) -> bool:
    row = right(request.method, route_of(request))
    return row is not None and (row.where != "anywhere" or request.method not in {"GET", "HEAD"})


@web.middleware
async def options(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer OPTIONS for every address, and say in each refusal of a method that OPTIONS is allowed."""
    try:
        return await handler(request)
    except web.HTTPMethodNotAllowed as refused:
        allowed = ", ".join(sorted(refused.allowed_methods | {hdrs.METH_OPTIONS}))
        if request.method == hdrs.METH_OPTIONS:
            preflight = PREFLIGHT if request.path.startswith(OPEN) else {}
            return web.Response(status=204, headers={"Allow": allowed, **preflight})
        refused.headers["Allow"] = allowed
        raise
