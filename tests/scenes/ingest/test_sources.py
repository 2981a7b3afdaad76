"""Which of the files are scans, what belongs to them, and that their digest is their content's."""

import json
import os
from pathlib import Path

import pytest

from scenes.finding import Refused
from scenes.ingest.sources import MAX_FILES, sources
from tests.builders import box_glb


def write(folder: Path, **files: str) -> dict[str, Path]:
    made = {}
    for name, text in files.items():
        path = folder / name.replace("__", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        made[name] = path
    return made


def test_an_obj_brings_its_material_and_its_images(tmp_path: Path) -> None:
    files = write(tmp_path, a__obj="mtllib a.mtl\nv 0 0 0\n", a__mtl="newmtl x\nmap_Kd -s 1 1 1 a.png\n", a__png="p")
    (found,) = sources([files["a__obj"]])
    assert found.companions == (files["a__mtl"], files["a__png"])
    assert found.size == sum(each.stat().st_size for each in files.values())


def test_a_gltf_brings_its_buffers(tmp_path: Path) -> None:
    document = {"buffers": [{"uri": "the%20data.bin"}, {"uri": "data:;base64,AA=="}], "images": [{"bufferView": 0}]}
    path = write(tmp_path, a__gltf=json.dumps(document))["a__gltf"]
    (tmp_path / "the data.bin").write_bytes(b"1")
    (found,) = sources([path])
    assert [each.name for each in found.companions] == ["the data.bin"]


@pytest.mark.parametrize("uri", ["../secret.bin", "/etc/passwd", "a\0b.bin"])
def test_nothing_outside_the_folder_is_looked_at(tmp_path: Path, uri: str) -> None:
    (tmp_path / "secret.bin").write_bytes(b"1")
    path = write(tmp_path / "in", a__gltf=json.dumps({"buffers": [{"uri": uri}]}))["a__gltf"]
    (found,) = sources([path])
    assert found.companions == ()


@pytest.mark.parametrize("text", ["[]", "{", '{"buffers": 3}', '{"buffers": [3]}', "[" * 100_000])
def test_a_broken_gltf_is_left_to_the_guard(tmp_path: Path, text: str) -> None:
    (found,) = sources([write(tmp_path, a__gltf=text)["a__gltf"]])
    assert found.companions == ()


def test_the_digest_is_the_contents(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        write(tmp_path / folder, a__obj="mtllib a.mtl\n", a__mtl="newmtl x\n")
    one, two = (sources([tmp_path / folder / "a.obj"])[0] for folder in ("one", "two"))
    assert one.digest == two.digest
    (tmp_path / "two" / "a.mtl").write_text("newmtl y\n")
    assert sources([tmp_path / "two" / "a.obj"])[0].digest != one.digest


def test_several_scans_are_taken_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b.glb", "a.glb"):
        (tmp_path / name).write_bytes(box_glb())
    found = sources([tmp_path / "b.glb", tmp_path / "a.glb", tmp_path / "b.glb"])
    assert [each.path.name for each in found] == ["a.glb", "b.glb"]


@pytest.mark.parametrize(
    ("name", "code"), [("gone.glb", "FILE_NOT_FOUND"), ("run.exe", "UNKNOWN_FORMAT"), ("x.png", "NO_MODEL")]
)
def test_what_is_no_scan_is_refused_with_a_remedy(tmp_path: Path, name: str, code: str) -> None:
    if name != "gone.glb":
        (tmp_path / name).write_bytes(b"1")
    with pytest.raises(Refused) as refused:
        sources([tmp_path / name])
    assert refused.value.findings[0].code == code
    assert refused.value.findings[0].remedy


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="at most"):
        sources([tmp_path / "a.glb"] * (MAX_FILES + 1))


def test_a_name_that_cannot_be_printed_is_shown_without(tmp_path: Path) -> None:
    odd = tmp_path / "a\n.glb"
    odd.write_bytes(box_glb("lid"))
    (found,) = sources([odd])
    assert (found.name, found.label) == ("a�.glb", "a�")
    found.check_unchanged()


def test_a_name_that_is_no_text_is_refused(tmp_path: Path) -> None:
    odd = tmp_path / os.fsdecode(b"a\xff.glb")
    odd.write_bytes(box_glb("lid"))
    with pytest.raises(Refused) as refused:
        sources([odd])
    assert refused.value.findings[0].code == "FILE_NAME"


@pytest.mark.parametrize("uri", ["loop.bin", "x" * 5000, "pipe.bin", "folder"])
def test_a_companion_that_is_no_file_is_the_guards_to_refuse(tmp_path: Path, uri: str) -> None:
    (tmp_path / "loop.bin").symlink_to("loop.bin")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe.bin")
    path = write(tmp_path, a__gltf=json.dumps({"buffers": [{"uri": uri}]}))["a__gltf"]
    assert sources([path])[0].companions == ()


def test_a_material_of_nothing_but_lines_is_read_at_once(tmp_path: Path) -> None:
    files = write(tmp_path, a__obj="mtllib a.mtl\n", a__mtl="\n" * 1_000_000)
    assert sources([files["a__obj"]])[0].companions == (files["a__mtl"],)


def test_a_pipe_is_no_scan(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.glb")
    with pytest.raises(Refused) as refused:
        sources([tmp_path / "a.glb"])
    assert refused.value.findings[0].code == "FILE_UNREADABLE"


@pytest.mark.parametrize("changed", ["a.gltf", "data.bin"])
def test_a_file_that_changes_meanwhile_is_noticed(tmp_path: Path, changed: str) -> None:
    path = write(tmp_path, a__gltf=json.dumps({"buffers": [{"uri": "data.bin"}]}))["a__gltf"]
    (tmp_path / "data.bin").write_bytes(b"1")
    (found,) = sources([path])
    (tmp_path / changed).write_bytes(b"2")
    with pytest.raises(Refused) as refused:
        found.check_unchanged()
    assert refused.value.findings[0].code == "FILE_CHANGED"
