"""Packs to send out, and sites compared without the folder they lie in."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scenes.annotation import Annotation, to_web_annotation
from scenes.exchange.tables import site_of, tables_of
from scenes.exchange.take_in import Report, Wish, take_in
from scenes.scene import Site
from scenes.site_pack import BUILT_IN, load_site
from tests.builders import box_glb, write_pack
from tests.ogg import opus

INN = Path(__file__).parents[1] / "inn"
OUTLINE = "POLYGON Z ((0 0 0, 2 0 0, 2 3 0, 0 3 0, 0 0 0))"
DOOR = Annotation(
    id="door", label={"en": "Door", "it": "Porta"}, position=(0.0, 2.0, 0.0), facts=("age",), region=OUTLINE
)

Json = dict[str, Any]
TakeIn = Callable[..., tuple[Site, Report]]


def told(site: Site) -> Site:
    """The site as its pack tells it, wherever that lies."""
    return replace(site_of(tables_of(site), Path()), folder=Path())


def build_pack(name: str, folder: Path) -> Path:
    """The builders' site, the inn with an outlined door, or the Colosseum with boxes for its models."""
    if name == "well":
        return write_pack(folder)
    if name == "inn":
        shutil.copytree(INN, folder)
        (folder / "models" / "walls.glb").write_bytes(box_glb("wall"))
        (folder / "annotations.json").write_text(json.dumps([to_web_annotation(DOOR, "scene")]), encoding="utf-8")
        return folder
    shutil.copytree(BUILT_IN / "colosseum" / "pack", folder)
    (folder / "models").mkdir()
    for model in ("structure.0", "structure.1", "structure.2", "walk"):
        (folder / "models" / f"{model}.glb").write_bytes(box_glb(model.split(".")[0]))
    return folder


def sounding(folder: Path) -> Path:
    """The builders' pack with wind everywhere and a bell in one spot."""
    pack = write_pack(folder)
    (pack / "sounds").mkdir()
    for name in ("wind", "bell"):
        (pack / "sounds" / f"{name}.ogg").write_bytes(opus(name.encode()))
    with (pack / "site.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[sound]]\nid = "air"\nkind = "wind"\nfile = "sounds/wind.ogg"\nvolume = 0.2\n')
        file.write(
            '\n[[sound]]\nid = "bell"\nkind = "bell"\nfile = "sounds/bell.ogg"\nposition = [1, 2, 3]\nradius = 9\n'
        )
    return pack


@pytest.fixture
def well(tmp_path: Path) -> Site:
    return load_site(write_pack(tmp_path / "well"))


@pytest.fixture
def take(tmp_path: Path) -> TakeIn:
    """Import a document, given as a path or as a value to write with its files, into `sites`."""

    def taken(document: Any, files: dict[str, bytes] | None = None, **wish: Any) -> tuple[Site, Report]:
        path = document
        if not isinstance(document, Path):
            folder = tmp_path / "came"
            folder.mkdir(exist_ok=True)
            for name, data in (files or {}).items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_bytes(data)
            path = folder / "document.json"
            path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        asked = Wish(**{"site": "came", "into": tmp_path / "sites", "year": 2026, **wish})
        report = take_in(path, asked)
        return load_site(asked.into / asked.site), report

    return taken
