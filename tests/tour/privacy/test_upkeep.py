"""The house sweeps, forgets and signs by itself."""

from datetime import timedelta
from pathlib import Path

from tests.tour.privacy.conftest import ANNA, NOW, VISIT
from tests.tour.privacy.test_consents import QUESTION, rows
from tour.analytics.deeds import keep
from tour.audit import checkpoints
from tour.audit.chain import entries
from tour.audit.checkpoints import breaches
from tour.privacy.consents import agree
from tour.privacy.house import Secrets
from tour.privacy.upkeep import Upkeep
from tour.records import Records


async def test_it_begins_with_a_signature_and_ends_with_one(data: Path) -> None:
    async with Records.open(data / "records.sqlite") as records:
        secrets = Secrets(data)
        async with Upkeep(records=records, secrets=secrets, visitor_days=30).going_on():
            (first,) = checkpoints.read(secrets.checkpoint_file)
            await records.write(agree, secrets.keys, ANNA, {"analytics"}, NOW)
            await records.write(agree, secrets.keys, ANNA, (), NOW)
        assert checkpoints.read(secrets.checkpoint_file)[-1].number > first.number
        assert await records.read(breaches, secrets.checkpoint_file, secrets.signer) == []


async def test_it_removes_what_lasted_long_enough_and_what_has_no_key(data: Path) -> None:
    async with Records.open(data / "records.sqlite") as records:
        secrets = Secrets(data)
        upkeep = Upkeep(records=records, secrets=secrets, visitor_days=30)
        key = await records.write(agree, secrets.keys, ANNA, {"analytics"}, NOW)
        await records.write(keep, secrets.keys, VISIT, [QUESTION], NOW)
        await upkeep.tidy(NOW + timedelta(days=1))
        assert len(await records.read(rows, "deeds")) == 1
        assert key is not None
        secrets.keys.destroy(key.visitor)
        await upkeep.tidy(NOW + timedelta(days=2))
        assert await records.read(rows, "deeds") == []
        assert "visitors-swept" in [entry.what for entry in await records.read(entries)]


async def test_lost_checkpoints_are_not_made_good_in_silence(data: Path) -> None:
    async with Records.open(data / "records.sqlite") as records:
        secrets = Secrets(data)
        upkeep = Upkeep(records=records, secrets=secrets, visitor_days=30)
        await upkeep.tidy(NOW)
        secrets.checkpoint_file.unlink()
        await upkeep.tidy(NOW + timedelta(hours=1))
        assert not secrets.checkpoint_file.exists()
        (breach,) = await records.read(breaches, secrets.checkpoint_file, secrets.signer)
        assert "gone" in str(breach)
