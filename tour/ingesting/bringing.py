"""What an ingest made, taken into a site's records as they are by then: everything of a curator's own stays."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from sqlite3 import Connection
from typing import Any

from scenes.ingest.owner import NOBODY
from scenes.pack_records import PackRecords
from scenes.rights import UNSTATED
from scenes.store import Kind, Version
from scenes.stores import sqlite

GROUND = ("walk", "plinth")
MADE = ("levels", "tiles", "files")
"""Fields of a model that an ingest makes."""
ORIGIN = [0.0, 0.0, 0.0]

Body = dict[str, Any]
Change = tuple[Kind, str, Body]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """The records of an ingest's pack, and what is to be known of the site to take them in."""

    site: str
    ids: tuple[str, ...]
    """Of the scans."""
    new: bool
    """Whether nothing stood in the site: then ground, entrance, plan and a stop come too."""
    bodies: Mapping[tuple[Kind, str], Body]
    stood: Mapping[str, list[float]] = field(default_factory=dict)
    """Where models stood when the ingest began; who moves one meanwhile has the last word."""

    def changes(self, connection: Connection) -> Iterator[Change]:
        """The records to be saved, as the site is now."""
        site = sqlite.get(connection, self.site, "site", self.site)
        if site is None:
            return
        yield from self._models(connection)
        yield "site", self.site, self._site(site.body)
        yield from self._annotations(connection, site.body["languages"])
        if self.new and not sqlite.find(connection, self.site, "stop", limit=1):
            yield from self._stops(site.body["languages"])

    def _models(self, connection: Connection) -> Iterator[Change]:
        for id_ in self.ids:
            yield "model", id_, self._model(id_, sqlite.get(connection, self.site, "model", id_))
        for id_ in GROUND if self.new else ():
            body = self.bodies.get(("model", id_))
            if body is not None and sqlite.get(connection, self.site, "model", id_) is None:
                yield "model", id_, dict(body)

    def _model(self, id_: str, there: Version | None) -> Body:
        made = self.bodies["model", id_]
        if there is None:
            return dict(made)
        kept = {name: value for name, value in there.body.items() if name not in MADE}
        body = kept | {name: made[name] for name in MADE if name in made}
        if there.body.get("position", ORIGIN) == self.stood.get(id_):
            body["position"] = made.get("position", ORIGIN)
        return body

    def _site(self, there: Body) -> Body:
        made = self.bodies["site", self.site]
        body = {**there, "picture": self._pictures(there, made), "files": self._files(there, made)}
        nobody = there["rights"]["licence"] == UNSTATED and there["rights"]["holder"] == NOBODY
        if self.new and nobody:
            body["rights"] = made["rights"]
        if self.new and there["entrance"]["position"] == ORIGIN:
            body["entrance"] = made["entrance"]
        return body

    def _pictures(self, there: Body, made: Body) -> list[Body]:
        rows = {row["id"]: row for row in there.get("picture", ())}
        return list((rows | {row["id"]: row for row in made.get("picture", ())}).values())

    def _files(self, there: Body, made: Body) -> dict[str, str]:
        stale = tuple(f"models/{id_}." for id_ in self.ids)
        kept = {name: digest for name, digest in there.get("files", {}).items() if not name.startswith(stale)}
        return {**kept, **made.get("files", {})}

    def _annotations(self, connection: Connection, languages: list[str]) -> Iterator[Change]:
        for id_ in self.ids:
            made = self.bodies.get(("annotation", id_))
            if made is not None and sqlite.newest(connection, self.site, "annotation", id_) is None:
                yield "annotation", id_, {**made, "label": _everywhere(made["label"], languages)}

    def _stops(self, languages: list[str]) -> Iterator[Change]:
        for (kind, id_), made in self.bodies.items():
            if kind == "stop":
                yield "stop", id_, {**made, "title": _everywhere(made["title"], languages)}


def brought_of(found: PackRecords, ids: tuple[str, ...], *, new: bool, stood: Mapping[str, list[float]]) -> Brought:
    """What an ingest brings, from the records of its pack."""
    bodies = {(kind, id_): body for kind, id_, body in found.bodies}
    return Brought(site=found.site, ids=ids, new=new, bodies=bodies, stood=stood)


def _everywhere(texts: Mapping[str, str], languages: list[str]) -> dict[str, str]:
    """A name in the languages of the site: a name of a file has none of its own."""
    name = next(iter(texts.values()), "")
    return {tag: texts.get(tag, name) for tag in languages}
