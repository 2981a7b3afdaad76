"""Finding the site packs an operator asks for."""

from pathlib import Path

from scenes.scene import Site
from scenes.site_pack import BUILT_IN, SitePackError, load_sites
from tour.editing.published import published_sites
from tour.settings import Settings


class NoSuchPlace(LookupError):
    """A site or stop that is not here, with what is."""


def site_folders(settings: Settings) -> list[Path]:
    """The folders that hold site packs: the one we build into, if anything was built, then the operator's."""
    built = settings.data / "sites"
    return [
        *([built] if built.is_dir() else []),
        *(Path(each).expanduser() for each in settings.sites.split(":") if each),
    ]


def open_sites(settings: Settings) -> tuple[dict[str, Site], list[SitePackError]]:
    """Every site that can be loaded, and what is wrong with the others.

    Of a site that was published in the studio its visitors get that, whatever pack it came from.
    """
    sites: dict[str, Site] = {}
    problems: list[SitePackError] = []
    for folder in site_folders(settings):
        found, wrong = load_sites(folder)
        sites |= found
        problems += wrong
    found, wrong = published_sites(settings.data)
    return sites | found, problems + wrong


def folder_of(settings: Settings, name: str) -> Path:
    """The folder of a site by its id, or `name` itself where it is a folder with a `site.toml`.

    Raises `NoSuchPlace` naming the sites there are, or the `SitePackError` that keeps the site from being one of them.
    """
    given = Path(name)
    if (given / "site.toml").is_file():
        return given
    sites, problems = open_sites(settings)
    for wrong in problems:
        if name in wrong.file.parts:
            raise wrong
    if name not in sites:
        known = ", ".join(sites) or "none; `tour demo --build-only` builds one"
        raise NoSuchPlace(f"{name!r} is no site here and no folder with a site.toml; known: {known}")
    return sites[name].folder


def words_of(settings: Settings, site_id: str) -> Site:
    """A site to be told rather than walked: a demonstration site need not have been built.

    Raises `NoSuchPlace` naming the sites there are, or the `SitePackError` that keeps it from being one of them.
    """
    sites, problems = open_sites(settings)
    unbuilt, _ = load_sites(BUILT_IN, models=False)
    for wrong in problems:
        if site_id in wrong.file.parts:
            raise wrong
    known = {**unbuilt, **sites}
    if site_id not in known:
        raise NoSuchPlace(
            f"site {site_id!r} is not here; known: {', '.join(known)}. --sites DIR adds a folder of site packs"
        )
    return known[site_id]
