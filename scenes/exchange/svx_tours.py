"""Voyager's tours: steps that recall snapshots of the viewer, of which the camera's place is read."""

from collections.abc import Iterator
from typing import Any

from scenes.exchange.documents import Json, listed, number, numbered, numbers, table
from scenes.exchange.draft import DraftStop, DraftTour
from scenes.exchange.orbit import eyes_of
from scenes.exchange.texts import language_map, plain, slug
from scenes.exchange.transform import Matrix, applied
from scenes.finding import Finding
from scenes.pose import REACH

MAX_STEPS = 2000


def tours(setup: Json, unit: float, left: list[Finding]) -> tuple[DraftTour, ...]:
    """The tours whose steps say where the camera stood; `unit` is the scene's, in metres."""
    cameras = dict(_cameras(table(setup.get("snapshots"))))
    taken, stops, found = set[str](), dict[str, DraftStop](), []
    for row, place in numbered(listed(setup.get("tours")), "/setups/tours"):
        tour = table(row)
        title = language_map(tour.get("titles")) or language_map(tour.get("title"))
        steps = list(_steps(tour, cameras, unit, stops, place, left))
        if title and steps:
            name = slug(plain(tour.get("id")) or next(iter(title.values())), taken, "tour")
            found.append(DraftTour(id=name, title=title, stops=tuple(steps)))
        else:
            left.append(_left("TOUR_NOT_TAKEN", "a tour without a title or a step that can be stood at", place))
    return tuple(found)


def _steps(
    tour: Json, cameras: dict[str, Matrix], unit: float, stops: dict[str, DraftStop], place: str, left: list[Finding]
) -> Iterator[DraftStop]:
    for row, where in numbered(listed(tour.get("steps"))[:MAX_STEPS], place + "/steps"):
        step = table(row)
        name = plain(step.get("id"))
        title = language_map(step.get("titles")) or language_map(step.get("title"))
        if name not in cameras or not title:
            left.append(_left("STEP_NOT_TAKEN", f"the step {name!r}, which has no title or no camera", where))
            continue
        if name not in stops:
            stop = _stop(name, title, cameras[name], unit, {each.id for each in stops.values()})
            if not all(abs(value) <= REACH for value in stop.position):
                left.append(_left("STEP_NOT_TAKEN", f"the step {name!r}, out of reach", where))
                continue
            stops[name] = stop
        yield stops[name]


def _stop(name: str, title: dict[str, str], camera: Matrix, unit: float, taken: set[str]) -> DraftStop:
    x, y, z = (value * unit for value in applied(camera, (0.0, 0.0, 0.0)))
    ahead = applied(camera, (0.0, 0.0, -1.0 / unit))
    target = (ahead[0] * unit, ahead[1] * unit, ahead[2] * unit)
    return DraftStop(id=slug(name, taken, "stop"), title=title, position=(x, y, z), target=target)


def _cameras(snapshots: Json) -> Iterator[tuple[str, Matrix]]:
    targets = [str(target).rsplit("navigation/", 1)[-1] for target in listed(snapshots.get("targets"))]
    if "orbit" not in targets or "offset" not in targets:
        return
    for row, place in numbered(listed(snapshots.get("states"))[:MAX_STEPS], "/setups/snapshots/states"):
        values = listed(table(row).get("values"))
        if len(values) != len(targets):
            continue
        at = dict(zip(targets, values, strict=True))
        orbit, offset = _vector(at["orbit"], place), _vector(at["offset"], place)
        yield plain(row.get("id")), eyes_of(orbit, offset, _vector(at.get("pivot", [0, 0, 0]), place))


def _vector(value: Any, pointer: str) -> tuple[float, ...]:
    cleared = [number(each, 0.0, pointer) for each in listed(value)]
    return numbers(cleared, 3, pointer)


def _left(code: str, message: str, pointer: str) -> Finding:
    return Finding(code=code, message=message, severity="information", pointer=pointer)
