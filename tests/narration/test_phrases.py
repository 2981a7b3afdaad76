"""The guide's own lines, in one file and in a file a language."""

import re
import tomllib
from importlib.resources import files

import pytest

from narration import phrases
from narration.phrases import phrase

FOLDER = files("narration").joinpath("phrases")
FILES = sorted(
    (file for file in (FOLDER.iterdir() if FOLDER.is_dir() else ()) if file.name.endswith(".toml")),
    key=lambda file: file.name,
)
PLACE = re.compile(r"\{(\w+)\}")


@pytest.fixture
def two_files(tmp_path, monkeypatch):
    (tmp_path / "phrases").mkdir()
    (tmp_path / "phrases.toml").write_text('[hello]\nen = "Hello, {who}."\nit = "Ciao, {who}."\n', "utf-8")
    (tmp_path / "phrases" / "fr.toml").write_text('hello = "Bonjour, {who}."\ngone = "Parti."\n', "utf-8")
    (tmp_path / "phrases" / "it.toml").write_text('hello = "Salve, {who}."\n', "utf-8")
    monkeypatch.setattr(phrases, "files", lambda package: tmp_path)
    phrases._phrases.cache_clear()
    yield
    phrases._phrases.cache_clear()


@pytest.mark.usefixtures("two_files")
def test_a_language_may_have_a_file_of_its_own_and_people_s_lines_win():
    assert phrase("hello", "fr-CA", who="Ada") == "Bonjour, Ada."
    assert phrase("hello", "it", who="Ada") == "Ciao, Ada."
    assert phrase("hello", "th", who="Ada") == "Hello, Ada."


@pytest.mark.usefixtures("two_files")
def test_a_line_nobody_says_is_passed_over():
    assert phrases.names() == ("hello",)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_file_has_the_commonest_lines_and_no_line_that_nobody_says(file):
    lines = tomllib.loads(file.read_text("utf-8"))
    english = tomllib.loads(files("narration").joinpath("phrases.toml").read_text("utf-8"))
    assert lines.keys() <= english.keys()
    assert lines.keys() >= {"decline", "keep-to-facts", "nothing-more", "say-again", "not-heard", "forgotten", "failed"}
    for name, text in lines.items():
        assert set(PLACE.findall(text)) == set(PLACE.findall(english[name]["en"])), name
