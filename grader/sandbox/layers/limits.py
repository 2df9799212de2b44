"""What a process may use: each of the kernel's own limits, lowered for good."""

import math
import resource

_FILE_BYTES = 16 << 20
_DESCRIPTORS = 128


def lower(cpu_s: float, memory: int) -> list[str]:
    """Lower the limits, and return the names of those that this system accepted.

    Parameters
    ----------
    cpu_s
        Seconds on a processor, from the start of the process.
    memory
        Bytes of address space, those that it has already included.
    """
    seconds = math.ceil(cpu_s)
    accepted = []
    for name, kind, soft, hard in (
        ("core", resource.RLIMIT_CORE, 0, 0),
        ("file-size", resource.RLIMIT_FSIZE, _FILE_BYTES, _FILE_BYTES),
        ("descriptors", resource.RLIMIT_NOFILE, _DESCRIPTORS, _DESCRIPTORS),
        # The first is a signal that says which limit it was; whoever ignores it meets the second.
        ("cpu", resource.RLIMIT_CPU, seconds, seconds + 1),
        ("memory", resource.RLIMIT_AS, memory, memory),
        # Counts neither for root nor against threads that exist.
        ("processes", resource.RLIMIT_NPROC, 0, 0),
    ):
        ceiling = resource.getrlimit(kind)[1]
        bounded = ceiling != resource.RLIM_INFINITY
        pair = (min(soft, ceiling), min(hard, ceiling)) if bounded else (soft, hard)
        try:
            resource.setrlimit(kind, pair)
        except (OSError, ValueError):  # macOS knows some of them by name only
            continue
        accepted.append(name)
    return accepted
