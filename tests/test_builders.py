"""The pack that other tests stand on is a real one."""

from pathlib import Path

from scenes.site_pack import load_site
from tests.builders import build_site, write_pack


def test_the_pack_loads_as_the_site_it_was_written_from(tmp_path: Path) -> None:
    assert load_site(write_pack(tmp_path)) == build_site(tmp_path)


def test_changes_reach_the_pack(tmp_path: Path) -> None:
    assert load_site(write_pack(tmp_path, id="other")).id == "other"
