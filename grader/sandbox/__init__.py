"""Student code, run in a process of its own: Submission → Execution.

The child can return data and nothing else. It is never asked whether an answer is right, only what
it is; the host, which alone knows the key, compares. So a forged message is just another answer.

Level 1, *limited*: a fresh interpreter per submission with resource limits, a scrubbed environment,
an empty working directory and a deadline. `protection` tells what that keeps out on this machine.
"""

from grader.sandbox.execution import Calls, execute
from grader.sandbox.protection import Protection, protection

__all__ = ["Calls", "Protection", "execute", "protection"]
