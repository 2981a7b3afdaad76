"""Drawing a mesh or a point cloud without a display, well enough for a catalogue (moderngl over EGL)."""

from scenes.derive.render.context import EglMissing
from scenes.derive.render.portrait import facing_of
from scenes.derive.render.studio import Backdrop, Studio, studio
from scenes.derive.render.view import View, framed, from_above

__all__ = ["Backdrop", "EglMissing", "Studio", "View", "facing_of", "framed", "from_above", "studio"]
