"""The server as `tour serve` runs it, until it is told to stop."""

import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.builders import write_pack

NO_ADAPTERS = "import tour.lan.addresses as a; a._adapters = list; from tour.cli import main; main()"


@pytest.mark.skipif(sys.platform == "win32", reason="SIGTERM ends a process there at once")
@pytest.mark.parametrize("more", [[], ["--lan"], ["--host", "0.0.0.0"]], ids=["alone", "no network yet", "everywhere"])
def test_it_opens_answers_and_stops(tmp_path: Path, more: list[str]) -> None:
    write_pack(tmp_path / "sites" / "well")
    settings = {"TOUR_DATA": tmp_path / "data", "TOUR_WEIGHTS": tmp_path, "TOUR_SITES": tmp_path / "sites"}
    environment = os.environ | {name: str(value) for name, value in settings.items()}
    command = ["serve", "--port", "0", "--model", "none", "--voices", "scripted", "--log-level", "warning", *more]
    with subprocess.Popen(
        [sys.executable, "-c", NO_ADAPTERS, *command], stderr=subprocess.PIPE, text=True, env=environment
    ) as house:
        assert house.stderr is not None
        said = next(line for line in house.stderr if line.startswith("Caravanserai is open"))
        url = next(word for word in said.split() if word.startswith("http")).rstrip(".").replace("0.0.0.0", "127.0.0.1")
        with urllib.request.urlopen(f"{url}healthz", timeout=30) as answer:
            assert answer.status == 200
        house.send_signal(signal.SIGTERM)
        house.communicate(timeout=60)
    assert house.returncode == 0
    assert ("There is no network yet" in said) == ("--lan" in more)
