"""The walls of the house."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[1]
PACKAGES = ("clients", "tour", "narration", "scenes")
HEAVY = {
    "argon2",
    "av",
    "cryptography",
    "embreex",
    "faster_whisper",
    "joserfc",
    "kokoro_onnx",
    "llama_cpp",
    "misaki",
    "moderngl",
    "numpy",
    "onnxruntime",
    "open3d",
    "PIL",
    "pygltflib",
    "scipy",
    "trimesh",
}


def sources() -> Iterator[Path]:
    for package in PACKAGES:
        yield from (path for path in (ROOT / package).rglob("*.py") if "node_modules" not in path.parts)


def lint(config: Path) -> subprocess.CompletedProcess[str]:
    """import-linter in a process of its own: it silences every logger of the one it runs in."""
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([program, "--config", config, "--no-cache"], cwd=ROOT, capture_output=True, text=True)


def test_imports_only_go_down() -> None:
    done = lint(ROOT / "pyproject.toml")
    assert done.returncode == 0, done.stdout


def test_a_floor_that_were_broken_would_show(tmp_path: Path) -> None:
    upside_down = tmp_path / "importlinter.ini"
    upside_down.write_text(
        "[importlinter]\nroot_packages =\n    tour\n    scenes\n\n"
        "[importlinter:contract:1]\nname = Upside down\ntype = layers\nlayers =\n    scenes\n    tour\n"
    )
    done = lint(upside_down)
    assert done.returncode == 1
    assert "Upside down BROKEN" in done.stdout


def test_no_module_imports_itself_in_the_end() -> None:
    graph = grimp.build_graph(*PACKAGES, exclude_type_checking_imports=True, cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert list(TopologicalSorter(imports).static_order())


def reads_environment(path: Path) -> bool:
    """Whether a module looks at a variable; setting one for a native library (`setdefault`) is no reading."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    attributes = [node for node in nodes if isinstance(node, ast.Attribute)]
    written = {id(node.value) for node in attributes if node.attr == "setdefault"}
    return any(node.attr in {"environ", "getenv"} and id(node) not in written for node in attributes)


def test_only_the_settings_read_the_environment() -> None:
    assert [str(path.relative_to(ROOT)) for path in sources() if reads_environment(path)] == ["tour/settings.py"]


def test_no_file_is_named_for_nothing() -> None:
    vague = {"utils", "util", "helpers", "helper", "manager", "handler", "common", "misc"}
    assert [path for path in sources() if path.stem in vague] == []


def test_every_package_says_what_it_is() -> None:
    for package in PACKAGES:
        readme = ROOT / package / "README.md"
        assert readme.is_file(), f"{package}/README.md is missing"
        assert len(readme.read_text(encoding="utf-8")) > 500


def test_the_server_starts_without_anything_heavy() -> None:
    program = (
        "import sys, tour.app, tour.commands.serve; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "tour" in done.stdout.split()
    assert HEAVY.isdisjoint(done.stdout.split())
