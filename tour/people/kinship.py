"""Whether two accounts may well be one person's: what the house can know of it, and no more."""

from sqlite3 import Connection


def made_after(connection: Connection, person: str, moment: str) -> bool:
    """Whether an account was made only after a moment (UTC, ISO 8601)."""
    row = connection.execute("SELECT made FROM people WHERE id = ?", (person,)).fetchone()
    return row is not None and row["made"] > moment


def invited(connection: Connection, one: str, other: str) -> bool:
    """Whether either came by an invitation of the other, or of somebody who came by one of theirs, and so on."""
    return one != other and bool({one} & _line(connection, other) or {other} & _line(connection, one))


def _line(connection: Connection, person: str) -> set[str]:
    """Who invited a person, who invited those, and so on."""
    rows = connection.execute(
        "WITH RECURSIVE line(person) AS (SELECT made_by FROM invitations WHERE accepted_by = ?"
        " UNION SELECT made_by FROM invitations JOIN line ON accepted_by = line.person) SELECT person FROM line",
        (person,),
    )
    return {row["person"] for row in rows}
