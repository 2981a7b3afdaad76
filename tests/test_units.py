"""The systemd services that a technician copies: each that is named is printed, and what it starts can be started."""

import re
import shlex
from pathlib import Path

import click
import pytest

from tour.cli import main
from tour.kiosk.watching import asking

ROOT = Path(__file__).parents[1]
TEXTS = [ROOT / "README.md", ROOT / "clients" / "web" / "README.md", ROOT / "tour" / "README.md"]
SYSTEMS = {"systemd-user-sessions.service"}


def units() -> dict[str, dict[str, str]]:
    """The settings of each service that is printed, by its name."""
    text = "\n".join(each.read_text(encoding="utf-8") for each in TEXTS)
    found = re.findall(r"`/etc/systemd/system/(\S+\.service)`.*?```\n(\[Unit\]\n.*?)```", text, re.DOTALL)
    joined = {name: unit.replace("\\\n", " ") for name, unit in found}
    return {name: dict(re.findall(r"(?m)^(\w+)=(.*)$", unit)) for name, unit in joined.items()}


def started(unit: dict[str, str]) -> click.Context:
    """What the command line would do, parsed and not done."""
    words = shlex.split(unit["ExecStart"])
    at = next(at for at, word in enumerate(words) if word.endswith("/tour"))
    name, *rest = words[at + 1 :]
    command = main.get_command(click.Context(main), name)
    assert command is not None
    return command.make_context(name, rest)


def test_each_service_that_is_named_is_printed() -> None:
    named = {name for each in TEXTS for name in re.findall(r"[\w-]+\.service\b", each.read_text(encoding="utf-8"))}
    assert named - SYSTEMS == set(units()) == {"caravanserai.service", "kiosk.service"}


def test_the_house_is_started_as_it_is_written() -> None:
    unit = units()["caravanserai.service"]
    assert started(unit).params["lan"] is True
    assert {"User", "EnvironmentFile", "StateDirectory", "LimitNOFILE", "Restart"} <= set(unit)


def test_the_screen_is_watched_and_started_after_the_house() -> None:
    unit = units()["kiosk.service"]
    given = started(unit).params
    asking(given["url"])
    assert given["command"][:2] == ("chromium", "--kiosk")
    assert (unit["Wants"], unit["Restart"]) == ("caravanserai.service", "always")
    assert "caravanserai.service" in unit["After"]


@pytest.mark.parametrize("name", ["caravanserai.service", "kiosk.service"])
def test_whoever_runs_a_service_is_made_before(name: str) -> None:
    user = units()[name]["User"]
    assert re.search(rf"(?m)^useradd .* {user}$", TEXTS[1].read_text(encoding="utf-8"))
