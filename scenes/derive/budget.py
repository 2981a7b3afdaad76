"""Hold a mesh and its levels of detail against what a device can draw, and say by how much it is over."""

from dataclasses import dataclass

from scenes.derive.images import size_of, textures
from scenes.derive.merge import draw_calls
from scenes.device import DEVICES, MIB, Budget, Device
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


TERMS = {
    "triangles": ("{} triangles", "{:,.0f}", 1),
    "draw_calls": ("{} draw calls", "{:,.0f}", 1),
    "texture": ("textures of {} pixels a side", "{:,.0f}", 1),
    "texture_memory": ("{} MiB of textures on the graphics card", "{:,.1f}", MIB),
    "download": ("{} MiB to fetch", "{:,.1f}", MIB),
}
"""How each is said, how its number is written, and in what unit."""
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
    amounts = {name: getattr(weight, name) - getattr(budget, name) for name in TERMS}
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


def _number(name: str, amount: int) -> str:
    _, written, unit = TERMS[name]
    return written.format(amount / unit)


def _said(name: str, amount: int) -> str:
    return TERMS[name][0].format(_number(name, amount))


def _finding(
    name: str, amount: int, scan: Weight, finest: Weight, device: Device, error: float, levels: int
) -> Finding:
    which = "its one level" if levels == 1 else f"the finest of its {levels} levels"
    tail = f", at most {error * 1000:.3g} mm from the scan" if name == "triangles" else ""
    return Finding(
        code=f"{name.upper()}_OVER_BUDGET",
        message=f"the scan has {_said(name, getattr(scan, name))}, {_number(name, amount)} more than {device} takes; "
        f"{which} has {_number(name, getattr(finest, name))}{tail}",
        severity="information",
        remedy=REMEDIES[name],
    )


def _still(name: str, amount: int, finest: Weight, device: Device) -> Finding:
    return Finding(
        code=f"{name.upper()}_OVER_BUDGET",
        message=f"the finest level that could be made for {device} still has {_said(name, getattr(finest, name))}, "
        f"{_number(name, amount)} too many",
        severity="warning",
        remedy=REMEDIES[name],
    )
