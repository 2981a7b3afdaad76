"""What can be set, sent, fetched or called is written down, and what is written down is so."""

import re
from dataclasses import fields
from pathlib import Path

import msgspec
import pytest

from tour.cli import COMMANDS
from tour.messages import FROM_CLIENT, FROM_SERVER, Message, name_of
from tour.routes.openapi import description
from tour.settings import PREFIX, Settings, read_settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TOUR = (ROOT / "tour" / "README.md").read_text(encoding="utf-8")


def rows(text: str) -> dict[str, list[list[str]]]:
    """The rows of every table, by the words in backquotes of their first cell."""
    found: dict[str, list[list[str]]] = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `") and (match := re.fullmatch(r"`([^`]+)`", cells[0])):
            found.setdefault(match.group(1), []).append(cells[1:])
    return found


def shown(name: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The default of a setting as the table has it."""
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    value = getattr(read_settings({}), name)
    if isinstance(value, bool):
        return "`yes`" if value else "`no`"
    text = str(value).replace(str(Path.home()), "~")
    return f"`{text.removesuffix('.0')}`" if text else "—"


@pytest.mark.parametrize("setting", fields(Settings), ids=lambda each: each.name)
def test_every_setting(setting: object, monkeypatch: pytest.MonkeyPatch) -> None:
    name, meaning = setting.name, setting.metadata["meaning"]  # type: ignore[attr-defined]
    assert rows(TOUR)[PREFIX + name.upper()] == [[shown(name, monkeypatch), meaning]]


@pytest.mark.parametrize("setting", fields(Settings), ids=lambda each: each.name)
def test_the_first_page_names_every_setting(setting: object) -> None:
    assert f"{PREFIX}{setting.name.upper()}" in README  # type: ignore[attr-defined]


def test_no_setting_is_written_down_that_is_gone() -> None:
    known = {PREFIX + each.name.upper() for each in fields(Settings)}
    named = {word for text in (README, TOUR) for word in re.findall(rf"\b{PREFIX}[A-Z_]+[A-Z]\b", text)}
    assert named <= known


@pytest.mark.parametrize("kind", dict.fromkeys((*FROM_CLIENT, *FROM_SERVER)), ids=name_of)
def test_every_message_and_its_fields(kind: type[Message]) -> None:
    documented = rows(TOUR)[name_of(kind)]
    assert len(documented) == (kind in FROM_CLIENT) + (kind in FROM_SERVER)
    for wanted in msgspec.structs.fields(kind):
        mark = f"`{wanted.encode_name}`" + ("" if wanted.required else "?")
        for cells in documented:
            assert mark in cells[0], f"{name_of(kind)}: {mark}"


def test_messages_stand_under_their_direction() -> None:
    upward, downward = TOUR.split("### client → server")[1].split("### server → client")
    assert set(rows(upward)) == {name_of(kind) for kind in FROM_CLIENT}
    assert {name_of(kind) for kind in FROM_SERVER} <= set(rows(downward.split("## HTTP")[0]))


def test_every_address() -> None:
    documented = rows(TOUR.split("## HTTP")[1].split("## Settings")[0])
    assert set(documented) == set(description()["paths"])


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command(command: str) -> None:
    assert re.search(rf"\btour {command}\b", README)
