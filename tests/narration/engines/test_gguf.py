"""GGUF headers: a sound one is read, everything else is refused with its place."""

import struct
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from narration.engines.gguf import BrokenWeights, read_header

F32, Q4_0 = 0, 2


def text(value: str) -> bytes:
    return struct.pack("<Q", len(value.encode())) + value.encode()


def string(key: str, value: str) -> bytes:
    return text(key) + struct.pack("<I", 8) + text(value)


def number(key: str, value: int) -> bytes:
    return text(key) + struct.pack("<II", 4, value)


def strings(key: str, values: list[str]) -> bytes:
    return text(key) + struct.pack("<IIQ", 9, 8, len(values)) + b"".join(map(text, values))


def tensor(name: str, shape: tuple[int, ...], kind: int, offset: int) -> bytes:
    return text(name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, kind, offset)


KEYS = [string("general.architecture", "inn"), number("inn.block_count", 1), strings("words", ["inn", "驿站"])]
TENSORS = [tensor("blk.0.attn.weight", (32, 2), Q4_0, 0), tensor("norm.weight", (8,), F32, 64)]
DATA = bytes(64 + 32)


def gguf(
    keys: list[bytes] = KEYS,
    tensors: list[bytes] = TENSORS,
    data: bytes = DATA,
    *,
    magic: bytes = b"GGUF",
    version: int = 3,
    count: int | None = None,
) -> bytes:
    header = struct.pack("<4sIQQ", magic, version, len(tensors) if count is None else count, len(keys))
    header += b"".join(keys) + b"".join(tensors)
    return header + bytes(-len(header) % 32) + data


def written(folder: Path, content: bytes) -> Path:
    path = folder / "model.gguf"
    path.write_bytes(content)
    return path


def test_a_sound_header_is_read(tmp_path: Path) -> None:
    header = read_header(written(tmp_path, gguf()))
    assert header.metadata == {"general.architecture": "inn", "inn.block_count": 1, "words": 2}
    assert header.tensors == {"blk.0.attn.weight": (32, 2), "norm.weight": (8,)}
    assert header.size == len(gguf())


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "shorter"),
        (b"GGUF", "shorter"),
        (gguf(magic=b"GGML"), "begins with b'GGML'"),
        (gguf(version=4), "version 4"),
        (gguf(count=1 << 60), "tensors"),
        (gguf(tensors=[]), "0 tensors"),
        (gguf(data=DATA[:-1]), "cut short"),
        (gguf()[:100], "cut short"),
        (gguf(keys=[string("general.name", "inn")]), "architecture"),
        (gguf(keys=[*KEYS, KEYS[0]]), "stands twice"),
        (gguf(keys=[KEYS[0], number("inn.block_count", 2)]), "claims 2 blocks, has 1"),
        (gguf(keys=[KEYS[0], number("inn.block_count", 0)]), "claims 0 blocks"),
        (gguf(keys=[*KEYS, number("general.alignment", 3)]), "alignment 3"),
        (gguf(keys=[*KEYS, text("epsilon") + struct.pack("<If", 6, float("nan"))]), "'epsilon' is nan"),
        (gguf(keys=[*KEYS, text("odd") + struct.pack("<II", 77, 0)]), "value type 77"),
        (gguf(keys=[*KEYS, text("long") + struct.pack("<IIQ", 9, 4, 1 << 40)]), "claims 1099511627776 elements"),
        (gguf(keys=[*KEYS, struct.pack("<Q", 1 << 62)]), "cut short or damaged"),
        (gguf(keys=[*KEYS, string("bad", "x").replace(b"bad", b"b\xff\xfe")]), "UTF-8"),
        (gguf(tensors=[TENSORS[0], TENSORS[0]]), "twice"),
        (gguf(tensors=[TENSORS[0], tensor("far", (8,), F32, 1 << 40)]), "stands at 1099511627776"),
        (gguf(tensors=[tensor("blk.0.x", (33,), Q4_0, 0)]), "cannot be of type 2"),
        (gguf(tensors=[tensor("blk.0.x", (1 << 62, 1 << 62), F32, 0)]), "cannot be"),
        (gguf(tensors=[tensor("blk.0.x", (8,), 250, 0)]), "unknown type 250"),
        (gguf(tensors=[tensor("blk.0.x", (1,) * 9, F32, 0)]), "9 dimensions"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(BrokenWeights, match=reason):
        read_header(written(tmp_path, content))


def test_an_adapter_has_no_blocks_to_count(tmp_path: Path) -> None:
    keys = [KEYS[0], string("general.type", "adapter"), string("adapter.type", "lora")]
    adapter = written(tmp_path, gguf(keys=keys))
    assert read_header(adapter, adapter=True).metadata["adapter.type"] == "lora"
    with pytest.raises(BrokenWeights, match="blocks"):
        read_header(adapter)
    with pytest.raises(BrokenWeights, match="no LoRA adapter"):
        read_header(written(tmp_path, gguf()), adapter=True)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.integers(0, len(gguf()) - len(DATA) - 1), st.binary(min_size=1, max_size=12))
def test_any_damage_is_refused_or_harmless(tmp_path: Path, at: int, damage: bytes) -> None:
    content = gguf()
    path = written(tmp_path, content[:at] + damage + content[at + len(damage) :])
    with suppress(BrokenWeights):
        assert read_header(path).size <= path.stat().st_size
