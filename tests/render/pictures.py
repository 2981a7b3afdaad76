"""Pictures of a built site from where visitors stand.

`python tests/render/pictures.py MODELS THREE OUT [LEVEL] [NAME…]`: MODELS is a folder with
`structure.N.glb`, THREE an unpacked npm package `three`, OUT the folder for the pictures.
"""

import sys
from base64 import b64decode
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import sync_playwright

FLAGS = [
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-dev-shm-usage", "--use-gl=angle", "--use-angle=gl-egl", "--ignore-gpu-blocklist",
]  # fmt: skip
EYE = 1.65
VIEWS: dict[str, tuple[tuple[float, float, float], tuple[float, float, float], float]] = {
    "entrance": ((-62, EYE, -112), (0, 17, -20), 65),
    "facade": ((-25, EYE, -92), (-20, 14, -70), 75),
    "attic": ((25, EYE, -97), (22, 30, -72), 65),
    "arena-west": ((30, EYE, 0), (-20, 7, 0), 75),
    "arena-north": ((30, EYE, 0), (-5, 14, -50), 75),
    "hypogeum": ((-2, -6 + EYE, 0), (20, -3.5, 2), 75),
    "hypogeum-edge": ((22.5, EYE, 6), (-10, -6, -4), 75),
    "second-tier": ((-30, 12 + EYE, -44.8), (20, 4, 15), 75),
    "top-gallery": ((0, 34 + EYE, -64), (0, 2, 10), 75),
    "south": ((10, EYE, 98), (0, 12, 70), 75),
    "west": ((-118, EYE, 20), (-60, 16, -10), 65),
    "stern": ((108, EYE, -42), (84, 18, -28), 70),
    "libitinaria": ((44, EYE, 0), (0, 8, -4), 75),
    "ambulatory": ((-20, EYE, -71.2), (10, 3.5, -72.5), 75),
    "podium": ((0, 4 + EYE, 27.2), (0, 12, -40), 75),
    "north-gate": ((0, EYE, -84), (0, 5, -60), 70),
    "gate-numbers": ((-49, EYE, -74), (-44, 7, -66), 65),
    "aerial": ((-120, 110, -150), (0, 8, 0), 50),
    "aerial-south": ((70, 95, 150), (0, 8, 0), 50),
}


class Files(SimpleHTTPRequestHandler):
    """Serves the page, three and the models from their three folders."""

    def __init__(self, *args: object, models: Path, three: Path, **kwargs: object) -> None:
        self.roots = {"models": models, "three": three}
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def translate_path(self, path: str) -> str:
        """The file behind a URL's path."""
        first, _, rest = path.split("?")[0].lstrip("/").partition("/")
        if first in self.roots:
            return str(self.roots[first] / rest)
        return str(Path(__file__).parent / first)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


def main(models: str, three: str, out: str, level: str = "2", *names: str) -> None:
    """Take the pictures, all or those named."""
    handler = partial(Files, models=Path(models), three=Path(three))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    Path(out).mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_page(viewport={"width": 1000, "height": 600})
        page.on("console", lambda message: print("console:", message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: print("page:", error))
        page.goto(f"http://127.0.0.1:{server.server_port}/viewer.html?file=structure.{level}.glb")
        page.wait_for_function("window.ready === true", timeout=120_000)
        for name, (eye, target, fov) in VIEWS.items():
            if names and name not in names:
                continue
            info = page.evaluate("view => window.picture(...view)", [eye, target, fov])
            (Path(out) / f"{name}.jpg").write_bytes(b64decode(info.pop("jpeg")))
            print(name, info)
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main(*sys.argv[1:])
