"""Built site packs, kept until the sources they are built from change."""

import tempfile
from pathlib import Path

from scenes.sites import build_site, fingerprint


def pack_of(site: str) -> Path:
    """The folder of a demonstration site's pack, built where that was not done yet."""
    folder = Path(tempfile.gettempdir()) / "caravanserai-sites" / fingerprint(site) / site
    if not folder.is_dir():
        build_site(site, folder, lambda stage, done: None)
    return folder
