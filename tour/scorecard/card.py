"""A site's scorecard, put together."""

from collections.abc import Mapping
from datetime import datetime
from sqlite3 import Connection

from msgspec import Struct

from narration.evaluations import Evaluation
from scenes.language import LanguageMap
from scenes.scene import Site
from tour.analytics.groups import FEWEST, told
from tour.privacy import kept
from tour.review.figures import coverage
from tour.scorecard import tally, written
from tour.scorecard.speakers import Speaker
from tour.scorecard.tally import Hand
from tour.scorecard.written import Written


class Reviewed(Struct, frozen=True, kw_only=True):
    """How far one language is reviewed."""

    language: str
    stops: int
    approved: int
    """Stops whose words for everybody a person approved."""
    waiting: int
    """Drafts that nobody has decided yet."""
    stale: int
    """Approved words under which a fact has changed since: they are not spoken as approved."""


class Flags(Struct, frozen=True, kw_only=True):
    """What is open to doubt."""

    doubted: int | None
    """Sentences that visitors doubted and nobody has read again yet; None where fewer than five doubts were said."""
    read_again: int | None
    """Of those doubted, the ones that somebody read again."""
    found_wrong: int | None
    """Of those read again, the ones that were wrong."""
    stale: int
    without_source: int
    """Facts that name no source."""


class Kept(Struct, frozen=True, kw_only=True):
    """What is kept of visitors."""

    agreed: dict[str, int | None]
    """Visits of which something is kept, by purpose; None for one to four."""
    days: dict[str, int]
    sharings: int
    """Times that figures were given to somebody outside."""


class Scorecard(Struct, frozen=True, kw_only=True):
    """What everybody may know of who speaks at a site, how it was tried and who looked at it."""

    site: str
    title: LanguageMap
    at: str
    """Moment, ISO 8601."""
    fewest: int = FEWEST
    """Of fewer visitors nothing is told."""
    speakers: list[Speaker]
    weights: str
    """Those that write words now, as evaluations name them."""
    evaluations: list[Evaluation]
    written: list[Written]
    told: dict[Hand, int] | None
    """Sentences that visitors heard in the last twelve months; None where fewer than five visits heard any."""
    review: list[Reviewed]
    flags: Flags
    kept: Kept


def from_records(connection: Connection, site: Site, visitor_days: int, now: datetime) -> Mapping[str, object]:
    """The parts of a scorecard that stand in the records."""
    drafts = {each.language: each for each in coverage(connection, site.id)}
    review = [
        Reviewed(
            language=each.language, stops=each.stops, approved=each.approved,
            waiting=drafts[each.language].waiting if each.language in drafts else 0,
            stale=drafts[each.language].stale if each.language in drafts else 0,
        )
        for each in written.covered(site)
    ]  # fmt: skip
    return {
        "told": tally.told(connection, site.id, now),
        "review": review,
        "flags": _flags(connection, site, sum(each.stale for each in drafts.values())),
        "kept": Kept(**kept.of_site(connection, site.id, visitor_days)),
    }


def _flags(connection: Connection, site: Site, stale: int) -> Flags:
    row = connection.execute(
        "SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting,"
        " count(*) FILTER (WHERE state = 'settled') AS settled,"
        " count(*) FILTER (WHERE state = 'settled' AND category <> 'clean') AS wrong,"
        " coalesce(sum(times), 0) AS doubts FROM heard WHERE site = ? AND cause = 'wrong'",
        (site.id,),
    ).fetchone()
    return Flags(
        doubted=told(row["waiting"], row["doubts"]), read_again=told(row["settled"], row["doubts"]),
        found_wrong=told(row["wrong"], row["doubts"]), stale=stale, without_source=written.without_source(site),
    )  # fmt: skip
