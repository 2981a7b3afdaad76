"""Where a house keeps its secrets: master keys, visitors' keys, signatures."""

from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

from tour.audit import checkpoints
from tour.audit.checkpoints import Signer
from tour.privacy import keys, master
from tour.privacy.keys import Keys
from tour.privacy.master import MasterKeyError, MasterKeys, master_keys
from tour.privacy.signing import HouseSigner, Unsigned
from tour.settings import Settings, SettingsError


def can_keep() -> bool:
    """Whether there is what seals: without it nothing is kept of visitors, and checkpoints stay unsigned."""
    return find_spec("cryptography") is not None


@dataclass(frozen=True)
class Secrets:
    """The secrets of one data folder."""

    data: Path
    given: str = ""
    """Master keys given in the environment; empty: those in the file."""
    file: Path | None = None
    """Where the master keys lie, if not in the data folder."""

    @property
    def master_file(self) -> Path:
        """The file of master keys."""
        return self.file or self.data / master.FILE

    @cached_property
    def master(self) -> MasterKeys:
        """The master keys, made where there are none; raises `MasterKeyError`."""
        return master_keys(self.given, self.master_file)

    @cached_property
    def keys(self) -> Keys:
        """The visitors' keys."""
        return Keys(path=self.data / keys.FILE, master=self.master)

    @property
    def checkpoint_file(self) -> Path:
        """Where the audit's checkpoints lie."""
        return self.data / checkpoints.FILE

    @cached_property
    def signer(self) -> Signer:
        """Who signs those."""
        return HouseSigner(self.master) if can_keep() else Unsigned()


def where_master_lies(settings: Settings) -> str:
    """Where the master key is, or will be made."""
    if settings.master_key:
        return "TOUR_MASTER_KEY"
    return settings.master_key_file or str(settings.data / master.FILE)


def secrets_of(settings: Settings) -> Secrets:
    """The secrets of the house that is set up so, the master key made where there is none; raises `SettingsError`."""
    if settings.retention_days < 1:
        raise SettingsError(f"TOUR_RETENTION_DAYS={settings.retention_days}: a day or more is needed")
    file = Path(settings.master_key_file).expanduser() if settings.master_key_file else None
    secrets = Secrets(settings.data, settings.master_key, file)
    try:
        secrets.master  # noqa: B018 - read now, so that a bad one shows now
    except MasterKeyError as wrong:
        raise SettingsError(str(wrong)) from None
    except OSError as wrong:
        raise SettingsError(f"{secrets.master_file}: {wrong.strerror}; set TOUR_MASTER_KEY_FILE") from None
    return secrets
