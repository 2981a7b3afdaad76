"""The child's side of `worker`: limits first, then the function, then its result as a line of JSON."""

import errno
import importlib
import inspect
import json
import os
import resource
import sys
from typing import Any

from msgspec import to_builtins

from scenes.finding import Refused
from scenes.missing import Missing
from scenes.parent import go_with

DISK = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


def main() -> None:
    """Read arguments from standard input, call the function that the command line names, write its result."""
    task, memory, cpu = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    go_with(int(sys.argv[4]))
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def say(**message: Any) -> None:
        out.write(json.dumps(to_builtins(message)) + "\n")
        out.flush()

    arguments = json.load(sys.stdin)
    module, _, name = task.partition(":")
    try:
        function = getattr(importlib.import_module(module), name)
        if "progress" in inspect.signature(function).parameters:
            arguments["progress"] = lambda stage, done: say(progress=[stage, done])
        say(result=function(**arguments))
    except Refused as refused:
        say(refused=refused.findings)
    except Missing as wrong:
        say(failed="missing", detail=str(wrong))
    except MemoryError as wrong:
        say(failed="memory", detail=str(wrong) or "it needed more memory than it may have")
    except Exception as wrong:
        full = isinstance(wrong, OSError) and wrong.errno in DISK
        say(failed="disk" if full else "error", detail=f"{type(wrong).__name__}: {wrong}"[:2000])


if __name__ == "__main__":
    main()
