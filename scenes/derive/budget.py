"""Hold a mesh and its levels of detail against what a device can draw, and say by how much it is over."""

from collections.abc import Sequence
from dataclasses import dataclass

from scenes.derive.images import size_of, textures
from scenes.derive.merge import draw_calls
from scenes.device import DEVICES, Budget, Device
from scenes.finding import Finding
from scenes.mesh import Mesh


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """What a model asks of a device, in the terms of `Budget`."""

    triangles: int
    draw_calls: int
    texture: int
    """Pixels a side of the largest texture."""
    texture_memory: int
    download: int = 0
    """Bytes of the file; 0 where it is not written yet."""


NAMES = {
    "triangles": ("triangles", "triangles"),
    "draw_calls": ("draw calls", "draw calls"),
    "texture": ("a texture side of", "pixels"),
    "texture_memory": ("texture memory of", "bytes"),
    "download": ("a file of", "bytes"),
}
REMEDIES = {
    "triangles": "nothing need be done for a first look; tile the scan to show all of it",
    "draw_calls": "join small parts or share materials before exporting",
    "texture": "nothing need be done: the originals are kept",
    "texture_memory": "share or shrink textures, or make KTX2 of them",
    "download": "share or shrink textures, or tile the scan",
}


def weigh(mesh: Mesh, groups: dict[str, tuple[str, ...]] | None = None, download: int = 0) -> Weight:
    """What the mesh asks of a device; raises `ValueError` for an image that cannot be opened."""
    sizes = [size_of(image) for image in textures(mesh)]
    return Weight(
        triangles=mesh.triangles,
        draw_calls=draw_calls(mesh, groups),
        texture=max((max(size.width, size.height) for size in sizes), default=0),
        texture_memory=sum(size.memory for size in sizes),
        download=download,
    )


def over(weight: Weight, budget: Budget) -> dict[str, int]:
    """For each term that is over the budget by how much."""
    amounts = {name: getattr(weight, name) - getattr(budget, name) for name in NAMES}
    return {name: amount for name, amount in amounts.items() if amount > 0}


def findings(scan: Weight, finest: Weight, device: Device, error: float, levels: int) -> tuple[Finding, ...]:
    """What of the scan had to give way on the device, and what even its finest level asks too much of."""
    budget = DEVICES[device]
    left = over(finest, budget)
    made = [
        _finding(name, amount, scan, finest, device, error, levels)
        for name, amount in over(scan, budget).items()
        if name not in left
    ]
    return (*(_still(name, amount, finest, device) for name, amount in left.items()), *made)


def _finding(
    name: str, amount: int, scan: Weight, finest: Weight, device: Device, error: float, levels: int
) -> Finding:
    what, unit = NAMES[name]
    got = f"level {levels - 1} of {levels} has {getattr(finest, name):,}"
    tail = f" and lies {error * 1000:.3g} mm from the scan at most" if name == "triangles" else ""
    return Finding(
        code=f"{name.upper()}_OVER_BUDGET",
        message=f"the scan has {what} {getattr(scan, name):,}: {amount:,} {unit} more than {device} takes; {got}{tail}"
        if what.endswith(" of")
        else f"the scan has {getattr(scan, name):,} {what}, {amount:,} more than {device} takes; {got}{tail}",
        severity="information",
        remedy=REMEDIES[name],
    )


def _still(name: str, amount: int, finest: Weight, device: Device) -> Finding:
    what, unit = NAMES[name]
    has = f"{what} {getattr(finest, name):,} {unit}" if what.endswith(" of") else f"{getattr(finest, name):,} {what}"
    return Finding(
        code=f"{name.upper()}_OVER_BUDGET",
        message=f"the finest level that could be made for {device} still has {has}, {amount:,} too many",
        severity="warning",
        remedy=REMEDIES[name],
    )


def fits(weights: Sequence[Weight], device: Device) -> bool:
    """Whether every level keeps to the device's budget."""
    return not any(over(weight, DEVICES[device]) for weight in weights)
