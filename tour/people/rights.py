"""The one table of who may do what: route × role. The guard and its test are both made from it.

A row is a method and a route's pattern as the router has it; GET stands for HEAD too. A route that is not here is
refused to everybody, and fails a test. Every role at a site is a set: a curator who also reviews holds both.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from tour.people.roles import Role

TRANSLATOR, CURATOR, REVIEWER, OPERATOR = Role.TRANSLATOR, Role.CURATOR, Role.REVIEWER, Role.OPERATOR
STAFF = frozenset({TRANSLATOR, CURATOR, REVIEWER, OPERATOR})
"""Everybody who works at a site."""

WORDS = re.compile(
    r"/(text|label|title|names|translated|summary|welcome|statement)/[^/]+|/media/[0-9]+/(title|alt)/[^/]+"
)
"""What of a record are words in one language, by JSON Pointer: all that some may change of one that is there."""

Where = Literal["anywhere", "own account", "site", "house"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """Who may use one route.

    `anywhere`: everybody, and nobody is asked who they are. `own account`: whoever is signed in, for what is their
    own. `site`: one of `roles` at the `{site}` of the address. `house`: one of `roles` in the whole house.
    """

    method: str
    path: str
    where: Where
    roles: frozenset[Role] = frozenset()
    by_token: bool = True
    """Whether a token may stand in for the person."""
    words_only: frozenset[Role] = frozenset()
    """Those of the roles who may change `WORDS` only."""

    def only_words(self, roles: Collection[Role]) -> bool:
        """Whether somebody with these roles may change words only."""
        return not (self.roles - self.words_only).intersection(roles)


def _rows(
    rows: tuple[str, ...], where: Where, roles: frozenset[Role], by_token: bool = True,
    words_only: frozenset[Role] = frozenset(),
) -> Iterator[Right]:  # fmt: skip
    for row in rows:
        method, path = row.split(" ")
        if (where == "site") != ("{site}" in path) and where != "anywhere":
            raise ValueError(f"{row}: a right at a site needs {{site}} in its path, and only that")
        yield Right(method=method, path=path, where=where, roles=roles, by_token=by_token, words_only=words_only)


def everybody(*rows: str) -> Iterator[Right]:
    """Open to the street."""
    return _rows(rows, "anywhere", frozenset())


def oneself(*rows: str, by_token: bool = False) -> Iterator[Right]:
    """For whoever is signed in, about their own account."""
    return _rows(rows, "own account", frozenset(), by_token)


def at_site(
    roles: frozenset[Role] | set[Role], *rows: str, by_token: bool = True, words_only: Collection[Role] = ()
) -> Iterator[Right]:
    """For these roles at the site of the address."""
    return _rows(rows, "site", frozenset(roles), by_token, frozenset(words_only))


def in_house(roles: frozenset[Role] | set[Role], *rows: str, by_token: bool = True) -> Iterator[Right]:
    """For these roles when they hold in the whole house."""
    return _rows(rows, "house", frozenset(roles), by_token)


VISITING = (
    *everybody("GET /", "GET /studio", "GET /app/{path}", "GET /favicon.ico", "GET /visit"),
    *everybody("GET /api/sites", "GET /api/sites/{site}", "GET /api/sites/{site}/facts"),
    *everybody("GET /api/sites/{site}/manifest.json", "GET /api/sites/{site}/annotations.json"),
    *everybody("GET /api/sites/{site}/scene.svx.json", "GET /api/openapi.json", "GET /assets/{name}"),
    *everybody("GET /api/sites/{site}/provisions", "GET /api/sites/{site}/provisions/{stop}", "GET /service-worker.js"),
    *everybody("GET /scorecard/{site}", "GET /api/sites/{site}/scorecard"),
    *everybody("GET /healthz", "GET /readyz", "GET /metrics"),
)

KIOSKS = (
    *everybody("GET /kiosk/{site}", "GET /api/kiosk/{site}", "GET /api/kiosk/{site}/greeting/{language}"),
    *everybody("GET /api/kiosk/{site}/heard"),
    # A code opens these, or a key that the code gave out: nobody signs in at a screen in a hall.
    *everybody("POST /api/kiosk/{site}/corner", "POST /api/kiosk/{site}/corner/leave"),
    *everybody("PUT /api/kiosk/{site}", "POST /api/kiosk/{site}/health"),
    # Whoever knows a visit's own secrets may take it along, by a code that is good once.
    *everybody("POST /api/kiosk/{site}/leaving", "POST /api/take-along"),
)

PEOPLE = (
    *everybody("GET /api/sign-in", "POST /api/sign-in", "POST /api/sign-in/link"),
    *everybody("POST /api/sign-in/institution", "GET /api/sign-in/institution/return"),
    *everybody("POST /api/invitations/look", "POST /api/invitations/accept"),
    *oneself("GET /api/me", by_token=True),
    *oneself("POST /api/sign-out", "PATCH /api/me", "POST /api/me/password"),
    *oneself("POST /api/me/codes", "POST /api/me/codes/confirm", "POST /api/me/codes/remove"),
    *oneself("GET /api/me/sessions", "DELETE /api/me/sessions/{session}"),
    *oneself("GET /api/me/tokens", "POST /api/me/tokens", "DELETE /api/me/tokens/{token}"),
    *oneself("POST /api/me/institution"),
    *at_site(STAFF, "GET /api/sites/{site}/names"),
    *at_site({OPERATOR}, "GET /api/sites/{site}/people", "GET /api/sites/{site}/invitations"),
    *at_site({OPERATOR}, "PUT /api/sites/{site}/people/{person}", by_token=False),
    *at_site({OPERATOR}, "POST /api/sites/{site}/invitations", by_token=False),
    *at_site({OPERATOR}, "DELETE /api/sites/{site}/invitations/{invitation}", by_token=False),
    *in_house({OPERATOR}, "GET /api/people", "GET /api/people/{person}", "GET /api/invitations"),
    *in_house({OPERATOR}, "PATCH /api/people/{person}", "DELETE /api/people/{person}", by_token=False),
    *in_house({OPERATOR}, "PUT /api/people/{person}/roles", "POST /api/people/{person}/link", by_token=False),
    *in_house({OPERATOR}, "POST /api/invitations", "DELETE /api/invitations/{invitation}", by_token=False),
)

REVIEWING = (
    *at_site(STAFF, "GET /api/sites/{site}/review", "GET /api/sites/{site}/review/rules"),
    *at_site(STAFF, "GET /api/sites/{site}/drafts/{draft}", "POST /api/sites/{site}/drafts/{draft}/check"),
    *at_site(STAFF, "GET /api/sites/{site}/drafts/{draft}/sentences/{sentence}/sound"),
    *at_site({CURATOR, TRANSLATOR}, "POST /api/sites/{site}/drafts"),
    *at_site({REVIEWER}, "POST /api/sites/{site}/review/next", "POST /api/sites/{site}/drafts/{draft}/decisions"),
    *at_site({REVIEWER, CURATOR}, "GET /api/sites/{site}/heard"),
    *at_site({REVIEWER}, "POST /api/sites/{site}/heard/{sentence}/decisions"),
    *at_site({REVIEWER, CURATOR, OPERATOR}, "GET /api/sites/{site}/review/figures"),
    *at_site({OPERATOR}, "PUT /api/sites/{site}/review/rules"),
)

JOBS = (
    *at_site(STAFF, "GET /api/sites/{site}/jobs", "GET /api/sites/{site}/jobs/{job}"),
    *at_site({CURATOR, OPERATOR}, "POST /api/sites/{site}/prepare", "DELETE /api/sites/{site}/jobs/{job}"),
)

KEEPING = (
    *everybody("GET /api/privacy/words", "POST /api/privacy/mine/export", "POST /api/privacy/mine/erase"),
    *everybody("POST /api/wording"),
    *in_house({OPERATOR}, "GET /api/audit", "GET /api/audit/state", "GET /api/audit/report", "GET /api/privacy"),
    *in_house({OPERATOR}, "POST /api/privacy/export", "POST /api/privacy/erase", by_token=False),
    *at_site({OPERATOR}, "GET /api/sites/{site}/audit"),
    *at_site({CURATOR, OPERATOR}, "GET /api/sites/{site}/visitors", "GET /api/sites/{site}/visitors.csv"),
    *at_site({CURATOR, OPERATOR}, "GET /api/sites/{site}/visitors/questions", "GET /api/sites/{site}/sharings"),
    *at_site({CURATOR}, "POST /api/sites/{site}/visitors/questions/settled"),
    *at_site({CURATOR, OPERATOR}, "POST /api/sites/{site}/sharings", by_token=False),
    *at_site({CURATOR, OPERATOR}, "POST /api/sites/{site}/sharings/{sharing}/approve", by_token=False),
    *at_site({CURATOR, OPERATOR}, "POST /api/sites/{site}/sharings/{sharing}/end", by_token=False),
    *at_site({CURATOR, OPERATOR}, "GET /api/sites/{site}/sharings/{sharing}/data", by_token=False),
)

WRITING = (
    *oneself("GET /api/records", by_token=True),
    *at_site(STAFF, "GET /api/sites/{site}/records", "GET /api/sites/{site}/records/{kind}"),
    *at_site(STAFF, "GET /api/sites/{site}/records/{kind}/{id}", "GET /api/sites/{site}/records/{kind}/{id}/history"),
    *at_site(STAFF, "GET /api/sites/{site}/records/{kind}/{id}/compare", "GET /api/sites/{site}/releases"),
    *at_site({CURATOR, TRANSLATOR}, "PUT /api/sites/{site}/records/{kind}/{id}", words_only={TRANSLATOR}),
    *at_site({CURATOR}, "DELETE /api/sites/{site}/records/{kind}/{id}"),
    *at_site({CURATOR}, "POST /api/sites/{site}/records/{kind}/{id}/restore"),
    *at_site(STAFF, "GET /api/sites/{site}/draft", "GET /api/sites/{site}/files/{name}"),
    *at_site({CURATOR}, "PUT /api/sites/{site}/order/{kind}", "POST /api/sites/{site}/releases"),
    *at_site({CURATOR, OPERATOR}, "GET /api/sites/{site}/pack.zip"),
    *at_site({CURATOR}, "POST /api/sites/{site}/pack", "POST /api/sites/{site}/records"),
    *at_site({CURATOR}, "POST /api/sites/{site}/import", "POST /api/sites/{site}/media"),
    *at_site({CURATOR, OPERATOR}, "GET /api/sites/{site}/exports", "GET /api/sites/{site}/exports/{form}"),
)

BRINGING = (
    *in_house({CURATOR, OPERATOR}, "POST /api/sites"),
    *at_site({CURATOR}, "OPTIONS /api/sites/{site}/uploads", "GET /api/sites/{site}/uploads"),
    *at_site({CURATOR}, "POST /api/sites/{site}/uploads", "GET /api/sites/{site}/uploads/{upload}"),
    *at_site({CURATOR}, "PATCH /api/sites/{site}/uploads/{upload}", "DELETE /api/sites/{site}/uploads/{upload}"),
    *at_site({CURATOR}, "POST /api/sites/{site}/ingest"),
)

LOOKING = (
    *at_site(STAFF, "GET /api/sites/{site}/hear", "POST /api/sites/{site}/hear", "POST /api/sites/{site}/hear/sound"),
    *at_site(STAFF, "GET /api/sites/{site}/here", "POST /api/sites/{site}/here"),
    *at_site(STAFF, "GET /api/sites/{site}/advice", "POST /api/sites/{site}/advice/contradictions"),
)

# Further parts of the studio: one tuple each, added to TABLE.

TABLE = (*VISITING, *KIOSKS, *PEOPLE, *REVIEWING, *JOBS, *KEEPING, *WRITING, *BRINGING, *LOOKING)


def _indexed(table: tuple[Right, ...]) -> Mapping[tuple[str, str], Right]:
    index = {(right.method, right.path): right for right in table}
    if len(index) != len(table):
        raise ValueError("a route stands in the table of rights twice")
    return MappingProxyType(index)


_INDEX = _indexed(TABLE)


def right(method: str, path: str) -> Right | None:
    """The row of a route, by its method and its pattern; None where the table has none."""
    return _INDEX.get(("GET" if method == "HEAD" else method, path))
