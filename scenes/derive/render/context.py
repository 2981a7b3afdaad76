"""An OpenGL context without a window, a display or a graphics card."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from scenes.missing import Missing

EGL: dict[str, Any] = {"backend": "egl"}


class EglMissing(Missing):
    """There is no way to draw on this machine, with what to install."""


@contextmanager
def context() -> Iterator[Any]:
    """A moderngl context of OpenGL 3.3 through EGL, released at the end; raises `EglMissing` with the remedy."""
    import moderngl

    try:
        made: Any = moderngl.create_context(standalone=True, require=330, **EGL)
    except Exception as error:
        raise EglMissing(
            f"pictures cannot be drawn here ({error}): OpenGL through EGL is needed; on Debian and Ubuntu "
            "apt-get install libegl1 libgl1 libgl1-mesa-dri"
        ) from error
    try:
        yield made
    finally:
        made.release()
