"""What was approved here, in the mouth of the guide at once, at sites that are served from a pack.

Sites in records are published by their curators, approved takes with everything else (`tour.editing`).
"""

from sqlite3 import Connection

from narration.rehearsals import Wish
from narration.saying import Spoken
from narration.utterance import Sentence
from scenes.scene import Site
from tour.house import OPENINGS, House
from tour.records import Records
from tour.review.desk import Desk
from tour.review.drafts import Draft, slot
from tour.review.shelf import with_approved


async def speak_approved(records: Records, house: House, name: str) -> bool:
    """Have a site's visitors hear what is approved now; whether that is something else than before."""
    site = house.sites.get(name)
    told = await records.read(_told, site) if site else None
    if told is None:
        return False
    await house.renew(told)
    return True


def _told(connection: Connection, site: Site) -> Site | None:
    """The site with its approved takes; None where that changes nothing, or where its curators publish it."""
    if Desk.keeps(connection, site.id):
        return None
    told = with_approved(connection, site)
    return None if sorted(told.takes, key=slot) == sorted(site.takes, key=slot) else told


def rehearse(house: House, draft: Draft) -> None:
    """Have the sound of a draft that was just approved made while nobody waits, where nobody made it before."""
    if not house.prefetch or draft.state != "approved" or draft.voice:
        return

    async def words() -> Spoken:
        for each in draft.sentences:
            yield Sentence(text=each.text, language=draft.language, facts=each.facts, origin="approved", ai=each.ai)

    wish = Wish(
        name=(draft.id, draft.version), probability=1.0, words=words,
        voice=lambda: house.engines.voices.choose(draft.language),
    )  # fmt: skip
    house.rehearsals.want(("approved", draft.site, *slot(draft)), [wish], rank=OPENINGS)
