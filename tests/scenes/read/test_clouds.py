"""E57, LAS and LAZ: every scan, moved by its pose, in small numbers."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scenes.finding import Refused
from scenes.read import is_cloud, point_chunks, point_stream, read
from tests.scenes.read.files import SCANS, WITHOUT

POINTS = np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9]], float)


def e57(path: Path, scans: list[dict[str, Any]]) -> Path:
    import pye57

    with pye57.E57(str(path), mode="w") as file:
        for scan in scans:
            data = {f"cartesian{axis}": POINTS[:, i].copy() for i, axis in enumerate("XYZ")}
            pose = {name: scan.pop(name) for name in ("rotation", "translation") if name in scan}
            file.write_scan_raw(data | scan, **pose)
    return path


def las(path: Path, points: Any = POINTS, **columns: Any) -> Path:
    import laspy

    header = laspy.LasHeader(point_format=2, version="1.2")
    header.offsets, header.scales = np.floor(points.min(axis=0)), [0.001] * 3
    for vlr in columns.pop("vlrs", []):
        header.vlrs.append(vlr)
    cloud = laspy.LasData(header)
    cloud.x, cloud.y, cloud.z = points.T
    for name, rows in columns.items():
        cloud[name] = rows
    cloud.write(path)
    return path


def test_scans_are_moved_by_their_poses_and_joined(tmp_path: Path) -> None:
    half = np.sqrt(0.5)
    path = e57(
        tmp_path / "a.e57",
        [
            {"rotation": np.array([1.0, 0, 0, 0]), "translation": np.array([10.0, 0, 0])},
            {"rotation": np.array([half, 0, 0, half]), "translation": np.zeros(3)},
        ],
    )
    cloud = read(path).cloud
    assert cloud is not None
    assert cloud.position[0] == pytest.approx([11, 3, -2])
    assert cloud.position[3] == pytest.approx([-2, 3, -1], abs=1e-6)


def test_colour_intensity_and_invalid_points(tmp_path: Path) -> None:
    scan = {
        "colorRed": np.array([255, 0, 9], np.uint8),
        "colorGreen": np.array([0, 128, 9], np.uint8),
        "colorBlue": np.array([0, 0, 9], np.uint8),
        "intensity": np.array([10, 20, 30], np.float32),
        "cartesianInvalidState": np.array([0, 0, 2], np.int8),
    }
    cloud = read(e57(tmp_path / "a.e57", [scan])).cloud
    assert cloud is not None
    assert len(cloud.position) == 2
    assert cloud.colour is not None
    assert cloud.colour.tolist() == [[255, 0, 0], [0, 128, 0]]
    assert cloud.intensity is not None
    assert cloud.intensity.tolist() == [0, 0.5]


@pytest.mark.parametrize("suffix", ["las", "laz"])
def test_colours_of_sixteen_bits_and_scaled_coordinates(tmp_path: Path, suffix: str) -> None:
    words = {"red": [65280, 0, 256], "green": [0, 32768, 0], "blue": [0, 0, 0], "intensity": [65535, 0, 0]}
    path = las(tmp_path / f"a.{suffix}", **words)
    reading = read(path)
    assert is_cloud(path)
    assert (reading.format, reading.up, reading.units) == (suffix, "z", "m")
    assert reading.cloud is not None
    assert reading.cloud.position[0] == pytest.approx([1, 3, -2])
    assert reading.cloud.colour is not None
    assert reading.cloud.colour.tolist() == [[255, 0, 0], [0, 128, 0], [1, 0, 0]]
    assert reading.cloud.intensity is not None
    assert reading.cloud.intensity.tolist() == [1, 0, 0]


def test_copc_is_a_laz_with_an_index(tmp_path: Path) -> None:
    import laspy

    header = laspy.LasHeader(point_format=7, version="1.4")
    header.offsets, header.scales = np.zeros(3), [0.01] * 3
    header.vlrs.append(laspy.VLR(user_id="copc", record_id=1, record_data=bytes(160)))
    cloud = laspy.LasData(header)
    cloud.x, cloud.y, cloud.z = POINTS.T
    cloud.write(tmp_path / "a.copc.laz")
    reading = read(tmp_path / "a.copc.laz")
    assert reading.format == "copc"
    assert reading.cloud is not None
    assert reading.cloud.position[2] == pytest.approx([7, 9, -8])


def test_colours_of_eight_bits_in_words_stay(tmp_path: Path) -> None:
    cloud = read(las(tmp_path / "a.las", red=[200, 0, 0], green=[0, 100, 0], blue=[0, 0, 0])).cloud
    assert cloud is not None
    assert cloud.colour is not None
    assert cloud.colour.tolist() == [[200, 0, 0], [0, 100, 0], [0, 0, 0]]


def test_noise_is_left_out(tmp_path: Path) -> None:
    cloud = read(las(tmp_path / "a.las", classification=[2, 7, 2])).cloud
    assert cloud is not None
    assert len(cloud.position) == 2


def wkt(text: str) -> Any:
    from laspy.vlrs.known import WktCoordinateSystemVlr

    return WktCoordinateSystemVlr(text)


def test_a_map_has_its_origin_taken_off_and_its_system_kept(tmp_path: Path) -> None:
    far = POINTS + np.array([500_000, 4_000_000, 100])
    system = 'PROJCS["UTM 33N",UNIT["metre",1,AUTHORITY["EPSG","9001"]]]'
    path = las(tmp_path / "a.las", far, vlrs=[wkt(system)])
    cloud = read(path).cloud
    assert cloud is not None
    assert cloud.crs == system
    assert cloud.origin == (500_004, 4_000_005, 0)
    assert cloud.position == pytest.approx(np.array([[-3, 103, 3], [0, 106, 0], [3, 109, -3]]), abs=1e-3)
    pieces = list(point_chunks(path, points=2))
    assert [piece.origin for piece in pieces] == [cloud.origin] * 2
    assert np.concatenate([piece.position for piece in pieces]).tolist() == cloud.position.tolist()


def test_feet_become_metres(tmp_path: Path) -> None:
    path = las(tmp_path / "a.las", vlrs=[wkt('PROJCS["x",UNIT["US survey foot",0.3048006096012192]]')])
    reading = read(path)
    assert reading.units == "ft"
    assert reading.cloud is not None
    assert reading.cloud.position[0] == pytest.approx([0.3048, 0.9144, -0.6096], abs=1e-3)


def test_degrees_are_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="UTM"):
        read(las(tmp_path / "a.las", vlrs=[wkt('GEOGCS["WGS 84",UNIT["degree",0.0174532925199433]]')]))


def test_a_las_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    path = las(tmp_path / "a.laz")
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(Refused) as refused:
        read(path)
    assert refused.value.findings[0].code == "LAS_DAMAGED"


@pytest.mark.skipif(not SCANS.is_dir(), reason=WITHOUT)
@pytest.mark.parametrize(
    ("name", "points", "colour"),
    [
        ("pye57_pump.e57", 155_201, True),
        ("reference/bunnyDouble.e57", 30_571, False),
        ("reference/bunnyInt32.e57", 30_571, False),
        ("self/ColouredCubeDouble.e57", 7_680, True),
        ("self/ColouredCubeFloat.e57", 7_680, True),
    ],
)
def test_real_scans_have_the_points_they_announce(name: str, points: int, colour: bool) -> None:
    path = SCANS / "e57" / name
    cloud = read(path).cloud
    assert cloud is not None
    assert len(cloud.position) == points
    assert (cloud.colour is not None) == colour
    assert 0.1 < np.ptp(cloud.position, axis=0).max() < 10
    stream = point_stream(path, points=5_000)
    assert stream.count == points
    joined = np.concatenate([piece.position for piece in stream.pieces])
    assert joined.tolist() == cloud.position.tolist()


@pytest.mark.skipif(not SCANS.is_dir(), reason=WITHOUT)
@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("InvalidCVHeader", "no point"),
        ("PinholeImageWithDistortionParameters", "images only"),
        ("ZeroPoints", "no point"),
        ("ZeroPointsInvalid", "no point"),
        ("bad-crc", "checksum mismatch"),
        ("empty", "no point"),
    ],
)
def test_broken_and_empty_scans_are_refused_in_plain_words(name: str, says: str) -> None:
    with pytest.raises(Refused, match=says) as refused:
        read(SCANS / "e57/self" / f"{name}.e57")
    assert refused.value.findings[0].remedy
    assert "\n" not in str(refused.value)
