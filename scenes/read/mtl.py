"""Material libraries of Wavefront OBJ, with the common PBR words (Pr, Pm, map_Pr, map_Pm, norm, Ke)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath
from typing import Any

from scenes.finding import Finding
from scenes.mesh import Material
from scenes.read.images import merged, picture
from scenes.read.reading import notice

MAX_LIBRARY = 16 * 1024 * 1024
MAX_MATERIALS = 10_000
_TAKES = {"-o": 3, "-s": 3, "-t": 3, "-mm": 2, "-bm": 1, "-blendu": 1, "-blendv": 1, "-boost": 1, "-cc": 1,
          "-clamp": 1, "-texres": 1, "-imfchan": 1, "-type": 1}  # fmt: skip
"""How many words follow each option of a map."""


@dataclass(slots=True, kw_only=True)
class Library:
    """One folder's libraries as they are read."""

    folder: Path
    findings: list[Finding] = field(default_factory=list)
    _pictures: dict[str, bytes] = field(default_factory=dict)

    def material(self, name: str, words: dict[str, str]) -> Material:
        """One `newmtl` block."""
        base = self._map(words, "map_kd")
        opacity = _number(words, "d", 1.0 - _number(words, "tr", 0.0))
        metallic, roughness = _number(words, "pm", 0.0), _number(words, "pr", _shininess(words))
        maps = self._map(words, "map_pr"), self._map(words, "map_pm")
        both = merged(*maps) if any(maps) else b""
        return Material(
            name=name,
            colour=(1.0, 1.0, 1.0) if base else _colour(words, "kd", (0.8, 0.8, 0.8)),
            opacity=opacity,
            roughness=1.0 if maps[0] else roughness,
            metallic=1.0 if maps[1] else metallic,
            base=base,
            normal=self._map(words, "norm") or self._map(words, "map_kn"),
            roughness_image=both,
            emissive=self._map(words, "map_ke"),
            emission=_colour(words, "ke", (0.0, 0.0, 0.0)),
            alpha="BLEND" if opacity < 1.0 else "MASK" if "map_d" in words else "OPAQUE",
            double_sided="map_d" in words,
            repeats="-clamp on" not in words.get("map_kd", ""),
        )

    def _map(self, words: dict[str, str], word: str) -> bytes:
        name = _file(words.get(word, ""))
        if not name:
            return b""
        if name not in self._pictures:
            path = beside(self.folder, name)
            self._pictures[name] = b"" if path is None else picture(path, self.findings)
            if path is None:
                message = f"The image {name!r} is not beside the model; it is drawn without."
                remedy = "upload the image together with the model"
                self.findings.append(notice("IMAGE_MISSING", message, remedy))
        return self._pictures[name]


def read_mtl(folder: Path, libraries: Sequence[str], used: Iterable[str]) -> tuple[list[Material], list[Finding]]:
    """The used materials of those libraries; what is missing becomes a finding and a plain material."""
    library = Library(folder=folder)
    blocks: dict[str, dict[str, str]] = {}
    for name in dict.fromkeys(libraries):
        path = beside(folder, name)
        if path is None or path.stat().st_size > MAX_LIBRARY:
            message = f"The material library {name!r} is not beside the model, or too large."
            library.findings.append(notice("MTL_MISSING", message, "upload the .mtl and its images with the .obj"))
        else:
            blocks |= _blocks(path.read_text("utf-8", "replace"))
    wanted = sorted(name for name in used if name in blocks)[:MAX_MATERIALS]
    return [library.material(name, blocks[name]) for name in wanted], library.findings


def beside(folder: Path, name: str) -> Path | None:
    """A file of that name in the folder, whatever path or case the name is written with; nothing outside it."""
    given = PureWindowsPath(name.strip().strip('"'))
    for relative in (given.as_posix(), given.name):
        target = (folder / relative).resolve()
        if target.is_relative_to(folder.resolve()) and target.is_file():
            return target
    wanted = given.name.lower()
    return next((path for path in sorted(folder.iterdir()) if path.name.lower() == wanted and path.is_file()), None)


def _blocks(text: str) -> dict[str, dict[str, str]]:
    blocks: dict[str, dict[str, str]] = {}
    words: dict[str, str] = {}
    for line in text.splitlines():
        word, _, rest = line.strip().partition(" ")
        if word.lower() == "newmtl":
            words = blocks.setdefault(rest.strip(), {})
        elif word and not word.startswith("#"):
            words[word.lower()] = rest.strip()
    return blocks


def _file(rest: str) -> str:
    """The file name behind a map's options; it may hold spaces."""
    words = rest.split()
    while words and words[0] in _TAKES:
        words = words[1 + _TAKES[words[0]] :]
    return " ".join(words)


def _number(words: dict[str, str], word: str, missing: float) -> float:
    try:
        return min(1.0, max(0.0, float(words[word].split()[-1]))) if word in words else missing
    except (ValueError, IndexError):
        return missing


def _colour(words: dict[str, str], word: str, missing: tuple[float, float, float]) -> tuple[float, float, float]:
    try:
        values: list[Any] = [min(1.0, max(0.0, float(value))) for value in words[word].split()[:3]]
    except (KeyError, ValueError):
        return missing
    return (values[0], values[1], values[2]) if len(values) == 3 else missing


def _shininess(words: dict[str, str]) -> float:
    """Roughness of Phong's exponent, after Blinn; stone where there is none."""
    try:
        exponent = float(words["ns"])
    except (KeyError, ValueError):
        return 0.9
    return float(min(1.0, max(0.3, (2.0 / (max(exponent, 0.0) + 2.0)) ** 0.25)))
