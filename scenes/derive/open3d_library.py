"""Importing open3d, which is linked to a library that not every system has."""

from typing import Any

from scenes.missing import Missing


def open3d_library() -> Any:
    """The module `open3d`; raises `Missing` with the package to install where it cannot be imported."""
    try:
        import open3d
    except ImportError as wrong:
        remedy = "on Debian: apt install libusb-1.0-0 libgl1 libgomp1; and pip install open3d-cpu"
        raise Missing(f"open3d, which measures distances, cannot be used ({wrong}). {remedy}") from wrong
    return open3d
