"""Telling programs on the graphics card their values."""

from typing import TYPE_CHECKING, Any

from scenes.derive.render.subject import ALPHA
from scenes.mesh import Material

if TYPE_CHECKING:
    from numpy.typing import NDArray


def alpha(material: Material) -> dict[str, Any]:
    """The uniforms that say what becomes of transparent places."""
    return {"alpha_mode": ALPHA[material.alpha], "cutoff": material.alpha_cutoff}


def tell(program: Any, **values: Any) -> None:
    """Set uniforms; those that the compiler found no use for are passed over."""
    for name, value in values.items():
        if name in program:
            if isinstance(value, bytes):
                program[name].write(value)
            else:
                program[name].value = value


def columns(matrix: "NDArray[Any]") -> bytes:
    """A matrix as OpenGL takes it: column after column."""
    import numpy as np

    return np.ascontiguousarray(matrix.T, dtype=np.float32).tobytes()
