"""What the house keeps for good: one SQLite database, its migrations, its lock, its backups."""

from tour.records.problem import RecordsBusy, RecordsError
from tour.records.records import Records, RecordsNow

__all__ = ["Records", "RecordsBusy", "RecordsError", "RecordsNow"]
