"""What is wrong with a site pack, in words its curator can act on."""

from pathlib import Path


class SitePackError(Exception):
    """A site pack that cannot be served: which file, which field, what is wrong there and what to do about it."""

    def __init__(self, file: Path, field: str, problem: str, remedy: str) -> None:
        """Each part is a short text; `field` is empty when the whole file is meant."""
        self.file = file
        self.field = field
        self.problem = problem
        self.remedy = remedy
        where = f"{file}: {field}" if field else str(file)
        super().__init__(f"{where}: {problem} — {remedy}")
