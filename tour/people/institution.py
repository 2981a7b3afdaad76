"""Signing in at an institution: OpenID Connect Core 1.0, code flow with PKCE (RFC 7636) and issuer check (RFC 9207)."""

import base64
import hashlib
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import quote, urlencode, urlsplit

import aiohttp
import msgspec

from tour.people.identities import Departure, Identity
from tour.people.refusal import Refusal

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA")
"""Signatures by a key that only the institution has; never `none`, never a shared secret."""
KEPT = 3600.0
"""Seconds for which it is kept what an institution says of itself."""
LEEWAY = 60
"""Seconds by which its clock may be off."""
MOST_BYTES = 256 * 1024
TIMEOUT = aiohttp.ClientTimeout(total=10)
SILENT = "Your institution's sign-in cannot be reached just now. Please try again, or sign in with a password."
UNSOUND = "What your institution's sign-in answered could not be verified. Please begin again."

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution:
    """How this house is known at an institution's provider."""

    issuer: str
    client: str
    secret: str = field(default="", repr=False)
    """Empty for a public client."""
    name: str = ""
    """What people call it."""


class Provider(msgspec.Struct, frozen=True, kw_only=True):
    """What an issuer says of itself (OpenID Connect Discovery 1.0)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    authorization_response_iss_parameter_supported: bool = False


class Tokens(msgspec.Struct, frozen=True, kw_only=True):
    """What the token endpoint answers, as far as we read it."""

    id_token: str


class InstitutionDoor:
    """One institution's provider, read when it is first needed and again every hour."""

    def __init__(self, institution: Institution) -> None:
        self.institution = institution
        self._provider: tuple[float, Provider] | None = None
        self._keys: tuple[float, Any] | None = None

    async def address(self, state: str, departure: Departure) -> str:
        """Where to send the browser. Raises `Refusal` where the institution cannot be reached."""
        async with _client() as http:
            provider = await self._read_provider(http)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(departure.verifier.encode()).digest()).rstrip(b"=")
        asked = {
            "response_type": "code", "client_id": self.institution.client, "redirect_uri": departure.back,
            "scope": "openid profile email", "state": state, "nonce": departure.nonce,
            "code_challenge": challenge.decode(), "code_challenge_method": "S256",
        }  # fmt: skip
        joint = "&" if urlsplit(provider.authorization_endpoint).query else "?"
        return provider.authorization_endpoint + joint + urlencode(asked)

    async def identify(self, code: str, issuer: str, departure: Departure, now: datetime) -> Identity:
        """Who came back with this code; `issuer` is the `iss` of the answer's address, empty where there was none.

        Raises `Refusal` for whatever does not verify.
        """
        async with _client() as http:
            provider = await self._read_provider(http)
            expected = provider.issuer if issuer or provider.authorization_response_iss_parameter_supported else ""
            if issuer != expected:
                raise Refusal("institution", UNSOUND)
            token = await self._redeem(http, provider, code, departure)
            claims = await self._claims(http, provider, token, departure.nonce, now)
        return Identity(
            issuer=provider.issuer, subject=claims["sub"], name=_text(claims, "name"),
            login=_text(claims, "preferred_username") or _text(claims, "email"),
        )  # fmt: skip

    async def _read_provider(self, http: aiohttp.ClientSession) -> Provider:
        if self._provider is not None and time.monotonic() - self._provider[0] < KEPT:
            return self._provider[1]
        address = self.institution.issuer.rstrip("/") + "/.well-known/openid-configuration"
        provider = await _ask(http.get(_safe(address), allow_redirects=False), Provider)
        if provider.issuer != self.institution.issuer:
            raise Refusal("institution", UNSOUND)
        for each in (provider.authorization_endpoint, provider.token_endpoint, provider.jwks_uri):
            _safe(each)
        self._provider = (time.monotonic(), provider)
        return provider

    async def _redeem(self, http: aiohttp.ClientSession, provider: Provider, code: str, departure: Departure) -> str:
        form = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": departure.back,
            "code_verifier": departure.verifier, "client_id": self.institution.client,
        }  # fmt: skip
        headers = {"Accept": "application/json"}
        if self.institution.secret and "client_secret_basic" in provider.token_endpoint_auth_methods_supported:
            pair = f"{quote(self.institution.client, safe='')}:{quote(self.institution.secret, safe='')}"
            headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
        elif self.institution.secret:
            form["client_secret"] = self.institution.secret
        asking = http.post(provider.token_endpoint, data=form, headers=headers, allow_redirects=False)
        return (await _ask(asking, Tokens)).id_token

    async def _claims(
        self, http: aiohttp.ClientSession, provider: Provider, token: str, nonce: str, now: datetime
    ) -> dict[str, Any]:
        """The claims of an ID token (OpenID Connect Core 1.0, section 3.1.3.7)."""
        from joserfc.errors import JoseError

        try:
            try:
                keys = await self._read_keys(http, provider, fresh=False)
                return self._verified(token, keys, nonce, now)
            except (JoseError, ValueError):
                keys = await self._read_keys(http, provider, fresh=True)
                return self._verified(token, keys, nonce, now)
        except (JoseError, ValueError, KeyError, TypeError):
            raise Refusal("institution", UNSOUND) from None

    def _verified(self, token: str, keys: Any, nonce: str, now: datetime) -> dict[str, Any]:
        from joserfc import jwt

        claims: dict[str, Any] = dict(jwt.decode(token, keys, algorithms=list(ALGORITHMS)).claims)
        registry = jwt.JWTClaimsRegistry(
            now=int(now.timestamp()), leeway=LEEWAY,
            iss={"essential": True, "value": self.institution.issuer},
            aud={"essential": True, "value": self.institution.client},
            nonce={"essential": True, "value": nonce},
            sub={"essential": True}, exp={"essential": True}, iat={"essential": True},
        )  # fmt: skip
        registry.validate(claims)
        audience = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        if (len(audience) > 1 or "azp" in claims) and claims.get("azp") != self.institution.client:
            raise ValueError("azp")
        if not isinstance(claims["sub"], str) or not 1 <= len(claims["sub"]) <= 255:
            raise ValueError("sub")
        return claims

    async def _read_keys(self, http: aiohttp.ClientSession, provider: Provider, *, fresh: bool) -> Any:
        from joserfc.jwk import KeySet

        if not fresh and self._keys is not None and time.monotonic() - self._keys[0] < KEPT:
            return self._keys[1]
        found = await _ask(http.get(provider.jwks_uri, allow_redirects=False), dict[str, Any])
        self._keys = (time.monotonic(), KeySet(list(_usable(found.get("keys")))))
        return self._keys[1]


def _client() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(timeout=TIMEOUT)


async def _ask(asking: Any, kind: type[T]) -> T:
    """Read a JSON answer; raises `Refusal` for silence, an error, too many bytes or another shape."""
    try:
        async with asking as answer:
            body = await answer.content.read(MOST_BYTES)
            if answer.status != 200 or not answer.content.at_eof():
                raise Refusal("institution", SILENT if answer.status >= 500 else UNSOUND)
        return msgspec.json.decode(body, type=kind)
    except (aiohttp.ClientError, TimeoutError):
        raise Refusal("institution", SILENT) from None
    except msgspec.MsgspecError:
        raise Refusal("institution", UNSOUND) from None


def _safe(address: str) -> str:
    """The address, where nobody on the way can read or change what is said; raises `Refusal`."""
    parts = urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in {"127.0.0.1", "::1", "localhost"}):
        return address
    raise Refusal("institution", UNSOUND)


def _usable(keys: Any) -> Iterator[Any]:
    """The public keys that we can verify with; a provider may have others too."""
    from joserfc.errors import JoseError
    from joserfc.jwk import import_key

    for key in keys if isinstance(keys, list) else ():
        if isinstance(key, dict) and key.get("kty") in {"RSA", "EC", "OKP"}:
            with suppress(JoseError, ValueError, KeyError, TypeError):
                yield import_key(key)


def _text(claims: dict[str, Any], name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) else ""
