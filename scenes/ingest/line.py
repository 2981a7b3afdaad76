"""One scan on its way through the stages, each in a worker, each done once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

from msgspec.structs import replace

from scenes.finding import Finding, Refused
from scenes.ingest.journal import Done, Journal
from scenes.worker import GIB, Limits, WorkerFailed, run

GUARDED = Limits(memory=GIB // 2, cpu=5, wall=180, threads=1)
UNPACKED = Limits(memory=GIB, cpu=120, wall=180, threads=1)
"""For looking into a zip or a large file, and for counting what is in it."""
READING = Limits(memory=6 * GIB, cpu=900, wall=1200)
DERIVING = Limits(memory=6 * GIB, cpu=1800, wall=2400)
TILING = Limits(memory=4 * GIB, cpu=6 * 3600, wall=6 * 3600)
DRAWING = Limits(memory=4 * GIB, cpu=600, wall=900)

Progress = Callable[[str, float], None]

GROUND = 0.1
"""Share of the whole work that ground and plan take."""

SHARES = {"guard": 0.05, "read": 0.15, "repair": 0.15, "derive": 0.4, "pictures": 0.2, "compare": 0.05}
"""Of the work on one scan."""

REMEDIES = {
    "memory": "simplify or split the scan, or bring it to a machine with more memory",
    "time": "simplify or split the scan",
    "cpu": "simplify or split the scan",
    "missing": "install it and run the same command again; it goes on where it stood",
    "disk": "make room on the disk, or name another with --data; the same command then goes on where it stood",
    "crash": "the file broke the program that reads it: export it again, as .glb if you can",
    "error": "export the file again, as .glb if you can; this should not happen: please report it",
}


WHY = {
    "memory": "it needs more memory than it may have",
    "time": "it takes longer than it may",
    "cpu": "it takes longer than it may",
    "disk": "the disk is full or cannot be written to",
}
"""In words where the reason says it all."""

DOING = {
    "guard": "checking",
    "kind": "looking at its size",
    "read": "reading",
    "repair": "repairing",
    "derive": "making levels of detail",
    "tiles": "cutting into tiles",
    "points": "cutting into tiles",
    "pictures": "drawing its pictures",
    "compare": "drawing it before and after",
    "ground": "laying the ground",
}
"""What is done in each task."""


@dataclass(slots=True, kw_only=True)
class Line:
    """Where a scan's stages keep what they made, and whom they tell how far they are."""

    journal: Journal
    file: str
    progress: Progress
    cancelled: Event
    unchanged: Callable[[], None] = lambda: None
    """Raises `Refused` where the scan is no longer the one that the journal is about."""
    done: float = 0.0
    resumed: list[str] = field(default_factory=list)

    def stage(self, name: str, task: str, limits: Limits, share: float | None = None, /, **arguments: Any) -> Done:
        """Run a task of `tasks` as a stage; its `folder` is where it writes.

        Raises `Refused` when the scan cannot be taken in, `WorkerFailed` with reason `cancelled`.
        """
        share = SHARES.get(name, 0.0) if share is None else share
        self.progress(name, self.done)
        found = self.journal.stage(name, lambda folder: self._run(task, limits, share, folder, arguments))
        if found.resumed:
            self.resumed.append(name)
        self.done += share
        return found

    def _run(self, task: str, limits: Limits, share: float, folder: Path, arguments: dict[str, Any]) -> Any:
        def told(stage: str, part: float) -> None:
            self.progress(stage, self.done + share * min(1.0, max(0.0, part)))

        values = {name: str(value) if isinstance(value, Path) else value for name, value in arguments.items()}
        if not task.endswith((":guard", ":kind")):
            values["folder"] = str(folder)
        try:
            result = run(task, values, limits=limits, progress=told, cancelled=self.cancelled)
        except WorkerFailed as failed:
            if failed.reason == "cancelled":
                raise
            self._still(arguments)
            raise Refused(self._finding(task, failed)) from failed
        except Refused as refused:
            self._still(arguments)
            raise Refused(*(replace(each, file=each.file or self.file) for each in refused.findings)) from refused
        self._still(arguments)
        return result

    def _still(self, arguments: dict[str, Any]) -> None:
        if "path" in arguments:
            self.unchanged()

    def _finding(self, task: str, failed: WorkerFailed) -> Finding:
        doing = DOING[task.rpartition(":")[2]]
        message = f"{doing}: {WHY.get(failed.reason) or failed.detail or failed.reason}"
        code = f"WORKER_{failed.reason.upper()}"
        return Finding(code=code, message=message, file=self.file, remedy=REMEDIES[failed.reason])
