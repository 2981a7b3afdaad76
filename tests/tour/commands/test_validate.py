"""`tour validate` as people type it."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from tests.builders import box_glb
from tests.scenes.validate.hostile import HOSTILE
from tour.cli import main


def tour(*words: str) -> Result:
    return CliRunner().invoke(main, ["validate", *words])


def box(folder: Path) -> str:
    path = folder / "box.glb"
    path.write_bytes(box_glb())
    return str(path)


def test_a_good_file_is_accepted(tmp_path: Path) -> None:
    told = tour(box(tmp_path))
    assert told.exit_code == 0
    assert "accepted" in told.output


def test_a_bad_file_is_refused_with_code_place_and_remedy(tmp_path: Path) -> None:
    told = tour(str(HOSTILE["cycle"](tmp_path)), box(tmp_path))
    assert told.exit_code == 1
    assert "refused" in told.output
    assert "accepted" in told.output
    assert "NODE_LOOP /nodes/0" in told.output
    assert "each node has one parent" in told.output


def test_a_program_is_told_the_same(tmp_path: Path) -> None:
    told = tour("--json", str(HOSTILE["index-oob"](tmp_path)), box(tmp_path))
    assert told.exit_code == 1
    bad, good = json.loads(told.stdout)
    assert (bad["accepted"], good["accepted"]) == (False, True)
    first = bad["findings"][0]
    assert (first["severity"], first["code"]) == ("error", "ACCESSOR_INDEX_OOB")
    assert first["pointer"] == "/meshes/0/primitives/0/indices"
    assert first["remedy"]


def test_no_file_and_a_missing_file_are_misuse(tmp_path: Path) -> None:
    assert tour().exit_code == 2
    assert tour(str(tmp_path / "nothing.glb")).exit_code == 2


def test_names_that_look_like_markup_are_shown_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "[red]box[bold].fbx"
    path.write_bytes(b"no model")
    told = tour(str(path))
    assert told.exit_code == 1
    assert "[red]box[bold].fbx" in told.output.replace("\n", "")
