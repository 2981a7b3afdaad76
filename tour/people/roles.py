"""Roles, and who is asking with which of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

SITE = re.compile(r"[a-z0-9-]{1,64}")
"""The id of a site."""
EVERYWHERE = "*"
"""In place of a site: the whole house, and every site in it."""


class Role(StrEnum):
    """What somebody is at a site; nobody gets more from a role than the table of rights says."""

    VISITOR = "visitor"
    TRANSLATOR = "translator"
    CURATOR = "curator"
    REVIEWER = "reviewer"
    OPERATOR = "operator"


GIVEN = frozenset(Role) - {Role.VISITOR}
"""Roles that can be given; everybody is a visitor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks: a person with an account, through a session of the browser or a token of theirs."""

    person: str
    name: str
    roles: Mapping[str, frozenset[Role]] = field(default_factory=dict)
    """Roles by site, or by `EVERYWHERE`."""
    session: str = ""
    """The id of the session; empty for a token."""
    token: str = ""
    """The id of the token; empty for a session."""
    reads_only: bool = False
    """Whether the token may only read."""

    def at(self, site: str) -> frozenset[Role]:
        """What the caller is at a site, or in the whole house."""
        return self.roles.get(site, frozenset()) | self.roles.get(EVERYWHERE, frozenset()) | {Role.VISITOR}
