"""Student code, run in a process of its own: Submission → Execution.

The child can return data and nothing else. It is never asked whether an answer is right, only what
it is; the host, which alone knows the key, compares. So a forged message is just another answer.

A zygote that has imported numpy is forked for every submission. The child puts on the layers of the
highest level that the machine has, says so, and only then gets the student's code. Where no zygote
can be forked it is a fresh interpreter with limits. `best` tells which level that is.
"""

from grader.sandbox.execution import Calls, execute
from grader.sandbox.levels import Level
from grader.sandbox.protection import Found, best, run_nothing

__all__ = ["Calls", "Found", "Level", "best", "execute", "run_nothing"]
