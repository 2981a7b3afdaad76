"""The doorstep: the one page over plain HTTP, which leads a device through trusting this house."""

import io
from collections.abc import Awaitable, Callable
from functools import lru_cache
from importlib.resources import files

import segno
from aiohttp import web

from tour.lan.page import page
from tour.lan.papers import Papers
from tour.lan.profile import MEDIA_TYPE, profile

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src https:;"
        " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Server": "caravanserai",
}

Answer = Callable[[web.Request], Awaitable[web.Response]]


def qr(url: str) -> segno.QRCode:
    """A QR code that still reads where a seventh of it is damaged."""
    return segno.make_qr(url, error="m")


@lru_cache(maxsize=8)
def drawn(url: str) -> bytes:
    """The QR code of an address as SVG; kept, since every device that comes asks for the same one."""
    out = io.BytesIO()
    qr(url).save(out, kind="svg", scale=6, dark="#1c1712", light="#fff", border=4)
    return out.getvalue()


class Doorstep:
    """What a device is told and given before it trusts the house; nothing of it is secret."""

    def __init__(self, papers: Papers, port: Callable[[], int]) -> None:
        self._papers, self._port = papers, port

    def app(self) -> web.Application:
        """Its addresses, and no others."""
        app = web.Application(client_max_size=1024)
        app.on_response_prepare.append(_set_headers)
        app.add_routes(
            [
                web.get("/", self.page),
                web.get("/tour.svg", self.code),
                web.get("/authority.crt", self._file("application/x-x509-ca-cert", lambda: self._papers.authority.der)),
                web.get("/authority.pem", self._file("application/x-pem-file", lambda: self._papers.authority.pem)),
                web.get("/authority.mobileconfig", self._file(MEDIA_TYPE, self._profile)),
                web.get("/doorstep.css", self._file("text/css", lambda: _part("doorstep.css"))),
                web.get("/doorstep.js", self._file("text/javascript", lambda: _part("doorstep.js"))),
            ]
        )
        return app

    async def page(self, request: web.Request) -> web.Response:
        """What to do, in the visitor's language, the steps of their own device open."""
        text = page(
            papers=self._papers,
            urls=self._urls(request),
            agent=request.headers.get("User-Agent", ""),
            languages=request.headers.get("Accept-Language", ""),
        )
        return web.Response(text=text, content_type="text/html")

    async def code(self, request: web.Request) -> web.Response:
        """The address of the tours as a QR code."""
        return web.Response(body=drawn(self._urls(request)[0]), content_type="image/svg+xml")

    def _profile(self) -> bytes:
        return profile(self._papers.authority, self._papers.host)

    def _urls(self, request: web.Request) -> tuple[str, str]:
        """By name, and by the address under which this device reached the doorstep."""
        socket = request.transport.get_extra_info("sockname") if request.transport else None
        address = socket[0] if socket else self._papers.host
        return f"https://{self._papers.host}:{self._port()}/", f"https://{address}:{self._port()}/"

    @staticmethod
    def _file(media_type: str, content: Callable[[], bytes]) -> Answer:
        async def answer(_: web.Request) -> web.Response:
            return web.Response(body=content(), content_type=media_type)

        return answer


async def _set_headers(_: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)


def _part(name: str) -> bytes:
    return (files("tour.lan") / name).read_bytes()
