"""The site that an ingest adds to, as it stands before anything is done."""

from pathlib import Path

from scenes.finding import Finding, Refused
from scenes.pack_error import SitePackError
from scenes.scene import Site
from scenes.site_pack import load_site


def standing(folder: Path) -> Site | None:
    """The site in `folder`; none where nothing lies there. Its models may be missing.

    Raises `Refused` for a folder of other things, which an ingest would put itself in the place of, and for a site
    that cannot be read.
    """
    if not _taken(folder):
        return None
    if not (folder / "site.toml").is_file():
        message = f"{folder} is there already and is no site: it has no site.toml"
        remedy = "choose another id with --site, or move it away"
        raise Refused(Finding(code="NOT_A_SITE", message=message, remedy=remedy))
    try:
        return load_site(folder, models=False)
    except SitePackError as wrong:
        message = f"the site that is there cannot be read: {' '.join(filter(None, (wrong.field, wrong.problem)))}"
        raise Refused(
            Finding(code="PACK_BROKEN", message=message, file=str(wrong.file), remedy=wrong.remedy)
        ) from wrong


def _taken(folder: Path) -> bool:
    if folder.is_dir():
        return any(folder.iterdir())
    return folder.exists() or folder.is_symlink()
