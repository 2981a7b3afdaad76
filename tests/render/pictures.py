"""Pictures of a built site from where visitors stand.

`python tests/render/pictures.py SITE MODELS THREE OUT [LEVEL] [NAME…]`: MODELS is a folder with
`structure.N.glb`, THREE an unpacked npm package `three`, OUT the folder for the pictures.
"""

import sys
from base64 import b64decode
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import quote

from playwright.sync_api import sync_playwright

from tests.render.views import SITES

FLAGS = [
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-dev-shm-usage", "--use-gl=angle", "--use-angle=gl-egl", "--ignore-gpu-blocklist",
]  # fmt: skip


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


def main(site: str, models: str, three: str, out: str, level: str = "2", *names: str) -> None:
    """Take the pictures, all or those named."""
    views, sun = SITES[site]
    handler = partial(Files, models=Path(models), three=Path(three))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    Path(out).mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_page(viewport={"width": 1000, "height": 600})
        page.on("console", lambda message: print("console:", message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: print("page:", error))
        query = f"sun={quote(str(list(sun)))}&file=structure.{level}.glb"
        page.goto(f"http://127.0.0.1:{server.server_port}/viewer.html?{query}")
        page.wait_for_function("window.ready === true", timeout=120_000)
        for name, (eye, target, fov) in views.items():
            if names and name not in names:
                continue
            info = page.evaluate("view => window.picture(...view)", [eye, target, fov])
            (Path(out) / f"{name}.jpg").write_bytes(b64decode(info.pop("jpeg")))
            print(name, info)
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main(*sys.argv[1:])
