"""Textures made smaller: WebP at the size a device and a level of detail need, KTX2 as an offline stage."""

import struct
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

from scenes.gltf_material import media_type
from scenes.image_header import ImageBroken, image_header
from scenes.mesh import Material, Mesh
from scenes.node import command

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Kind = Literal["colour", "normal", "data"]
KINDS: Mapping[str, Kind] = {
    "base": "colour",
    "emissive": "colour",
    "normal": "normal",
    "roughness_image": "data",
    "occlusion": "data",
}
QUALITY: Mapping[Kind, int] = {"colour": 82, "normal": 92, "data": 85}
MAX_PIXELS = 16_384 * 16_384
MIPMAPS = 4 / 3
KTX2_SECONDS = 600
UASTC, SRGB, NORMAL_MAP = 1, 2, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Pixels of an image."""

    width: int
    height: int
    media_type: str

    @property
    def memory(self) -> int:
        """Bytes on the graphics card, mipmaps included: four a pixel, one where it stays compressed (KTX2)."""
        return int(self.width * self.height * MIPMAPS * (1 if self.media_type == "image/ktx2" else 4))


def size_of(image: bytes) -> Size:
    """What the header says; raises `ValueError` for what is no PNG, JPEG, WebP or KTX2, or too large to open."""
    kind = media_type(image)
    if kind == "image/ktx2":
        width, height = struct.unpack_from("<II", image, 20)
        return Size(width=width, height=height, media_type=kind)
    try:
        header = image_header(memoryview(image))
    except ImageBroken as wrong:
        raise ValueError(f"an image that cannot be opened: {wrong}") from wrong
    assert header is not None
    _check(header.width, header.height)
    return Size(width=header.width, height=header.height, media_type=kind)


def _check(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise ValueError(f"an image of {width} by {height} pixels: at most {MAX_PIXELS} are opened")


def textures(mesh: Mesh) -> dict[bytes, Kind]:
    """Every image of the mesh once, with what it holds."""
    every: dict[bytes, Kind] = {}
    for material in mesh.materials:
        for name, kind in KINDS.items():
            if getattr(material, name):
                every.setdefault(getattr(material, name), kind)
    return every


def shrunk(mesh: Mesh, pixels: int, quality: int | None = None) -> Mesh:
    """The mesh with every texture at most `pixels` a side, as `shrink` makes it; KTX2 stays as it is."""
    made = {image: shrink(image, pixels, kind=kind, quality=quality) for image, kind in textures(mesh).items()}
    return replace(mesh, materials=[_with(material, made) for material in mesh.materials])


def _with(material: Material, made: Mapping[bytes, bytes]) -> Material:
    changed: dict[str, Any] = {name: made[getattr(material, name)] for name in KINDS if getattr(material, name) in made}
    return replace(material, **changed)


@lru_cache(maxsize=32)
def shrink(image: bytes, pixels: int, *, kind: Kind = "colour", quality: int | None = None) -> bytes:
    """An image (PNG, JPEG, WebP) as WebP at most `pixels` a side, never larger than it was.

    Colours are averaged as light, normals stay unit vectors; opacity is kept. An image small enough already stays as
    it is where WebP would not save a tenth. Raises `ValueError` for what cannot be opened.
    """
    import numpy as np
    from PIL import Image

    if media_type(image) == "image/ktx2":
        return image
    with opened(image) as picture:
        wide = picture.size
        clear = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
        rows = np.asarray(picture.convert("RGBA" if clear else "RGB"))
    share = pixels / max(wide)
    if share < 1:
        small = max(1, round(wide[0] * share)), max(1, round(wide[1] * share))
        rows = _resized(rows, small, kind)
    out = BytesIO()
    Image.fromarray(rows).save(out, "WEBP", quality=quality or QUALITY[kind], method=4, exact=kind != "colour")
    made = out.getvalue()
    return image if share >= 1 and len(made) > len(image) * 0.9 else made


def opened(image: bytes) -> Any:
    """A Pillow image, its pixels not read yet; raises `ValueError` for what is none or too large."""
    from PIL import Image, UnidentifiedImageError

    try:
        picture = Image.open(BytesIO(image))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError) as wrong:
        raise ValueError(f"an image that cannot be opened: {wrong}") from wrong
    _check(picture.width, picture.height)
    return picture


def _resized(rows: "NDArray[np.uint8]", size: tuple[int, int], kind: Kind) -> "NDArray[np.uint8]":
    """One channel at a time as 32 bit floats, so that a large picture needs little more than itself."""
    import numpy as np
    from PIL import Image

    table = meaning(kind)
    channels = []
    for channel in range(rows.shape[2]):
        straight = np.arange(256, dtype=np.float32) / 255 if channel == 3 else table
        whole = Image.fromarray(straight[rows[:, :, channel]])
        channels.append(np.asarray(whole.resize(size, Image.Resampling.LANCZOS)))
    light = np.stack(channels, -1)
    if kind == "normal":
        light[:, :, :3] /= np.maximum(np.linalg.norm(light[:, :, :3], axis=2, keepdims=True), 1e-6)
        light[:, :, :3] = light[:, :, :3] / 2 + 0.5
    if kind == "colour":
        light[:, :, :3] = _encoded(np.clip(light[:, :, :3], 0, 1))
    return np.asarray(np.round(np.clip(light, 0, 1) * 255), dtype=np.uint8)


def meaning(kind: Kind) -> "NDArray[np.float32]":
    """What each stored byte means: light (IEC 61966-2-1), a coordinate of a normal, or a share."""
    import numpy as np

    share = np.arange(256, dtype=np.float32) / 255
    if kind == "colour":
        curved = ((share + 0.055) / 1.055) ** 2.4
        return np.asarray(np.where(share <= 0.04045, share / 12.92, curved), dtype=np.float32)
    return np.asarray(share * 2 - 1 if kind == "normal" else share, dtype=np.float32)


def _encoded(light: "NDArray[np.float32]") -> "NDArray[np.float32]":
    import numpy as np

    curved = 1.055 * np.power(light, 1 / 2.4) - 0.055
    return np.asarray(np.where(light <= 0.0031308, light * 12.92, curved), dtype=np.float32)


def ktx2(image: bytes, *, kind: Kind = "colour", uastc: bool = True, quality: int = 128) -> bytes:
    """An image as KTX2 with mipmaps, which stays compressed on the graphics card: about 10 s for 2048 pixels a side.

    UASTC is near to lossless and larger than WebP; ETC1S (`uastc=False`, `quality` 1 to 255) is small and coarse, and
    not for normals. Sides are cut to multiples of four, as glTF asks. Raises `ValueError` for what cannot be opened or
    encoded, `NodeMissing` where there is no Node.js.
    """
    import numpy as np

    if media_type(image) == "image/ktx2":
        return image
    with opened(image) as picture:
        fours = tuple(max(4, side // 4 * 4) for side in picture.size)
        rows = np.asarray(picture.convert("RGBA").resize(fours) if fours != picture.size else picture.convert("RGBA"))
    flags = UASTC * uastc | SRGB * (kind == "colour") | NORMAL_MAP * (kind == "normal")
    request = struct.pack("<4I", rows.shape[1], rows.shape[0], flags, quality) + rows.tobytes()
    ran = subprocess.run(command("ktx2.mjs"), input=request, capture_output=True, timeout=KTX2_SECONDS, check=False)
    if ran.returncode or not ran.stdout.startswith(b"\xabKTX 20"):
        raise ValueError(f"an image that cannot be encoded as KTX2: {ran.stderr[-500:].decode(errors='replace')}")
    return ran.stdout


def with_ktx2(mesh: Mesh, *, uastc: bool = True, progress: Callable[[str, float], None] | None = None) -> Mesh:
    """The mesh with every texture as KTX2, one after the other; `progress` is told the stage and the share done."""
    every = textures(mesh)
    made: dict[bytes, bytes] = {}
    for number, (image, kind) in enumerate(every.items(), start=1):
        made[image] = ktx2(image, kind=kind, uastc=uastc or kind == "normal")
        if progress is not None:
            progress("ktx2", number / len(every))
    return replace(mesh, materials=[_with(material, made) for material in mesh.materials])
