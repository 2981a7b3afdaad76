"""A Manifest's Ranges as tours: a Range of Ranges or of points is a tour, what is in it are its stops."""

from collections.abc import Iterator

from scenes.exchange.documents import Json, listed, numbered, table
from scenes.exchange.draft import DraftStop, DraftTour
from scenes.exchange.iiif_annotations import last_part, point
from scenes.exchange.texts import language_map, slug
from scenes.finding import Finding

MAX_STOPS = 2000


def ranges(document: Json, unit: float, left: list[Finding]) -> tuple[DraftTour, ...]:
    """The tours of the Ranges that have a label and a point to stand at; a stop on several tours is one."""
    found, taken = [], set[str]()
    known: dict[str, DraftStop] = {}
    for row, place in numbered(listed(document.get("structures"))[:MAX_STOPS], "/structures"):
        entry = table(row)
        title = language_map(entry.get("label"))
        stops = tuple(_stops(entry, place, unit, known))
        if title and stops:
            name = slug(last_part(entry.get("id")), taken, "tour")
            found.append(DraftTour(id=name, title=title, stops=stops))
        else:
            message = f"the range {last_part(entry.get('id'))!r}, which has no label or no point to stand at"
            left.append(Finding(code="RANGE_NOT_TAKEN", message=message, severity="information", pointer=place))
    return tuple(found)


def _stops(tour: Json, place: str, unit: float, known: dict[str, DraftStop]) -> Iterator[DraftStop]:
    for row, where in numbered(listed(tour.get("items"))[:MAX_STOPS], place + "/items"):
        entry = table(row)
        at = next((found for each in (entry, *_items(entry)) if (found := point(each, where)) is not None), None)
        title = language_map(entry.get("label"))
        if at is None or not title:
            continue
        name = last_part(entry.get("id"))
        same = known.get(name)
        x, y, z = (value * unit for value in at)
        if same is None or (same.title, same.position) != (title, (x, y, z)):
            taken = {each.id for each in known.values()}
            same = DraftStop(id=slug(name, taken, "stop"), title=title, position=(x, y, z), standing=True)
            known[name if name not in known else same.id] = same
        yield same


def _items(entry: Json) -> list[Json]:
    return [table(each) for each in listed(entry.get("items"))[:10]]
