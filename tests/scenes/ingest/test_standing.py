"""What lies in the site's folder beforehand is a site, or nothing; all else is left alone."""

from pathlib import Path

import pytest

from scenes.finding import Refused
from scenes.ingest.pipeline import ingest
from scenes.ingest.request import Request
from scenes.ingest.standing import standing
from tests.builders import box_glb


def refused(root: Path) -> Refused:
    scan = root / "box.glb"
    scan.write_bytes(box_glb("lid"))
    with pytest.raises(Refused) as caught:
        ingest([scan], Request(site="inn"), packs=root / "sites", scratch=root / "scratch")
    assert caught.value.findings[0].remedy
    return caught.value


def test_a_folder_of_other_things_is_left_as_it_is(tmp_path: Path) -> None:
    note = tmp_path / "sites" / "inn" / "facts" / "mine.toml"
    note.parent.mkdir(parents=True)
    note.write_text("precious")
    assert refused(tmp_path).findings[0].code == "NOT_A_SITE"
    assert note.read_text() == "precious"


def test_a_file_in_its_place_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "inn").write_text("precious")
    assert refused(tmp_path).findings[0].code == "NOT_A_SITE"
    assert (tmp_path / "sites" / "inn").read_text() == "precious"


@pytest.mark.parametrize("text", ["languages = 5", "id = [", 'id = "inn"'])
def test_a_broken_site_is_refused_before_anything_is_done(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "sites" / "inn"
    folder.mkdir(parents=True)
    (folder / "site.toml").write_text(text)
    assert refused(tmp_path).findings[0].code == "PACK_BROKEN"
    assert (folder / "site.toml").read_text() == text
    assert not list((tmp_path / "scratch").glob("*/*/*")), "no stage was begun"


def test_an_empty_folder_is_no_site(tmp_path: Path) -> None:
    assert standing(tmp_path) is None
    assert standing(tmp_path / "nothing") is None
