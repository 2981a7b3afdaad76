"""Which models and voices speak at a site, hear and read, and on what terms."""

from collections.abc import Iterable, Iterator
from ipaddress import ip_address
from typing import Literal
from urllib.parse import urlsplit

from msgspec import Struct

from narration.engine import LanguageModel, Voice, named_weights, reader_of
from narration.models.catalogue import CatalogueError, Entry, the_catalogue
from scenes.scene import Site
from tour.engines import Engines

Role = Literal["words", "reading", "voice", "hearing", "translating"]


class Speaker(Struct, frozen=True, kw_only=True):
    """A model or a voice."""

    role: Role
    """Writes words; reads what was written against the facts; speaks; understands questions; translated the site."""
    name: str
    licence: str = ""
    """SPDX; empty where nobody states one."""
    maker: str = ""
    languages: tuple[str, ...] = ()
    """The site's languages (BCP 47) that it was seen to do, or speaks; empty where that is not known."""
    online: bool = False
    """Whether what it is given leaves the house."""


def speakers(site: Site, engines: Engines) -> list[Speaker]:
    """Everything that works at the site at this moment."""
    model = engines.model
    return [
        *(_model(model, site, engines.settings.openai_url) if model is not None else ()),
        *_voices(site, engines),
        *_hearing(site, engines),
        *_translators(site),
    ]


def weights_of(engines: Engines) -> str:
    """The weights that write words now; empty where none do."""
    return named_weights(engines.model) if engines.model is not None else ""


def _model(model: LanguageModel, site: Site, url: str) -> Iterator[Speaker]:
    name = named_weights(model)
    online = model.name == "openai_http" and not _is_here(url)
    yield _told("words", name, _entry(name), site.spoken, online=online)
    if reader_of(model) is not None:
        yield _told("reading", name, _entry(name), ())


def _voices(site: Site, engines: Engines) -> Iterator[Speaker]:
    """The voices that are chosen for the site's languages, by engine."""
    chosen: dict[str, list[tuple[str, Voice]]] = {}
    for tag in site.spoken:
        voice = engines.voices.choose(tag)
        if voice is not None:
            chosen.setdefault(voice.engine, []).append((tag, voice))
    for engine, found in chosen.items():
        tags, online = tuple(tag for tag, _ in found), any(voice.online for _, voice in found)
        title, licence, maker = _terms(engine, engines)
        yield Speaker(role="voice", name=title, licence=licence, maker=maker, languages=tags, online=online)


def _terms(engine: str, engines: Engines) -> tuple[str, str, str]:
    """What a voice engine is called, its licence and its maker: as the catalogue of weights has them, or itself."""
    entry, own = _entry(engine), engines.voices.terms(engine)
    if entry is not None:
        return entry.title, entry.licence.spdx, entry.licence.attribution
    return (own.title, own.licence, own.maker) if own is not None else (engine, "", "")


def _hearing(site: Site, engines: Engines) -> Iterator[Speaker]:
    if engines.recognizer is not None:
        yield _told("hearing", engines.recognizer.name, _entry(engines.recognizer.name), site.spoken)


def _translators(site: Site) -> Iterator[Speaker]:
    """What translated the site's texts, once each, with the languages."""
    found: dict[str, list[str]] = {}
    for tag in site.offered:
        translation = site.translations.get(tag)
        if translation is not None and translation.ai:
            found.setdefault(translation.model or translation.author, []).append(tag)
    for name, tags in found.items():
        yield Speaker(role="translating", name=name, languages=tuple(tags))


def _told(role: Role, name: str, entry: Entry | None, spoken: Iterable[str], *, online: bool = False) -> Speaker:
    if entry is None:
        return Speaker(role=role, name=name, online=online)
    seen = {tag.split("-")[0] for tag in entry.languages}
    able = tuple(tag for tag in spoken if tag.split("-")[0] in seen)
    licence = entry.licence
    return Speaker(
        role=role, name=entry.title, licence=licence.spdx, maker=licence.attribution, languages=able, online=online
    )


def _entry(name: str) -> Entry | None:
    try:
        return the_catalogue().one(name)
    except CatalogueError:
        return None


def _is_here(url: str) -> bool:
    """Whether an address is this machine or its own network."""
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith((".local", ".internal")) or "." not in host:
        return True
    try:
        return ip_address(host).is_private
    except ValueError:
        return False
