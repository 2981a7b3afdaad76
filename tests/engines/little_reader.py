"""A reader of claims for SmolLM2 that was never trained: a LoRA of random numbers, and the card that goes with it."""

import random
import struct
from pathlib import Path

from narration.engines.gguf import read_header
from narration.models.marker import verified_digest

RANK = 2
BLOCKS, WIDTH = 30, 576
STRING, FLOAT32, F32 = 8, 6, 0


def text(value: str) -> bytes:
    return struct.pack("<Q", len(value.encode())) + value.encode()


def adapter(seed: int = 1, *, width: int = WIDTH, strength: float = 0.6) -> bytes:
    """A GGUF that shifts the queries of every block."""
    chance = random.Random(seed)
    keys = [
        text(key) + struct.pack("<I", STRING) + text(value)
        for key, value in (("general.type", "adapter"), ("general.architecture", "llama"), ("adapter.type", "lora"))
    ]
    keys.append(text("adapter.lora.alpha") + struct.pack("<If", FLOAT32, float(RANK)))
    tensors, data = [], bytearray()
    for block in range(BLOCKS):
        for half, shape in (("lora_a", (width, RANK)), ("lora_b", (RANK, width))):
            name = f"blk.{block}.attn_q.weight.{half}"
            tensors.append(text(name) + struct.pack("<IQQIQ", 2, *shape, F32, len(data)))
            values = [chance.gauss(0, strength) for _ in range(shape[0] * shape[1])]
            data += struct.pack(f"<{len(values)}f", *values)
            data += bytes(-len(data) % 32)
    header = struct.pack("<4sIQQ", b"GGUF", 3, len(tensors), len(keys)) + b"".join(keys) + b"".join(tensors)
    return header + bytes(-len(header) % 32) + bytes(data)


def reader(folder: Path, weights: Path, seed: int = 1, **thresholds: float) -> str:
    """A folder with an adapter for verified weights and its card: what the option `reader` is given."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "little.gguf").write_bytes(adapter(seed))
    levels = "\n".join(f"{tag} = {level}" for tag, level in {"otherwise": 0.5, **thresholds}.items())
    (folder / "little.toml").write_text(
        f'adapter = "little.gguf"\nweights = "small"\nsha256 = "{verified_digest(weights)}"\n'
        f'licence = "Apache-2.0"\ntrained = "never"\n[thresholds]\n{levels}\n'
    )
    read_header(folder / "little.gguf", adapter=True)
    return str(folder)
