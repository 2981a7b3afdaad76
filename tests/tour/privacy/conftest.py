"""Records and keys of a house, and a visitor of whom something may be kept."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tour.privacy.consents import Asked
from tour.privacy.keys import Keys
from tour.privacy.master import MasterKeys
from tour.records import Records, RecordsNow

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
MASTER = MasterKeys(keys=(b"m" * 32,))
VISIT, TOKEN = "visit-HSKQ81", "token-only-she-knows"
ANNA = Asked(visit=VISIT, token=TOKEN, site="well", language="it", words="1/it")


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Records with every migration and nothing else, made once."""
    path = tmp_path_factory.mktemp("blank") / "records.sqlite"
    with Records.open_now(path):
        return path


@pytest.fixture
def data(tmp_path: Path, blank: Path) -> Path:
    """A data folder with blank records."""
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(blank, folder)
    return folder


@pytest.fixture
def records(data: Path) -> Iterator[RecordsNow]:
    with Records.open_now(data / "records.sqlite") as records:
        yield records


@pytest.fixture
def keys(data: Path) -> Keys:
    return Keys(path=data / "keys.sqlite", master=MASTER)
