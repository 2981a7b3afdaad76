"""A small OpenID provider on a real socket: it checks what a provider has to check, and can be told to lie.

A browser finds a page at `/authorize`, where whoever comes says who they are.
"""

import base64
import hashlib
import hmac
import json
import secrets
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiohttp import web
from aiohttp.test_utils import TestServer
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT, SECRET = "caravanserai", "s3cret & more"

DOOR = """<!doctype html><html lang="en"><title>The museum's sign-in</title><h1>The museum's own sign-in</h1>
<form method="post"><label>Staff number <input name="subject"></label> <label>Name <input name="name"></label>
<button>Let me in</button></form></html>"""


class Provider:
    """One institution. `lie` replaces claims of the next ID token; `answers` what an endpoint answers."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.keys: list[Any] = [RSAKey.generate_key(2048, parameters={"kid": "one"})]
        self.algorithm = "RS256"
        self.lie: dict[str, Any] = {}
        self.sign_with: Any = None
        self.says: dict[str, Any] = {}
        self.broken: str = ""
        self.redeemed: list[str] = []
        self._waiting: dict[str, dict[str, str]] = {}
        app = web.Application()
        app.router.add_get("/.well-known/openid-configuration", self._discovery)
        app.router.add_get("/authorize", self._door)
        app.router.add_post("/authorize", self._opened)
        app.router.add_post("/token", self._token)
        app.router.add_get("/keys", self._jwks)
        self.server = TestServer(app, host=host)

    @property
    def issuer(self) -> str:
        """Its address."""
        return str(self.server.make_url("/")).rstrip("/")

    def authorize(self, address: str, subject: str, **profile: str) -> str:
        """What the authorization endpoint does once somebody has signed in there: the address to go back to."""
        parts = urlsplit(address)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        assert parts.path == "/authorize"
        assert (asked["client_id"], asked["response_type"]) == (CLIENT, "code")
        assert "openid" in asked["scope"].split()
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe()
        self._waiting[code] = asked | {"sub": subject, **profile}
        return f"{asked['redirect_uri']}?code={code}&state={asked['state']}&iss={self.issuer}"

    async def _door(self, request: web.Request) -> web.Response:
        """Where people of the institution say who they are."""
        return web.Response(text=DOOR, content_type="text/html")

    async def _opened(self, request: web.Request) -> web.Response:
        """Send them back to where they came from."""
        form = await request.post()
        back = self.authorize(
            str(request.url), str(form["subject"]), name=str(form["name"]), login=str(form["subject"])
        )
        raise web.HTTPSeeOther(back)

    async def _discovery(self, request: web.Request) -> web.Response:
        if self.broken == "discovery":
            return web.Response(status=503)
        return web.json_response(
            {
                "issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/keys",
                "response_types_supported": ["code"], "authorization_response_iss_parameter_supported": True,
            }
            | self.says
        )  # fmt: skip

    async def _jwks(self, request: web.Request) -> web.Response:
        odd = [{"kty": "unheard-of", "kid": "odd"}, {"kty": "EC", "crv": "none"}, "rubbish"]
        return web.json_response({"keys": [*odd, *KeySet(self.keys).as_dict(private=False)["keys"]]})

    async def _token(self, request: web.Request) -> web.Response:
        if self.broken == "token":
            return web.Response(text="<html>", content_type="text/html")
        form = await request.post()
        pair = f"{CLIENT}:{SECRET.replace(' ', '%20').replace('&', '%26')}"
        assert request.headers["Authorization"] == "Basic " + base64.b64encode(pair.encode()).decode()
        asked = self._waiting.pop(str(form["code"]), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(str(form["code_verifier"]).encode()).digest())
        if asked is None or challenge.rstrip(b"=").decode() != asked["code_challenge"]:
            return web.json_response({"error": "invalid_grant"}, status=400)
        assert form["redirect_uri"] == asked["redirect_uri"]
        self.redeemed.append(asked["sub"])
        return web.json_response({"access_token": "x", "token_type": "Bearer", "id_token": self._id_token(asked)})

    def _id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.issuer, "aud": CLIENT, "sub": asked["sub"], "nonce": asked["nonce"], "iat": now,
            "exp": now + 300, "name": asked.get("name", ""), "preferred_username": asked.get("login", ""),
        } | self.lie  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        if self.algorithm in {"none", "HS256"}:
            return self._forged(claims)
        key = self.sign_with or self.keys[-1]
        header = {"alg": self.algorithm} | ({"kid": key.kid} if key.kid else {})
        return jwt.encode(header, claims, key, algorithms=[self.algorithm])

    def _forged(self, claims: dict[str, Any]) -> str:
        """Signed by nobody, or with the public key as if it were a shared secret."""
        parts = (json.dumps({"alg": self.algorithm, "kid": "one"}), json.dumps(claims))
        text = ".".join(_encoded(part.encode()) for part in parts)
        public = self.keys[0].as_pem(private=False)
        return f"{text}." + ("" if self.algorithm == "none" else _encoded(hmac.digest(public, text.encode(), "sha256")))


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
