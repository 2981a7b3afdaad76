"""Writing a site and sending it out: records in, releases out, packs in and out."""

from tour.editing.editing import Editing, NothingNew

__all__ = ["Editing", "NothingNew"]
