"""A whole demonstration site through the studio's records and back."""

from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection

import pytest

from scenes.exchange.write_pack import pack_files, pack_texts
from scenes.gathered import gather
from scenes.pack_records import import_records, take_apart, write_records
from scenes.site_pack import load_site, read_site
from scenes.stores.named import NamedFiles
from scenes.translations import read_translations
from tests.scenes.sites.demonstrations import COLOSSEUM, Demonstration

NOW = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def demonstration() -> Demonstration:
    return COLOSSEUM


def test_it_comes_back_whole(records: Connection, named: NamedFiles, built: Path, tmp_path: Path) -> None:
    found = take_apart(built, named)
    records.execute("BEGIN")
    assert import_records(records, found, author="ada", now=NOW) == len(found.bodies)
    records.execute("COMMIT")
    gathered = gather(records, "colosseum")
    gathered.check()
    out = write_records(gathered, tmp_path / "out", named)
    read, back = read_site(built), read_site(out)
    assert dict(pack_texts(back)) == dict(pack_texts(read))
    assert pack_files(back).keys() == pack_files(read).keys()
    assert read_translations(out) == read_translations(built)
    assert load_site(out).offered == load_site(built).offered
    assert take_apart(out, named) == found
