"""A room with lights in which one thing stands to be pictured."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scenes.derive.render import shaders
from scenes.derive.render.context import context
from scenes.derive.render.lights import ROW, Lights, shadow_matrices
from scenes.derive.render.subject import Drawn, Subject, subject
from scenes.derive.render.uniforms import alpha, columns, tell
from scenes.derive.render.view import View
from scenes.mesh import Material, Mesh, PointCloud

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

SHADOW = 512
"""Pixels a side of one light's shadow map."""
FLOOR = 256
OPEN = 1e30
EXPOSURE = 0.72


@dataclass(frozen=True, slots=True, kw_only=True)
class Backdrop:
    """What is behind the thing: sRGB colours of the middle and the rim; no colours for transparent."""

    paper: tuple[float, float, float] = (0.855, 0.84, 0.815)
    rim: tuple[float, float, float] = (0.655, 0.635, 0.605)
    floor: bool = True
    """Whether the thing stands on a floor that takes its shadow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Programs:
    """The compiled shaders."""

    surface: Any
    splat: Any
    shadow: Any
    splat_shadow: Any


@dataclass(slots=True)
class Studio:
    """Lights are set with `light`, pictures taken with `shoot`; made by `studio`."""

    context: Any
    programs: Programs
    subject: Subject
    shadows: Any
    lights: Lights | None = None
    floor: Any = None
    ceiling: float = OPEN
    compiled: dict[tuple[str, int], Any] = field(default_factory=dict)

    def light(self, lights: Lights) -> None:
        """Set the lights and cast their shadows; those that have not moved keep theirs."""
        import numpy as np

        before = None if self.lights is None else self.lights.direction
        self.lights = lights
        for index, matrix in enumerate(shadow_matrices(lights, self.subject.radius * 1.02)):
            same = before is not None and index < len(before) and np.array_equal(before[index], lights.direction[index])
            if not same:
                self._cast((index % ROW * SHADOW, index // ROW * SHADOW, SHADOW, SHADOW), matrix)
        self.floor = self._floor()

    def _cast(self, place: tuple[int, int, int, int], matrix: "Array") -> None:
        self.shadows.use()
        self.shadows.viewport = place
        self.shadows.clear(depth=1.0, viewport=place)
        program = self.programs.shadow
        tell(program, matrix=columns(matrix), ceiling=self.ceiling, alpha_mode=0)
        if self.subject.caster is not None:
            self.subject.caster.render()
            return
        for call in self.subject.calls:
            if call.material is None:
                self._cast_splats(call, matrix)
            else:
                self._cast_surface(call, call.material, program)

    def _cast_splats(self, call: Drawn, matrix: "Array") -> None:
        told = {"matrix": columns(matrix), "ceiling": self.ceiling, "alpha_mode": 0}
        tell(call.shadow.program, pixels=SHADOW / 2 / (self.subject.radius * 1.02), **told)
        call.shadow.render(mode=self.context.POINTS)

    def _cast_surface(self, call: Drawn, material: Material, program: Any) -> None:
        assert call.images is not None
        call.images[0].use(0)
        tell(program, base=0, opacity=material.opacity, **alpha(material))
        call.shadow.render()

    def shoot(
        self,
        view: View,
        size: tuple[int, int],
        *,
        backdrop: Backdrop | None = None,
        edges: float = 0.0,
        smooth: int = 2,
    ) -> "NDArray[np.uint8]":
        """A picture (height, width, 4) as sRGB; transparent behind the thing when there is no backdrop.

        Each pixel is the mean of `smooth` by `smooth`; `edges` darkens creases and drops, 0 to 1.
        """
        import numpy as np

        wide, high = size[0] * smooth, size[1] * smooth
        with self._buffers((wide, high)) as (planes, frame):
            self._draw(frame, view)
            linear = self._shade(planes, view, backdrop, edges)
        fine = linear.reshape(size[1], smooth, size[0], smooth, 4).mean(axis=(1, 3))[::-1]
        colour = np.where(fine[..., 3:] > 0, fine[..., :3] / np.maximum(fine[..., 3:], 1e-6), 0)
        shown = np.concatenate([_srgb(np.clip(colour, 0, 1)), fine[..., 3:]], axis=-1)
        return np.asarray(np.round(shown * 255), dtype=np.uint8)

    def planes(self, view: View, size: tuple[int, int]) -> "tuple[NDArray[np.float32], ...]":
        """Albedo with coverage, normal and position (height, width, 4), the lowest row first, without light."""
        import numpy as np

        with self._buffers(size) as (planes, frame):
            self._draw(frame, view)
            return tuple(
                np.frombuffer(plane.read(), dtype=plane.dtype.replace("f", "<f")).reshape(size[1], size[0], 4)
                for plane in planes
            )

    @contextmanager
    def _buffers(self, size: tuple[int, int]) -> Iterator[tuple[list[Any], Any]]:
        planes = [self.context.texture(size, 4, dtype=kind) for kind in ("f2", "f2", "f4")]
        for plane in planes:
            plane.filter = (self.context.NEAREST, self.context.NEAREST)
        depth = self.context.depth_renderbuffer(size)
        frame = self.context.framebuffer(planes, depth)
        try:
            yield planes, frame
        finally:
            for each in (frame, depth, *planes):
                each.release()

    def _draw(self, frame: Any, view: View) -> None:
        frame.use()
        frame.clear(0.0, 0.0, 0.0, 0.0)
        for call in self.subject.calls:
            program = call.surface.program
            tell(program, matrix=columns(view.matrix()), eye=tuple(view.eye), ceiling=self.ceiling)
            if call.material is None:
                self._splats(call, program, view, frame.height)
            else:
                self._surface(call, program)

    def _splats(self, call: Drawn, program: Any, view: View, height: int) -> None:
        parallel = int(view.field is None)
        tell(program, pixels=view.scale() * height / 2, parallel=parallel, alpha_mode=0, cutoff=0.0)
        tell(program, across=tuple(view.across), upwards=tuple(view.upwards))
        call.surface.render(mode=self.context.POINTS)

    def _surface(self, call: Drawn, program: Any) -> None:
        material = call.material
        assert material is not None
        assert call.images is not None
        for unit, image in enumerate(call.images):
            image.use(unit)
        tell(program, base=0, bumps=1, rough=2, tint=(*material.colour, material.opacity), **alpha(material))
        tell(program, surface=(material.roughness, material.metallic), unlit=int(material.unlit))
        tell(program, bump=material.normal_scale if material.normal else 0.0, flat_shaded=int(call.flat))
        tell(program, cut=int(self.ceiling < OPEN and not material.double_sided))
        call.surface.render()

    def _floor(self) -> Any:
        """How much of the light each place of the floor is given."""
        target = self.context.texture((FLOOR, FLOOR), 1, dtype="f2")
        frame = self.context.framebuffer([target])
        self.shadows.depth_attachment.use(0)
        self._screen(shaders.FLOOR_FRAGMENT, frame, shadows=0, **_floor(self.subject))
        frame.release()
        return target

    def _shade(self, planes: list[Any], view: View, backdrop: Backdrop | None, edges: float) -> "NDArray[np.float32]":
        import numpy as np

        assert self.floor is not None
        for unit, plane in enumerate((*planes, self.shadows.depth_attachment, self.floor)):
            plane.use(unit)
        size = planes[0].size
        target = self.context.texture(size, 4, dtype="f2")
        frame = self.context.framebuffer([target])
        units = {"albedos": 0, "normals": 1, "positions": 2, "shadows": 3, "floor_share": 4}
        told = {**units, **self._told(view, edges), **_behind(backdrop), **_floor(self.subject)}
        self._screen(shaders.LIGHT_FRAGMENT, frame, **told)
        read = np.frombuffer(frame.read(components=4, dtype="f2"), dtype=np.float16)
        for each in (frame, target):
            each.release()
        return read.reshape(size[1], size[0], 4).astype(np.float32)

    def _screen(self, fragment: str, frame: Any, **told: Any) -> None:
        """Run a program once for each pixel of a frame."""
        import numpy as np

        program = self._lit(fragment)
        tell(program, spread=0.9 / SHADOW, texel=max(2.04 * self.subject.radius / SHADOW, self.subject.splat * 2.0))
        tell(program, **told)
        corners = self.context.buffer(np.array([-1, -1, 3, -1, -1, 3], dtype=np.float32).tobytes())
        array = self.context.vertex_array(program, [(corners, "2f", "in_position")])
        frame.use()
        self.context.disable(self.context.DEPTH_TEST)
        array.render()
        self.context.enable(self.context.DEPTH_TEST)
        for each in (array, corners):
            each.release()

    def _lit(self, fragment: str) -> Any:
        """The program for as many lights as are set."""
        assert self.lights is not None
        count = len(self.lights.direction)
        if (fragment, count) not in self.compiled:
            source = fragment.format(lights=count, row=ROW)
            made = self.context.program(vertex_shader=shaders.SCREEN_VERTEX, fragment_shader=source)
            self.compiled[fragment, count] = made
        program = self.compiled[fragment, count]
        matrices = shadow_matrices(self.lights, self.subject.radius * 1.02)
        tell(program, views=b"".join(columns(matrix) for matrix in matrices))
        tell(program, directions=self.lights.direction.astype("f4").tobytes())
        tell(program, colours=self.lights.colour.astype("f4").tobytes())
        return program

    def _told(self, view: View, edges: float) -> dict[str, Any]:
        import numpy as np

        return {
            "unproject": columns(np.linalg.inv(view.matrix())),
            "exposure": EXPOSURE * self.subject.gain,
            "edges": edges,
            "crossing": self.subject.radius / 100,
        }


def _behind(backdrop: Backdrop | None) -> dict[str, Any]:
    shown = backdrop or Backdrop()
    return {
        "paper": tuple(_linear(value) for value in shown.paper),
        "rim": tuple(_linear(value) for value in shown.rim),
        "opaque": 0.0 if backdrop is None else 1.0,
        "floor_drawn": int(shown.floor),
    }


def _floor(thing: Subject) -> dict[str, Any]:
    return {"floor_at": (0.0, float(thing.points[:, 1].min()), 0.0), "floor_reach": thing.radius * 2.2}


def _linear(shown: float) -> float:
    return shown / 12.92 if shown <= 0.04045 else float(((shown + 0.055) / 1.055) ** 2.4)


def _srgb(linear: "NDArray[np.float32]") -> "NDArray[np.float32]":
    import numpy as np

    return np.where(linear <= 0.0031308, linear * 12.92, 1.055 * np.maximum(linear, 1e-9) ** (1 / 2.4) - 0.055)


@contextmanager
def studio(thing: Mesh | PointCloud) -> Iterator[Studio]:
    """A studio with the thing in it; raises `EglMissing`, or `ValueError` where there is nothing to draw."""
    with context() as made:
        made.enable(made.DEPTH_TEST | made.PROGRAM_POINT_SIZE)
        programs = _programs(made)
        shadows = made.framebuffer(depth_attachment=_shadow_map(made))
        yield Studio(context=made, programs=programs, subject=subject(made, programs, thing), shadows=shadows)


def _shadow_map(made: Any) -> Any:
    depth = made.depth_texture((SHADOW * ROW, SHADOW * ROW))
    depth.compare_func = ""
    depth.filter = (made.NEAREST, made.NEAREST)
    return depth


def _programs(made: Any) -> Programs:
    def program(vertex: str, fragment: str) -> Any:
        return made.program(vertex_shader=vertex, fragment_shader=fragment)

    return Programs(
        surface=program(shaders.SURFACE_VERTEX, shaders.SURFACE_FRAGMENT),
        splat=program(shaders.SPLAT_VERTEX, shaders.SPLAT_FRAGMENT),
        shadow=program(shaders.SHADOW_VERTEX, shaders.SHADOW_FRAGMENT),
        splat_shadow=program(shaders.SHADOW_VERTEX, shaders.SHADOW_FRAGMENT),
    )
