"""Taking uploaded scans into a site's records, as a job."""

from tour.ingesting.request import Ingesting
from tour.ingesting.work import KIND, Ingestion

__all__ = ["KIND", "Ingesting", "Ingestion"]
