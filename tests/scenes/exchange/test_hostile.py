"""Documents that would do harm are refused in words, and nothing is written."""

import json
import time
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from scenes.exchange.extension import KEY
from scenes.exchange.send_out import document_of
from scenes.exchange.take_in import Wish, take_in
from scenes.finding import Refused
from scenes.scene import Site
from tests.builders import box_glb
from tests.scenes.exchange.conftest import Json, TakeIn
from tests.scenes.exchange.test_manifests import whale
from tests.scenes.exchange.test_voyager import URN

BAD_ADDRESSES = [
    "javascript:alert(1)",
    " JavaScript:alert(1)",
    "java\tscript:alert(1)",
    "data:model/gltf-binary;base64,Z2xURg==",
    "file:///etc/passwd",
    "../secret.glb",
    "models/../../secret.glb",
    "%2e%2e/secret.glb",
    "/etc/passwd.glb",
    "..\\secret.glb",
    "a\0.glb",
    "x" * 3000,
    "",
    7,
    None,
]


def refused(document: Any, take: TakeIn, tmp_path: Path) -> Refused:
    (tmp_path / "secret.glb").write_bytes(box_glb())
    with pytest.raises(Refused) as caught:
        take(document)
    assert caught.value.findings[0].remedy
    sites = tmp_path / "sites"
    assert not sites.exists() or not list(sites.iterdir())
    return caught.value


@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_an_address_of_a_voyager_model(address: Any, take: TakeIn, tmp_path: Path) -> None:
    urn = deepcopy(URN)
    urn["models"][0]["derivatives"][0]["assets"][0]["uri"] = address
    assert refused(urn, take, tmp_path).findings[0].pointer.startswith("/models/0/derivatives/0/assets/0")


@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_an_address_of_a_manifest_s_model(address: Any, take: TakeIn, tmp_path: Path) -> None:
    document = whale(wrapped=False)
    document["items"][0]["items"][0]["items"][0]["body"]["source"]["id"] = address
    refused(document, take, tmp_path)


@pytest.mark.parametrize("kind", ["articles", "audio", "captions", "image"])
def test_an_address_of_what_is_kept(kind: str, take: TakeIn, tmp_path: Path) -> None:
    urn = deepcopy(URN)
    if kind == "articles":
        urn["metas"][0]["articles"][0]["uris"]["EN"] = "javascript:alert(1)"
    elif kind == "image":
        urn["models"][0]["annotations"][0]["imageUri"] = "../secret.glb"
    else:
        urn["metas"][0]["audio"][0]["uris" if kind == "audio" else "captionUris"]["EN"] = "../secret.glb"
    refused(urn, take, tmp_path)


def test_a_link_out_of_the_folder_is_not_followed(take: TakeIn, tmp_path: Path) -> None:
    (tmp_path / "secret.glb").write_bytes(box_glb())
    (tmp_path / "came").mkdir()
    (tmp_path / "came" / "urn-high.glb").symlink_to(tmp_path / "secret.glb")
    site, report = take(deepcopy(URN))
    assert site.scene.models == ()
    assert "FILE_MISSING" in [each.code for each in report.findings]


@pytest.mark.parametrize("children", [[1], [0], [2, 2], [1, 2]])
def test_nodes_in_a_ring_or_with_two_parents(children: list[int], take: TakeIn, tmp_path: Path) -> None:
    urn = deepcopy(URN)
    urn["nodes"][2]["children"] = children
    assert refused(urn, take, tmp_path).findings[0].code == "NODE_CYCLE"


def test_a_doubled_tree_ends_at_once(take: TakeIn, tmp_path: Path) -> None:
    urn = deepcopy(URN)
    urn["nodes"] = [{"children": [each + 1, each + 1]} for each in range(40)] + [{}]
    urn["scenes"][0]["nodes"] = [0]
    start = time.process_time()
    refused(urn, take, tmp_path)
    assert time.process_time() - start < 5


def test_nodes_too_deep(take: TakeIn, tmp_path: Path) -> None:
    urn = deepcopy(URN)
    urn["nodes"] = [{"children": [each + 1]} for each in range(5000)] + [{}]
    urn["scenes"][0]["nodes"] = [0]
    assert refused(urn, take, tmp_path).findings[0].code == "DOCUMENT_TOO_DEEP"


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("scene",), 7),
        (("scenes", 0, "nodes"), [99]),
        (("scenes", 0, "nodes"), ["0"]),
        (("scenes", 0, "nodes"), [True]),
        (("scenes", 0, "units"), "parsec"),
        (("scenes", 0, "meta"), -1),
        (("models", 0, "units"), "parsec"),
        (("models", 0, "translation"), [0, 1]),
        (("models", 0, "translation"), [0, 1, "x"]),
        (("models", 0, "annotations", 0, "position"), [1e300, 0, 0]),
        (("nodes", 2, "model"), 9),
        (("nodes", 1, "translation"), [0, 0, True]),
    ],
)
def test_voyager_documents_that_do_not_fit_together(
    where: tuple[Any, ...], value: Any, take: TakeIn, tmp_path: Path
) -> None:
    urn = deepcopy(URN)
    place: Any = urn
    for step in where[:-1]:
        place = place[step]
    place[where[-1]] = value
    refused(urn, take, tmp_path)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda scene: scene["annotations"][0]["items"][0]["target"]["selector"].update(x=float("1e99")),
        lambda scene: scene["annotations"][0]["items"][0]["target"]["selector"].update(x="1"),
        lambda scene: scene["annotations"][0]["items"][0]["target"].update(
            selector={"type": "WktSelector", "value": "POLYGON Z ((0 0 0, 1 1 1))"}
        ),
        lambda scene: scene["items"][0]["items"][0]["body"]["transform"].append({"type": "Explode"}),
        lambda scene: scene.update(spatialScale={"type": "Quantity", "quantityValue": 0, "unit": "m"}),
        lambda scene: scene["items"][0].update(items=scene["items"][0]["items"] * 2000),
    ],
)
def test_manifests_that_make_no_sense(spoil: Any, take: TakeIn, tmp_path: Path) -> None:
    document = whale(wrapped=False)
    spoil(document["items"][0])
    refused(document, take, tmp_path)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"[" * 100_000, "DOCUMENT_TOO_DEEP"),
        (b"[" + b"{}," * 600_000 + b"{}]", "DOCUMENT_TOO_LARGE"),
        (b" " * (16 * 1024 * 1024 + 1), "DOCUMENT_TOO_LARGE"),
        (b'{"type": "Manifest", "x": NaN}', "INVALID_JSON"),
        (b'{"type": "Manifest", "x": 1e999}', "INVALID_JSON"),
        (b'{"type": "Manifest", "x": ' + b"9" * 5000 + b"}", "INVALID_JSON"),
        (b'{"type": "Manifest", "x": "\\ud800"}', "INVALID_JSON"),
        (b"\xff\xfe\x00", "INVALID_JSON"),
        (b"", "INVALID_JSON"),
        (b"7", "UNKNOWN_DOCUMENT"),
        (b'{"type": "Collection"}', "UNKNOWN_DOCUMENT"),
        (b'{"@type": "sc:Manifest"}', "OLD_MANIFEST"),
    ],
)
def test_files_that_are_no_document(data: bytes, code: str, tmp_path: Path) -> None:
    file = tmp_path / "document.json"
    file.write_bytes(data)
    with pytest.raises(Refused) as caught:
        take_in(file, Wish(site="came", into=tmp_path / "sites", year=2026))
    assert caught.value.findings[0].code == code
    assert not (tmp_path / "sites").exists()


def test_an_empty_or_crowded_folder(tmp_path: Path) -> None:
    wish = Wish(site="came", into=tmp_path / "sites", year=2026)
    with pytest.raises(Refused, match="no document"):
        take_in(tmp_path, wish)
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text("{}")
    with pytest.raises(Refused, match="several"):
        take_in(tmp_path, wish)


def test_an_id_that_leads_elsewhere(take: TakeIn) -> None:
    with pytest.raises(Refused, match="is no id"):
        take(deepcopy(URN), site="../elsewhere")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda own: own["tables"]["site"]["model"][0].update(levels=["../../secret.glb"]),
        lambda own: own["tables"]["site"]["model"][0].update(levels=["/etc/passwd"]),
        lambda own: own["tables"]["site"].update(surprise=1),
        lambda own: own["tables"]["site"]["entrance"].update(orientation=[0, 0, 0, 0]),
        lambda own: own.update(tables=[]),
        lambda own: own.clear(),
    ],
)
def test_an_extension_that_was_tampered_with(spoil: Any, well: Site, take: TakeIn, tmp_path: Path) -> None:
    document = document_of(well, "iiif")
    spoil(document[KEY])
    refused(document, take, tmp_path)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda tables: tables["fact"][0].update(cites=[]),
        lambda tables: tables["stop"][0].update(annotation="nothing"),
        lambda tables: tables["fact"][0].update(id="../x"),
        lambda tables: tables["take"][0].update(state="sure"),
    ],
)
def test_an_extension_that_is_no_site(spoil: Any, well: Site, take: TakeIn, tmp_path: Path) -> None:
    document = document_of(well, "iiif")
    spoil(document[KEY]["tables"])
    refused(document, take, tmp_path)


def test_scripts_and_marks_are_no_part_of_a_text(take: TakeIn) -> None:
    document = whale(wrapped=False)
    row = document["items"][0]["annotations"][0]["items"][0]
    row["label"] = {"en": ["Blow<script>alert(1)</script>holes\u0000\u202e"]}
    row["body"]["value"] = "<a href='javascript:x'>Two</a> holes.<style>p{}</style>"
    site, _ = take(document, {"skull.glb": box_glb()})
    assert site.scene.annotations[0].label["en"].startswith("Blowholes")
    assert next(iter(site.facts.values())).text["en"] == "Two holes."


def test_half_a_pack_is_never_seen(well: Site, tmp_path: Path) -> None:
    document: Json = document_of(well, "svx")
    document["metas"][0]["collection"][KEY]["tables"]["tour"][0]["stops"] = ["nowhere"]
    file = tmp_path / "came.svx.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(Refused, match="nowhere"):
        take_in(file, Wish(site="well", into=tmp_path / "sites", year=2026))
    assert not (tmp_path / "sites" / "well").exists()
