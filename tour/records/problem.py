"""What keeps the records from being opened, saved or brought back."""

from pathlib import Path


class RecordsError(Exception):
    """Records that cannot be used, with the file and the remedy."""

    def __init__(self, path: Path, problem: str, remedy: str) -> None:
        super().__init__(f"{path}: {problem}; {remedy}")
        self.path, self.problem, self.remedy = path, problem, remedy


class RecordsBusy(RecordsError):
    """Somebody else is using the records in a way that does not go together with what was asked."""
