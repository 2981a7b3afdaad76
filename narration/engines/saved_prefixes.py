"""Shared beginnings of prompts kept on disk, so that a restart need not evaluate them again.

One file a beginning, named by what it holds: the weights, llama.cpp's version and parameters, the tokens. A file is
written whole or not at all; one that is damaged or from elsewhere is removed and counts as missing.
"""

import hashlib
import os
from array import array
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

MAGIC = b"caravanserai prefix 1\n"
SUFFIX = ".prefix"
LIMIT = 512 * 2**20
"""Bytes."""
BLOCK, BLOCKS = 65_536, 64


class SavedPrefixes:
    """A folder of states, at most `limit` bytes of them; the one used longest ago goes first."""

    def __init__(self, folder: Path, identity: bytes, *, limit: int = LIMIT) -> None:
        self._folder, self._identity, self._limit = folder, identity, limit

    def load(self, tokens: Sequence[int]) -> bytes | None:
        """The state of these tokens, or None where it is not here whole."""
        path = self._path(tokens)
        try:
            found = path.read_bytes()
        except OSError:
            return None
        head = len(MAGIC) + hashlib.sha256().digest_size
        state = found[head:]
        if found[:head] != MAGIC + hashlib.sha256(state).digest():
            with suppress(OSError):
                path.unlink()
            return None
        with suppress(OSError):
            os.utime(path)
        return state

    def save(self, tokens: Sequence[int], state: bytes) -> bool:
        """Keep a state; False where there is no room for it or the disk refuses."""
        whole = MAGIC + hashlib.sha256(state).digest() + state
        if len(whole) > self._limit:
            return False
        path = self._path(tokens)
        draft = path.with_suffix(f".{os.getpid()}.part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._make_room(len(whole))
            draft.write_bytes(whole)
            draft.replace(path)
        except OSError:
            return False
        finally:
            with suppress(OSError):
                draft.unlink()
        return True

    def _path(self, tokens: Sequence[int]) -> Path:
        key = hashlib.sha256(self._identity + array("i", tokens).tobytes()).hexdigest()
        return self._folder / (key + SUFFIX)

    def _make_room(self, wanted: int) -> None:
        files = [(entry, entry.stat()) for entry in self._folder.glob("*" + SUFFIX)]
        used = sum(stat.st_size for _, stat in files)
        for entry, stat in sorted(files, key=lambda each: each[1].st_mtime_ns):
            if used + wanted <= self._limit:
                return
            entry.unlink(missing_ok=True)
            used -= stat.st_size


def fingerprint(path: Path) -> bytes:
    """SHA-256 over the size of a file and 64 blocks spread over it: weights are too large to be read at each start."""
    size = path.stat().st_size
    digest = hashlib.sha256(size.to_bytes(8, "little"))
    with path.open("rb") as file:
        for number in range(BLOCKS):
            file.seek(max(0, size - BLOCK) * number // (BLOCKS - 1))
            digest.update(file.read(BLOCK))
    return digest.digest()
