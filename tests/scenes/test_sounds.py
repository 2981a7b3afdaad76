"""What a place sounds like: in a pack, in its records, and made by code."""

import os
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection
from typing import Any

import numpy as np
import pytest

from scenes.exchange.write_pack import pack_files
from scenes.exchange.write_pack import write_pack as write_site
from scenes.gathered import Gathered, gather
from scenes.pack_diff import compare
from scenes.pack_error import SitePackError
from scenes.pack_records import import_records, take_apart, write_records
from scenes.pack_zip import pack, unpack
from scenes.site_pack import load_site
from scenes.sites.ambience import RATE, bells, fountain, leaves, pigeons, sounds, swifts, wind
from scenes.sounds import MOST, MOST_BYTES
from scenes.store import ANYTHING
from scenes.stores import sqlite
from scenes.stores.named import NamedFiles
from tests.builders import write_pack
from tests.ogg import VORBIS_HEAD, opus, page

SITES = Path(__file__).parents[2] / "scenes" / "sites"
MAKERS = (wind, leaves, fountain, swifts, pigeons, lambda s, rng: bells(s, rng, pitches=(1_200.0, 2_400.0), strikes=12))

NOW = datetime(2026, 11, 28, tzinfo=UTC)
SOUND = opus(b"and so on")
WIND: dict[str, Any] = {"id": "wind", "kind": "wind", "file": "sounds/wind.ogg"}


def with_sound(folder: Path, row: str = "", data: bytes = SOUND) -> Path:
    pack = write_pack(folder)
    (pack / "sounds").mkdir()
    (pack / "sounds" / "wind.ogg").write_bytes(data)
    row = row or 'id = "wind"\nkind = "wind"\nfile = "sounds/wind.ogg"\nposition = [1, 2, 3]\nradius = 12'
    text = (pack / "site.toml").read_text(encoding="utf-8")
    (pack / "site.toml").write_text(f"{text}\n[[sound]]\n{row}\n", encoding="utf-8")
    return pack


def test_a_sound_is_read_with_its_file(tmp_path: Path) -> None:
    site = load_site(with_sound(tmp_path / "pack"))
    [sound] = site.sounds
    assert (sound.kind, sound.position, sound.radius, sound.volume) == ("wind", (1.0, 2.0, 3.0), 12.0, 0.5)
    assert sound.file in site.files
    assert sound.file.media_type == "audio/ogg"


@pytest.mark.parametrize(
    ("row", "field", "why"),
    [
        ('id = "a"\nkind = "wind"\nfile = "sounds/none.ogg"', "file", "no such file"),
        ('id = "a"\nkind = "wind"\nfile = "../wind.ogg"', "file", "leads out of the pack"),
        ('id = "a"\nkind = "wind"\nfile = "site.toml"', "file", "no Ogg Opus sound"),
        ('id = "a"\nkind = "thunder"\nfile = "sounds/wind.ogg"', "sound", "thunder"),
        ('id = "a"\nkind = "wind"\nfile = "sounds/wind.ogg"\nradius = 0', "radius", "more than 0"),
        ('id = "a"\nkind = "wind"\nfile = "sounds/wind.ogg"\nvolume = 2', "volume", "0 to 1"),
        (
            'id = "a"\nkind = "wind"\nfile = "sounds/wind.ogg"\nposition = [0, 2e6, 0]',
            "sound 'a'.position",
            "out of reach",
        ),
    ],
)
def test_a_sound_that_cannot_be_is_refused(tmp_path: Path, row: str, field: str, why: str) -> None:
    with pytest.raises(SitePackError) as refused:
        load_site(with_sound(tmp_path / "pack", row))
    assert field in refused.value.field
    assert why in str(refused.value)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (page(VORBIS_HEAD), "Vorbis in Ogg, no Opus"),
        (page(b"\x7fFLAC"), "FLAC in Ogg, no Opus"),
        (page(b"Music of tomorrow"), "something that is not known here in Ogg, no Opus"),
        (b"OggS and so on", "no Ogg Opus sound"),
        (b"OpusHead", "no Ogg Opus sound"),
        (b"", "no Ogg Opus sound"),
    ],
)
def test_a_sound_that_is_not_opus_is_refused_by_its_name(tmp_path: Path, data: bytes, why: str) -> None:
    with pytest.raises(SitePackError) as refused:
        load_site(with_sound(tmp_path / "pack", data=data))
    assert why in refused.value.problem
    assert refused.value.remedy == "encode it as Opus in Ogg, .ogg"


def test_a_sound_that_is_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SitePackError, match="make it shorter"):
        load_site(with_sound(tmp_path / "pack", data=opus(bytes(MOST_BYTES))))


def test_one_that_is_far_too_large_is_never_read(tmp_path: Path) -> None:
    """A hole of 4 TiB: whoever reads it for its digest first is at it for longer than any test may take."""
    folder = with_sound(tmp_path / "pack")
    os.truncate(folder / "sounds" / "wind.ogg", 4 * 1024**4)
    with pytest.raises(SitePackError, match="make it shorter"):
        load_site(folder)


def test_too_many_sounds_are_refused(tmp_path: Path) -> None:
    rows = "\n[[sound]]\n".join(
        f'id = "s-{number}"\nkind = "wind"\nfile = "sounds/wind.ogg"' for number in range(MOST + 1)
    )
    with pytest.raises(SitePackError, match=f"{MOST + 1} sounds"):
        load_site(with_sound(tmp_path / "pack", rows))


def in_records(records: Connection, named: NamedFiles, folder: Path) -> Gathered:
    import_records(records, take_apart(folder, named), author="ada", now=NOW)
    return gather(records, "well")


def test_they_come_back_out_of_records(records: Connection, named: NamedFiles, tmp_path: Path) -> None:
    folder = with_sound(tmp_path / "pack")
    found = in_records(records, named, folder)
    before, after = load_site(folder), load_site(write_records(found, tmp_path / "out", named))
    assert compare(before, after) == ()
    assert [sound.file.digest for sound in after.sounds] == [sound.file.digest for sound in before.sounds]
    assert [sound.id for sound in found.assemble(named, tmp_path).sounds] == ["wind"]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([{**WIND, "id": f"s-{number}"} for number in range(MOST + 1)], f"{MOST + 1} sounds"),
        ([{**WIND, "position": [0, 2e6, 0]}], "out of reach"),
        ([{**WIND, "radius": 0}], "more than 0"),
        ([WIND, WIND], "is also in"),
    ],
)
def test_records_are_held_to_the_same_rules(
    records: Connection, named: NamedFiles, tmp_path: Path, rows: list[dict[str, Any]], why: str
) -> None:
    in_records(records, named, with_sound(tmp_path / "pack"))
    [site] = sqlite.find(records, "well", "site")
    body = {**site.body, "sound": rows}
    sqlite.save(records, "well", "site", "well", body, author="ada", now=NOW, expected=ANYTHING)
    found = gather(records, "well")
    with pytest.raises(SitePackError, match=why):
        found.check()
    with pytest.raises(SitePackError, match=why):
        list(found.sounds(named))


def test_they_come_back_out_of_a_written_pack(tmp_path: Path) -> None:
    site = load_site(with_sound(tmp_path / "pack"))
    written = write_site(site, tmp_path / "again", pack_files(site))
    assert compare(site, written) == ()
    assert written.sounds[0].file.path == tmp_path / "again" / "sounds" / "wind.ogg"


def test_they_come_back_out_of_a_zip(tmp_path: Path) -> None:
    folder = with_sound(tmp_path / "pack")
    pack(folder, tmp_path / "well.zip")
    back = load_site(unpack(tmp_path / "well.zip", tmp_path / "sites").folder)
    assert compare(load_site(folder), back) == ()
    assert back.sounds[0].file.path.read_bytes() == SOUND


def test_one_that_came_or_went_is_told(tmp_path: Path) -> None:
    without, within = load_site(write_pack(tmp_path / "without")), load_site(with_sound(tmp_path / "within"))
    assert [str(each) for each in compare(without, within)] == ["sound wind: added (wind)"]
    assert [str(each) for each in compare(within, without)] == ["sound wind: removed (wind)"]


def test_a_change_is_told(tmp_path: Path) -> None:
    before = load_site(with_sound(tmp_path / "before"))
    after = load_site(with_sound(tmp_path / "after", data=opus(b"and more")))
    assert [str(each) for each in compare(before, after)] == [
        f"sound wind: another recording, {len(SOUND)} bytes → {len(SOUND) - 1} bytes"
    ]


@pytest.mark.parametrize("name", ["colosseum", "dunhuang", "grand_palace"])
def test_the_demonstration_sites_sound_and_stay_small(name: str) -> None:
    site = load_site(SITES / name / "pack", models=False)
    files = {sound.file.digest: sound.file.size for sound in site.sounds}
    assert len(site.sounds) >= 3
    assert sum(files.values()) <= 150_000
    assert {f"{each}.ogg" for each in sounds(name)} == {sound.file.path.name for sound in site.sounds}


@pytest.mark.parametrize("make", MAKERS)
def test_a_loop_has_no_seam(make: object) -> None:
    """The step from its last sample to its first is no larger than those within it."""
    wave = make(2.0, np.random.default_rng(7))  # type: ignore[operator]
    steps = np.abs(np.diff(wave))
    assert wave.size == 2 * RATE
    assert np.isfinite(wave).all()
    assert abs(wave[0] - wave[-1]) <= steps.max()
    assert np.sqrt(np.mean(wave**2)) > 0.001
