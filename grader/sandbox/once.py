"""A child in a fresh interpreter, for systems where no zygote can be forked.

On macOS a process that has loaded the system's frameworks must not be forked, and elsewhere there
is no kernel of Linux to ask. So every submission pays for the start of Python, and what keeps it in
are limits and a process of its own.
"""

import json
import os
import sys
from typing import NoReturn

from grader.sandbox import runner
from grader.sandbox.encoding import Results
from grader.sandbox.layers import limits


class _ClosedFinder:
    """Refuses to import `grader`, which lies beside numpy once it is installed.

    It stops an accident, not an attack: at this level the files can be read all the same.
    """

    @staticmethod
    def find_spec(name: str, _path: object = None, _target: object = None) -> None:
        if name.partition(".")[0] == "grader":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def main(control: int) -> NoReturn:
    """Take the limits from standard input, say which are on, take the job, run it.

    Parameters
    ----------
    control
        The descriptor that frames are written to.
    """
    results = Results(control)
    setup = json.loads(sys.stdin.buffer.readline())
    sys.path.extend(setup["path"])
    for name in [name for name in sys.modules if name.partition(".")[0] == "grader"]:
        del sys.modules[name]
    sys.meta_path.insert(0, _ClosedFinder)
    nothing = os.open(os.devnull, os.O_RDWR)
    applied = ["process", "session", "environment"]
    results.send({"ready": applied + limits.lower(setup["cpu_s"], setup["memory_mb"] << 20)})
    # A line, and not the end of the pipe: what was read ahead is in Python's buffer.
    job = json.loads(sys.stdin.buffer.read())
    os.dup2(nothing, 0)
    runner.run(job, results)
    results.send({"done": True})
    os._exit(0)  # neither atexit hooks nor threads of the student's
