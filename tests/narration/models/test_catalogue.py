import re

import pytest

from narration.models.catalogue import CatalogueError, Entry, WheelSource, read_catalogue, the_catalogue

SHA = "0" * 64
ENTRY = f"""
[[entry]]
id = "tiny"
title = "Tiny"
purpose = "voice"
languages = ["en"]
memory = 1
files = [{{ name = "NAME", bytes = 3, sha256 = "{SHA}" }}]
[entry.licence]
spdx = "MIT"
attribution = "nobody"
stated = "here"
[[entry.sources]]
kind = "wheels"
[entry.sources.files]
"NAME" = [{{ package = "tiny", version = "1", member = "m", bytes = BYTES, sha256 = "{SHA}" }}]
"""


def tiny(name: str = "a.bin", size: int = 3) -> str:
    return ENTRY.replace("NAME", name).replace("BYTES", str(size))


def test_names_of_an_issue_stand_for_the_right_models() -> None:
    ids = {name: [entry.id for entry in the_catalogue().resolve(name)] for name in ("demo", "test", "small")}
    assert ids == {
        "demo": ["qwen2.5-coder-1.5b-instruct-q4_k_m", "kokoro-82m-int8", "whisper-base-ct2"],
        "test": ["smollm2-135m-instruct-q4_1", "kokoro-82m-int8", "whisper-base-ct2"],
        "small": ["smollm2-135m-instruct-q4_1"],
    }


def test_the_standard_guide_has_the_known_digest() -> None:
    (file,) = the_catalogue().one("standard").files
    assert file.bytes == 1_117_320_768
    assert file.sha256 == "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"


def test_weights_are_known_by_their_file() -> None:
    found = {file.name: the_catalogue().with_file(file.name) for entry in the_catalogue().entry for file in entry.files}
    assert found["qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"] == the_catalogue().one("standard")
    assert found["SmolLM2-135M-Instruct.Q4_1.gguf"] == the_catalogue().one("small")
    assert the_catalogue().with_file("somebody-elses.gguf") is None


def test_the_guides_are_asked_for_what_they_were_seen_to_write() -> None:
    assert the_catalogue().one("standard").languages == ("en", "it", "zh")
    assert the_catalogue().one("small").languages == ("en",)


def test_kokoro_has_54_voices_of_510_by_256_floats() -> None:
    voices = [file for file in the_catalogue().one("kokoro").files if file.name.startswith("voices/")]
    assert len(voices) == 54
    assert {file.bytes for file in voices} == {510 * 256 * 4}
    assert len({file.sha256 for file in voices}) == 54


@pytest.mark.parametrize("entry", the_catalogue().entry, ids=lambda entry: entry.id)
def test_every_model_states_its_terms_and_needs_no_hub(entry: Entry) -> None:
    assert re.fullmatch(r"[A-Za-z0-9.-]+( (AND|OR) [A-Za-z0-9.-]+)*", entry.licence.spdx)
    assert entry.licence.attribution
    assert entry.licence.stated
    assert entry.memory > entry.bytes
    offline = [source for source in entry.sources if source.__class__.__name__ != "HubSource"]
    assert all(any(source.delivers(file.name) for source in offline) for file in entry.files)


def test_the_testing_model_warns() -> None:
    assert "Not for visitors" in the_catalogue().one("small").note


def test_an_unknown_name_is_answered_with_those_there_are() -> None:
    with pytest.raises(CatalogueError, match=r"'gpt'.*standard"):
        the_catalogue().resolve("gpt")


def test_a_set_is_no_single_model() -> None:
    with pytest.raises(CatalogueError, match="demo"):
        the_catalogue().one("demo")


def test_a_catalogue_can_be_written_by_hand() -> None:
    (entry,) = read_catalogue(tiny()).entry
    assert isinstance(entry.sources[0], WheelSource)
    assert entry.bytes == 3


@pytest.mark.parametrize("name", ["../a.bin", "/etc/passwd", "a/../../b", "a\\\\b", "./a", ""])
def test_a_file_name_must_stay_in_its_folder(name: str) -> None:
    with pytest.raises(CatalogueError, match="not a plain path"):
        read_catalogue(tiny(name))


def test_parts_must_add_up() -> None:
    with pytest.raises(CatalogueError, match=r"tiny.*hold 4 bytes, the file 3"):
        read_catalogue(tiny(size=4))


def test_a_file_without_a_source_is_refused() -> None:
    text = tiny().replace('"a.bin" = [', '"b.bin" = [')
    with pytest.raises(CatalogueError, match=r"no source delivers 'a.bin'"):
        read_catalogue(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (tiny() + tiny(), "'tiny' is there twice"),
        (tiny() + '[alias]\nx = "nobody"', "nobody"),
        (tiny().replace(SHA, "beef", 1), "sha256"),
        (tiny().replace('id = "tiny"', 'id = "../tiny"'), "id"),
        (tiny().replace("memory = 1", "memory = -1"), "memory"),
        (tiny().replace('title = "Tiny"', 'title = "Tiny"\ncolour = "red"'), "colour"),
        ("[[entry", "catalogue"),
    ],
)
def test_a_broken_catalogue_is_refused_with_the_field(text: str, reason: str) -> None:
    with pytest.raises(CatalogueError, match=re.escape(reason)):
        read_catalogue(text)
