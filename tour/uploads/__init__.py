"""Files that come in piece by piece and are gone on with after anything: tus 1.0, the resumable upload protocol."""

from tour.uploads.files import UploadFiles
from tour.uploads.upload import Upload

__all__ = ["Upload", "UploadFiles"]
