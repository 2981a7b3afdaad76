"""A pack in a zip comes out as it went in, and a zip that was tampered with does not come out at all."""

import hashlib
import json
import os
import shutil
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenes import pack_files, pack_unzip
from scenes.finding import Refused
from scenes.pack_zip import pack, unpack
from scenes.site_pack import SitePackError, load_site
from tests.builders import box_glb, write_pack
from tests.tilesets import add_tiles


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return add_tiles(write_pack(tmp_path / "well"))


@pytest.fixture
def archive(folder: Path, tmp_path: Path) -> Path:
    return pack(folder, tmp_path / "well.zip").path


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def members(archive: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(archive) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def write(archive: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(archive, "w") as zipped:
        for name, data in files.items():
            zipped.writestr(name, data)
    return archive


def listed(files: dict[str, bytes], **changes: Any) -> dict[str, bytes]:
    """The files with a manifest that is true of them."""
    rows = [{"name": n, "bytes": len(d), "sha256": hashlib.sha256(d).hexdigest()} for n, d in files.items()]
    manifest = {"format": "caravanserai-pack", "version": 1, "site": "well", "files": rows, **changes}
    return {"pack.json": json.dumps(manifest).encode(), **files}


def refusal(archive: Path, into: Path) -> str:
    with pytest.raises(Refused) as caught:
        unpack(archive, into)
    [finding] = caught.value.findings
    assert finding.remedy
    assert not into.exists() or list(into.iterdir()) == [], "nothing is half written"
    return finding.code


def test_a_pack_comes_out_as_it_went_in(folder: Path, archive: Path, tmp_path: Path) -> None:
    found = unpack(archive, tmp_path / "sites")
    assert (found.site, found.state, found.folder) == ("well", "new", tmp_path / "sites" / "well")
    assert content(found.folder) == content(folder)
    assert found.files == len(content(folder))
    assert found.bytes == sum(len(data) for data in content(folder).values())
    assert load_site(found.folder).tiles[1].digest == load_site(folder).tiles[1].digest
    assert os.listdir(tmp_path / "sites") == ["well"]


def test_the_same_pack_is_the_same_zip(folder: Path, archive: Path, tmp_path: Path) -> None:
    again = tmp_path / "elsewhere" / "other"
    shutil.copytree(folder, again, copy_function=shutil.copyfile)
    for path in again.rglob("*"):
        os.utime(path, (1, 1))
        path.chmod(0o700)
    (again / ".hidden").write_text("left out")
    (again / "__pycache__").mkdir()
    (again / "__pycache__" / "x.pyc").touch()
    packed = pack(again, tmp_path / "again.zip")
    assert packed.path.read_bytes() == archive.read_bytes()
    assert packed.sha256 == hashlib.sha256(archive.read_bytes()).hexdigest()
    assert packed.bytes == archive.stat().st_size


def test_what_was_unpacked_packs_to_the_same_zip(archive: Path, tmp_path: Path) -> None:
    found = unpack(archive, tmp_path / "sites")
    assert pack(found.folder, tmp_path / "again.zip").path.read_bytes() == archive.read_bytes()


def test_the_zip_lists_what_it_holds(folder: Path, archive: Path) -> None:
    files = members(archive)
    manifest = json.loads(files.pop("pack.json"))
    assert manifest["site"] == "well"
    assert {row["name"]: row["sha256"] for row in manifest["files"]} == {
        name: hashlib.sha256(data).hexdigest() for name, data in content(folder).items()
    }
    with zipfile.ZipFile(archive) as zipped:
        assert {each.date_time for each in zipped.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {stat.S_IMODE(each.external_attr >> 16) for each in zipped.infolist()} == {0o644}
        assert zipped.getinfo("site.toml").compress_type == zipfile.ZIP_DEFLATED
        assert zipped.getinfo("models/well.glb").compress_type == zipfile.ZIP_STORED


def test_progress_ends_at_the_whole(folder: Path, tmp_path: Path) -> None:
    for work in (
        lambda told: pack(folder, tmp_path / "w.zip", told),
        lambda told: unpack(tmp_path / "w.zip", tmp_path / "s", progress=told),
    ):
        steps: list[tuple[int, int]] = []
        work(lambda done, total, steps=steps: steps.append((done, total)))
        assert steps == sorted(steps)
        assert steps[-1][0] == steps[-1][1] == sum(len(data) for data in content(folder).values())


def test_a_pack_that_cannot_be_served_is_not_packed(folder: Path, tmp_path: Path) -> None:
    (folder / "tours.toml").unlink()
    with pytest.raises(SitePackError, match=r"tours\.toml"):
        pack(folder, tmp_path / "well.zip")
    assert not (tmp_path / "well.zip").exists()


def test_a_tile_that_is_not_what_its_name_says_is_not_packed(folder: Path, tmp_path: Path) -> None:
    next((folder / "models/well").glob("*.glb")).write_bytes(box_glb("other"))
    with pytest.raises(Refused, match="tile"):
        pack(folder, tmp_path / "well.zip")


def test_a_link_is_not_packed(folder: Path, tmp_path: Path) -> None:
    (folder / "notes.txt").symlink_to("/etc/passwd")
    with pytest.raises(Refused, match="link"):
        pack(folder, tmp_path / "well.zip")


def test_a_zip_is_not_written_into_the_pack_itself(folder: Path) -> None:
    with pytest.raises(Refused, match="itself"):
        pack(folder, folder / "well.zip")
    assert not (folder / "well.zip").exists()


def test_a_site_that_is_there_already_is_left_alone(archive: Path, tmp_path: Path) -> None:
    first = unpack(archive, tmp_path / "sites")
    inode = first.folder.stat().st_ino
    assert unpack(archive, tmp_path / "sites").state == "same"
    assert first.folder.stat().st_ino == inode


@pytest.mark.parametrize("change", ["edited", "more", "fewer", "broken"])
def test_a_site_that_differs_is_kept_unless_asked(archive: Path, tmp_path: Path, change: str) -> None:
    there = unpack(archive, tmp_path / "sites").folder
    original = content(there)
    match change:
        case "edited":
            (there / "tours.toml").write_text((there / "tours.toml").read_text() + "# mine\n")
        case "more":
            (there / "notes.txt").write_text("mine")
        case "fewer":
            (there / "plan.png").unlink()
        case "broken":
            (there / "link").symlink_to("/etc/passwd")
    changed = content(there)
    with pytest.raises(Refused, match="another state"):
        unpack(archive, tmp_path / "sites")
    assert content(there) == changed
    assert unpack(archive, tmp_path / "sites", replace=True).state == "replaced"
    assert content(there) == original
    assert os.listdir(tmp_path / "sites") == ["well"]


@pytest.mark.parametrize("name", ["models/well.glb", "site.toml", "plan.png", "pack.json"])
def test_a_byte_that_flipped_is_noticed(archive: Path, tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(archive) as zipped:
        member = zipped.getinfo(name)
    data = bytearray(archive.read_bytes())
    start = member.header_offset + 30 + len(name.encode())
    data[start + member.compress_size // 2] ^= 0x10
    archive.write_bytes(data)
    assert refusal(archive, tmp_path / "sites") in {"ZIP_BROKEN", "PACK_DIGEST", "PACK_MANIFEST"}


def test_a_file_that_was_exchanged_is_noticed(archive: Path, tmp_path: Path) -> None:
    files = members(archive)
    files["plan.png"] = bytes(len(files["plan.png"]))
    assert refusal(write(archive, files), tmp_path / "sites") == "PACK_DIGEST"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda files: files.pop("plan.png"), "PACK_MISSING"),
        (lambda files: files.update({"more.txt": b"x"}), "PACK_UNLISTED"),
        (lambda files: files.pop("pack.json"), "PACK_NO_MANIFEST"),
        (lambda files: files.update({"plan.png": b"x"}), "PACK_SIZE"),
        (lambda files: files.update({"pack.json": b"{"}), "PACK_MANIFEST"),
        (lambda files: files.update({"pack.json": b"[" * 100_000}), "PACK_MANIFEST"),
        (lambda files: files.update({"pack.json": b'{"format": "x"}'}), "PACK_MANIFEST"),
    ],
)
def test_a_zip_that_does_not_hold_what_it_lists(
    archive: Path, tmp_path: Path, change: Callable[[dict[str, bytes]], Any], code: str
) -> None:
    files = members(archive)
    change(files)
    assert refusal(write(archive, files), tmp_path / "sites") == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"site": "../up"}, "PACK_SITE"),
        ({"site": ""}, "PACK_SITE"),
        ({"site": "other"}, "PACK_SITE"),
        ({"version": 2}, "PACK_VERSION"),
        ({"format": "zip"}, "PACK_VERSION"),
    ],
)
def test_a_manifest_that_says_something_else(folder: Path, tmp_path: Path, changes: dict[str, Any], code: str) -> None:
    archive = write(tmp_path / "x.zip", listed(content(folder), **changes))
    assert refusal(archive, tmp_path / "sites") == code


@pytest.mark.parametrize(
    "name",
    [
        "../evil.txt", "/etc/evil", "models/../../evil", "a//b", "./a", "a/.", "C:evil", "a\\b", ".git/config",
        "models/.x", "a\nb", "a" * 300, "dir/", "nul\x01", "x ", "x.", "a?b",
    ],
)  # fmt: skip
def test_a_name_that_leads_elsewhere(folder: Path, tmp_path: Path, name: str) -> None:
    archive = write(tmp_path / "x.zip", listed({**content(folder), name: b"x"}))
    assert refusal(archive, tmp_path / "sites") == "ZIP_NAME"
    assert not (tmp_path / "evil.txt").exists()


@pytest.mark.parametrize("twin", ["SITE.toml", "Plan.PNG", "plan.png/x", "Site.toml/a/b"])
def test_two_names_for_one_file(folder: Path, tmp_path: Path, twin: str) -> None:
    archive = write(tmp_path / "x.zip", listed({**content(folder), twin: b"x"}))
    assert refusal(archive, tmp_path / "sites") == "ZIP_NAME_TWICE"


def test_the_same_name_twice(folder: Path, tmp_path: Path) -> None:
    archive = write(tmp_path / "x.zip", listed(content(folder)))
    with zipfile.ZipFile(archive, "a") as zipped, pytest.warns(UserWarning, match="Duplicate"):
        zipped.writestr("plan.png", b"other")
    assert refusal(archive, tmp_path / "sites") == "ZIP_NAME_TWICE"


def test_a_link_in_a_zip(folder: Path, tmp_path: Path) -> None:
    archive = write(tmp_path / "x.zip", listed({**content(folder), "notes.txt": b"/etc/passwd"}))
    files = members(archive)
    with zipfile.ZipFile(archive, "w") as zipped:
        for name, data in files.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = (stat.S_IFLNK if name == "notes.txt" else stat.S_IFREG) << 16
            zipped.writestr(info, data)
    assert refusal(archive, tmp_path / "sites") == "ZIP_LINK"


def test_a_way_of_packing_that_is_not_read(folder: Path, tmp_path: Path) -> None:
    archive = tmp_path / "x.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_LZMA) as zipped:
        for name, data in listed(content(folder)).items():
            zipped.writestr(name, data)
    assert refusal(archive, tmp_path / "sites") == "ZIP_CODING"


def test_a_bomb(folder: Path, tmp_path: Path) -> None:
    """The manifest says 10 bytes; the list of files is made to say so too; 100 MB would come out."""
    files = listed({**content(folder), "facts/bomb.toml": b"#" * 10})
    archive = tmp_path / "x.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in files.items():
            zipped.writestr(name, b"#" * 100_000_000 if "bomb" in name else data)
    data = archive.read_bytes()
    archive.write_bytes(data.replace(struct.pack("<I", 100_000_000), struct.pack("<I", 10)))
    assert refusal(archive, tmp_path / "sites") in {"PACK_SIZE", "ZIP_BROKEN", "PACK_DIGEST"}


def test_more_than_the_disk_can_hold(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, archive: Path
) -> None:
    monkeypatch.setattr(pack_unzip, "ROOM", 1 << 60)
    assert refusal(archive, tmp_path / "sites") == "NO_ROOM"


def test_too_many_files(tmp_path: Path, archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pack_unzip, "MAX_FILES", 3)
    assert refusal(archive, tmp_path / "sites") == "ZIP_FILES"


def test_too_much_in_all(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, archive: Path) -> None:
    monkeypatch.setattr(pack_unzip, "MAX_BYTES", 1000)
    assert refusal(archive, tmp_path / "sites") == "PACK_TOO_LARGE"


def test_a_list_of_files_that_would_fill_the_memory(
    tmp_path: Path, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pack_unzip, "MAX_DIRECTORY", 100)
    assert refusal(archive, tmp_path / "sites") == "ZIP_DIRECTORY"


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip at all", b"PK\5\6" + b"\xff" * 18, b"PK\5\6" + b"\0" * 18])
def test_what_is_no_zip(tmp_path: Path, data: bytes) -> None:
    archive = tmp_path / "x.zip"
    archive.write_bytes(data)
    assert refusal(archive, tmp_path / "sites") in {"ZIP_BROKEN", "PACK_NO_MANIFEST", "ZIP_DIRECTORY"}


def test_a_zip_that_is_not_there(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.zip", tmp_path / "sites") == "ZIP_MISSING"


def test_half_a_zip(archive: Path, tmp_path: Path) -> None:
    archive.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])
    assert refusal(archive, tmp_path / "sites") == "ZIP_BROKEN"


def test_a_site_that_could_not_be_served_does_not_appear(folder: Path, tmp_path: Path) -> None:
    files = content(folder)
    files["tours.toml"] = b"[[stop]]\n"
    archive = write(tmp_path / "x.zip", listed(files))
    with pytest.raises(SitePackError):
        unpack(archive, tmp_path / "sites")
    assert list((tmp_path / "sites").iterdir()) == []


def test_a_tile_named_by_another_digest(folder: Path, tmp_path: Path) -> None:
    files = content(folder)
    name = next(name for name in files if len(Path(name).stem) == 64)
    files[name] = box_glb("other")
    assert refusal(write(tmp_path / "x.zip", listed(files)), tmp_path / "sites") == "TILE_DIGEST"


def test_a_file_that_changes_while_it_is_packed(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listing = pack_files.list_files

    def then_edited(where: Path) -> tuple[pack_files.PackedFile, ...]:
        found = listing(where)
        (where / "plan.png").write_bytes(b"x" * (where / "plan.png").stat().st_size)
        return found

    monkeypatch.setattr("scenes.pack_zip.list_files", then_edited)
    with pytest.raises(Refused, match="changed while"):
        pack(folder, tmp_path / "well.zip")
    assert not (tmp_path / "well.zip").exists()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(places=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=6))
def test_a_zip_with_any_bytes_changed_is_refused_or_the_same(
    archive: Path, folder: Path, tmp_path: Path, places: list[tuple[float, int]]
) -> None:
    data = bytearray(archive.read_bytes())
    for where, value in places:
        data[int(where * len(data))] = value
    broken = tmp_path / "broken.zip"
    broken.write_bytes(data)
    into = tmp_path / "fuzzed"
    try:
        found = unpack(broken, into)
    except (Refused, SitePackError):
        assert not into.exists() or list(into.iterdir()) == []
    else:
        assert content(found.folder) == content(folder)
        shutil.rmtree(into)
