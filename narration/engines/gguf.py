"""A look at a GGUF file before native code opens it: is its header sound, and is the whole file here?

Follows the GGUF specification, versions 2 and 3 (little-endian). Reads the header only, through a memory map.
"""

import mmap
import re
import struct
from dataclasses import dataclass
from math import isfinite, prod
from pathlib import Path

MOST_TENSORS = 100_000
MOST_KEYS = 10_000
MOST_ELEMENTS = 10_000_000
LONGEST_NAME = 64
MOST_DIMENSIONS = 4
MOST_NESTING = 2

SCALARS = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}
"""Bytes of each fixed-size value type."""
FORMATS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "B", 10: "Q", 11: "q", 12: "d"}
STRING, ARRAY = 8, 9

BLOCKS = {
    0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34), 9: (32, 36),
    10: (256, 84), 11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210), 15: (256, 292),
    16: (256, 66), 17: (256, 74), 18: (256, 98), 19: (256, 50), 20: (32, 18), 21: (256, 110), 22: (256, 82),
    23: (256, 136), 24: (1, 1), 25: (1, 2), 26: (1, 4), 27: (1, 8), 28: (1, 8), 29: (256, 56), 30: (1, 2),
    34: (256, 54), 35: (256, 66), 39: (32, 17), 40: (64, 36),
}  # fmt: skip
"""ggml tensor types: elements of a block, bytes of a block."""


class BrokenWeights(ValueError):
    """A file that is no usable GGUF model: what is wrong and where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What the header says that an engine needs before it loads the model."""

    metadata: dict[str, object]
    """Scalars and strings by key; arrays only by their length."""
    tensors: dict[str, tuple[int, ...]]
    """Dimensions by tensor name, fastest-changing first."""
    size: int
    """Bytes that the file must have at least."""


def read_header(path: Path, *, adapter: bool = False) -> Header:
    """Check a GGUF file as far as its header reaches and that every tensor lies inside it.

    An adapter has no blocks of its own to count, and must say that it is one.

    Raises `BrokenWeights`, or `OSError` when the file cannot be read.
    """
    with path.open("rb") as file:
        if path.stat().st_size < 24:
            raise BrokenWeights("shorter than a GGUF header")
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return _Reader(data).header(adapter)


class _Reader:
    """A cursor over the bytes that refuses to leave them."""

    def __init__(self, data: mmap.mmap) -> None:
        self._data = data
        self._at = 0

    def header(self, adapter: bool) -> Header:
        magic, version, tensors, keys = struct.unpack("<4sIQQ", self._take(24))
        if magic != b"GGUF":
            raise BrokenWeights(f"begins with {magic!r}, not with b'GGUF'")
        if version not in (2, 3):
            raise BrokenWeights(f"GGUF version {version}; 2 or 3 can be read")
        if not 0 < tensors <= MOST_TENSORS or not 0 < keys <= MOST_KEYS:
            raise BrokenWeights(f"claims {tensors} tensors and {keys} keys")
        metadata = self._metadata(keys)
        layout = [self._tensor() for _ in range(tensors)]
        if len({name for name, _, _, _ in layout}) != tensors:
            raise BrokenWeights("names a tensor twice")
        if not adapter:
            _check_blocks(metadata, [name for name, _, _, _ in layout])
        elif metadata.get("general.type") != "adapter" or metadata.get("adapter.type") != "lora":
            raise BrokenWeights("is no LoRA adapter")
        return Header(
            metadata=metadata,
            tensors={name: shape for name, shape, _, _ in layout},
            size=self._end(layout, _alignment(metadata)),
        )

    def _metadata(self, keys: int) -> dict[str, object]:
        found: dict[str, object] = {}
        for _ in range(keys):
            key = self._string()
            if key in found:
                raise BrokenWeights(f"key {key[:LONGEST_NAME]!r} stands twice")
            found[key] = self._value(self._unsigned(4))
            if isinstance(value := found[key], float) and not isfinite(value):
                raise BrokenWeights(f"key {key!r} is {value}")
        if not isinstance(found.get("general.architecture"), str):
            raise BrokenWeights("does not name its architecture")
        return found

    def _value(self, kind: int, depth: int = 0) -> object:
        if kind in SCALARS:
            return struct.unpack("<" + FORMATS[kind], self._take(SCALARS[kind]))[0]
        if kind == STRING:
            return self._string()
        if kind != ARRAY or depth >= MOST_NESTING:
            raise BrokenWeights(f"value type {kind} at byte {self._at} is unknown or nested too deep")
        return self._array(depth)

    def _array(self, depth: int) -> int:
        kind, count = self._unsigned(4), self._unsigned(8)
        if count > MOST_ELEMENTS:
            raise BrokenWeights(f"an array at byte {self._at} claims {count} elements")
        if kind in SCALARS:
            self._take(SCALARS[kind] * count)
            return count
        for _ in range(count):
            self._skip_string() if kind == STRING else self._value(kind, depth + 1)
        return count

    def _tensor(self) -> tuple[str, tuple[int, ...], int, int]:
        name = self._string()
        dimensions = self._unsigned(4)
        if len(name.encode()) >= LONGEST_NAME or not 0 < dimensions <= MOST_DIMENSIONS:
            raise BrokenWeights(f"tensor {name[:LONGEST_NAME]!r} has {dimensions} dimensions")
        shape = struct.unpack(f"<{dimensions}Q", self._take(8 * dimensions))
        kind, offset = self._unsigned(4), self._unsigned(8)
        if kind not in BLOCKS:
            raise BrokenWeights(f"tensor {name!r} is of unknown type {kind}")
        elements, size = BLOCKS[kind]
        if 0 in shape or prod(shape) >= 1 << 63 or shape[0] % elements:
            raise BrokenWeights(f"tensor {name!r} of shape {shape} cannot be of type {kind}")
        return name, shape, offset, prod(shape) // elements * size

    def _end(self, layout: list[tuple[str, tuple[int, ...], int, int]], alignment: int) -> int:
        """Tensors stand one after the other, each on the alignment, after the header."""
        base = _align(self._at, alignment)
        expected = 0
        for name, _, offset, size in layout:
            if offset != expected:
                raise BrokenWeights(f"tensor {name!r} stands at {offset}, expected at {expected}")
            expected = _align(offset + size, alignment)
        end = base + offset + size
        if end > len(self._data):
            raise BrokenWeights(f"cut short: {len(self._data):,} of {end:,} bytes are here")
        return end

    def _take(self, count: int) -> bytes:
        if count > len(self._data) - self._at:
            raise BrokenWeights(f"cut short or damaged in its header at byte {self._at}")
        self._at += count
        return self._data[self._at - count : self._at]

    def _unsigned(self, width: int) -> int:
        return int.from_bytes(self._take(width), "little")

    def _string(self) -> str:
        try:
            return self._take(self._unsigned(8)).decode()
        except UnicodeDecodeError:
            raise BrokenWeights(f"text before byte {self._at} is not UTF-8") from None

    def _skip_string(self) -> None:
        length = self._unsigned(8)
        if length > len(self._data) - self._at:
            raise BrokenWeights(f"cut short or damaged in its header at byte {self._at}")
        self._at += length


def _check_blocks(metadata: dict[str, object], names: list[str]) -> None:
    """llama.cpp ends the process when a model claims no blocks, or more than it can count."""
    count = metadata.get(f"{metadata['general.architecture']}.block_count")
    numbers = [int(found[1]) for found in map(re.compile(r"blk\.(\d+)\.").match, names) if found]
    if not isinstance(count, int) or not 1 <= count <= max(numbers, default=0) + 1:
        raise BrokenWeights(f"claims {count} blocks, has {max(numbers, default=-1) + 1}")


def _alignment(metadata: dict[str, object]) -> int:
    alignment = metadata.get("general.alignment", 32)
    if not isinstance(alignment, int) or alignment < 8 or alignment & (alignment - 1) or alignment > 65536:
        raise BrokenWeights(f"alignment {alignment!r} is not a power of two")
    return alignment


def _align(position: int, alignment: int) -> int:
    return -(-position // alignment) * alignment
