"""A material's images on the graphics card, with mipmaps."""

from typing import Any

MAX_PIXELS = 64_000_000
LARGEST = 4096


def texture(context: Any, data: bytes, repeats: bool, held: dict[bytes, Any]) -> Any:
    """The texture of an image file's bytes, made once for each; white for none, and for what Pillow does not read."""
    image = _decoded(data) if data else None
    key = data if image is not None else b""
    if key not in held:
        held[key] = _uploaded(context, image, repeats)
    return held[key]


def _decoded(data: bytes) -> Any:
    from io import BytesIO

    from PIL import Image

    try:
        image = Image.open(BytesIO(data))
        if image.width * image.height > MAX_PIXELS:
            return None
        made = image.convert("RGBA")
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    made.thumbnail((LARGEST, LARGEST))
    return made


def _uploaded(context: Any, image: Any, repeats: bool) -> Any:
    import moderngl

    if image is None:
        return context.texture((1, 1), 4, b"\xff\xff\xff\xff")
    made = context.texture(image.size, 4, image.tobytes())
    made.build_mipmaps()
    made.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
    made.anisotropy = 8.0
    made.repeat_x = made.repeat_y = repeats
    return made
