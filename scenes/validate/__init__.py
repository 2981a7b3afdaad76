"""The guard: what a stranger's file is, before anything native opens it.

`check` is ours, in Python alone; `khronos` asks the glTF-Validator; `validate` does both; `guard` raises.
"""

from pathlib import Path

from msgspec.structs import replace

from scenes.finding import Finding, Refused
from scenes.validate.any_file import findings_of, models_in, unpacked
from scenes.validate.report import Report, merged
from scenes.validate.tolerance import HURTS
from scenes.validate.validator import khronos_findings

__all__ = ["Report", "check", "guard", "khronos", "validate"]

GLTF = frozenset({".glb", ".gltf"})


def check(path: Path) -> tuple[Finding, ...]:
    """What our own check says of a model, a point cloud or a zip of them.

    A .gltf is looked at with the files in its folder that it names. Never raises; takes less than 5 s of processor and
    512 MiB. A file too large for that has a finding CHECK_INCOMPLETE.
    """
    return findings_of(path)


def guard(path: Path) -> tuple[Finding, ...]:
    """What `check` says, when none of it is an error; raises `Refused` with the errors first."""
    findings = merged(findings_of(path))
    if findings and findings[0].severity == "error":
        raise Refused(*findings)
    return findings


def khronos(path: Path, *, seconds: float = 30.0) -> tuple[Finding, ...]:
    """What Khronos' glTF-Validator says of a .glb or .gltf, with our remedies; never raises.

    Other files are read through its callback, from the model's folder only. A validator that takes longer than
    `seconds`, dies or is not installed is a warning. Some of its errors are warnings here: see `tolerance`.
    """
    return khronos_findings([path], seconds=seconds)[0]


def validate(path: Path, *, seconds: float = 30.0) -> Report:
    """`check`, then `khronos` for glTF, alone or in a zip; each finding once. Never raises."""
    own = findings_of(path)
    more: tuple[Finding, ...] = ()
    if not any(each.code in HURTS and each.severity == "error" for each in own):
        if path.suffix.lower() in GLTF:
            more = khronos(path, seconds=seconds)
        elif path.suffix.lower() == ".zip":
            more = _in_zip(path, own, seconds)
    return Report(file=path.name, findings=merged(own, more))


def _in_zip(path: Path, own: tuple[Finding, ...], seconds: float) -> tuple[Finding, ...]:
    if any(each.severity == "error" for each in own):
        return ()
    try:
        with unpacked(path) as folder:
            models = [model for model in models_in(folder) if model.suffix.lower() in GLTF]
            found = zip(models, khronos_findings(models, seconds=seconds), strict=True)
            return tuple(replace(each, file=str(model.relative_to(folder))) for model, said in found for each in said)
    except Refused as refused:
        return refused.findings
    except OSError:
        return ()
