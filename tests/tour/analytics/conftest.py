"""The books of a house, and one visitor's diary."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.tour.privacy.conftest import MASTER, NOW
from tour.analytics.diary import Diary
from tour.analytics.keeping import Keeping
from tour.privacy.keys import Keys
from tour.records import Records


@pytest.fixture
async def keeping(tmp_path: Path) -> AsyncIterator[Keeping]:
    async with Records.open(tmp_path / "records.sqlite") as records:
        yield Keeping(records=records, keys=Keys(path=tmp_path / "keys.sqlite", master=MASTER), clock=lambda: NOW)


@pytest.fixture
def diary(keeping: Keeping) -> Diary:
    return Diary(
        visit="v1", token="t1", site="well", keeping=keeping, language=lambda: "it", country=lambda: "IR"
    )  # fmt: skip
