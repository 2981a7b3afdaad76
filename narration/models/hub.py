"""Weights over HTTP from a model hub or a museum's mirror, taken up again where a connection was cut."""

import http.client
import re
import urllib.error
import urllib.request
from http import HTTPStatus
from urllib.parse import quote, urlsplit

from narration.models.catalogue import HubSource, WeightFile
from narration.models.errors import SourceFailed, WeightsError
from narration.models.staging import Staging

TIMEOUT = 20.0
"""Seconds without a byte after which a connection is taken for dead."""
_CONTENT_RANGE = re.compile(r"^bytes (\d+)-\d+/(\d+|\*)$")
ATTEMPTS = 4
"""Times a file is asked for in a row without a new byte coming."""


def check_hub(base: str) -> str:
    """The base URL without its last slash; raises `WeightsError` when it is not one."""
    parts = urlsplit(base)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise WeightsError(f"{base!r} is not the base URL of a hub: give one like https://mirror.example/models")
    return base.rstrip("/")


def fetch_from_hub(
    source: HubSource, wanted: list[WeightFile], staging: Staging, base: str, timeout: float = TIMEOUT
) -> None:
    """Fetch `BASE/REPO/resolve/REVISION/PATH` for each wanted file.

    A file of another SHA-256 is told and left to the next source; raises `SourceFailed` when the hub does not answer.
    """
    for file in wanted:
        path = source.delivers(file.name)
        url = f"{base}/{source.repo}/resolve/{quote(source.revision)}/{quote(path or file.name)}"
        resumed = staging.size(file) > 0
        _fetch(url, file, staging, timeout)
        if staging.finish(file):
            continue
        if resumed:
            _fetch(url, file, staging, timeout)
        if not resumed or not staging.finish(file):
            staging.notice(f"{file.name} at {url} has another SHA-256 than the catalogue says: not used")


def _fetch(url: str, file: WeightFile, staging: Staging, timeout: float) -> None:
    attempts = ATTEMPTS
    while (before := staging.size(file)) < file.bytes:
        try:
            _continue(url, file, staging, timeout)
        except urllib.error.HTTPError as error:
            with error:
                raise SourceFailed(f"{url} cannot be fetched: {error.code} {error.reason}") from error
        except (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError) as error:
            attempts = ATTEMPTS if staging.size(file) > before else attempts - 1
            if attempts <= 0 or before == staging.size(file) == 0:
                raise SourceFailed(f"{url} cannot be fetched: {error}") from error
            staging.notice(f"{url} was cut after {staging.size(file):,} bytes: going on from there")


def _continue(url: str, file: WeightFile, staging: Staging, timeout: float) -> None:
    staging.check_stop()
    have = staging.size(file)
    headers = {"Accept-Encoding": "identity", "User-Agent": "caravanserai"}
    if have:
        headers["Range"] = f"bytes={have}-"
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - check_hub lets only http and https through
    with urllib.request.urlopen(request, timeout=timeout) as answer:  # noqa: S310
        start = _start(answer, have, file, url)
        with staging.open(file, start) as out:
            staging.copy(answer.read1, out, file.bytes - start, staging.arrived(file, "hub"), start)
    if staging.size(file) < file.bytes:
        raise ConnectionError("the connection ended early")


def _start(answer: http.client.HTTPResponse, have: int, file: WeightFile, url: str) -> int:
    """Where in the file the answer begins; raises `SourceFailed` when its length gives another file away."""
    if answer.status == HTTPStatus.PARTIAL_CONTENT:
        match = _CONTENT_RANGE.match(answer.headers.get("Content-Range", ""))
        if match and int(match[1]) == have and match[2] in {"*", str(file.bytes)}:
            return have
        raise SourceFailed(f"{url} answers with another range than was asked for")
    length = answer.headers.get("Content-Length", str(file.bytes))
    if length != str(file.bytes):
        raise SourceFailed(f"{url} has {length} bytes, the catalogue says {file.bytes}: another file")
    return 0
