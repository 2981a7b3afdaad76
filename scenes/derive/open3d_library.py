"""Importing open3d, which is linked to a library that not every system has."""

import sys
from types import ModuleType
from typing import Any

from scenes.missing import Missing

PLOTS = "open3d.visualization.draw_plotly"
"""Open3D's drawing in notebooks, which loads a web server: three quarters of the time that its import takes."""


def open3d_library() -> Any:
    """The module `open3d`, without its plots in notebooks.

    Raises `Missing` with the package to install where it cannot be imported.
    """
    if "open3d" not in sys.modules:
        sys.modules.setdefault(PLOTS, _no_plots())
    try:
        import open3d
    except ImportError as wrong:
        remedy = "on Debian: apt install libusb-1.0-0 libgl1 libgomp1; and pip install open3d-cpu"
        raise Missing(f"open3d, which measures distances, cannot be used ({wrong}). {remedy}") from wrong
    return open3d


def _no_plots() -> ModuleType:
    empty = ModuleType(PLOTS)
    for name in ("get_plotly_fig", "draw_plotly", "draw_plotly_server"):
        setattr(empty, name, None)
    return empty
