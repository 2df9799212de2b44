"""The reference filtering engine beside its peers: their time divided by ours.

Above 1 we are faster. All run in one process, on the same arrays, and take turns; whose result is
not the right one is not timed.
"""

import os
import subprocess
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

import scipy
from aims import print_aims
from batches import compare_batches, compare_calls
from cells import Scope, compare
from layers import compare_layers
from limits import compare_limits
from measurement import count, print_machine
from peers import LIBRARIES, PEERS, Peer, is_installed, library, pin_threads
from tables import duration

_THREADS: Final = tuple(
    f"{library}_NUM_THREADS" for library in ("OPENBLAS", "OMP", "MKL", "VECLIB_MAXIMUM")
)
_SIZES: Final[Mapping[bool, Mapping[str, Sequence[object]]]] = {
    False: {
        "images": (8, 256, 1024, 4096),
        "kernels": (3, 5, 7, 9, 15, 31, 63),
        "dtypes": ("float32", "float64", "uint8"),
    },
    True: {"images": (8, 256, 1024), "kernels": (3, 15), "dtypes": ("float32", "uint8")},
}
"""What is compared by default, without and with `--quick`."""
_STARTS: Final = 9
_START: Final = """\
import sys
from time import perf_counter
begun = perf_counter()
import numpy
ready = perf_counter()
import grader.engine
print(ready - begun, perf_counter() - ready, "scipy" in sys.modules)
"""


def main() -> None:
    options = _options()
    _restart_with(options.threads)
    print_machine()
    peers = _present(options.peers, options.threads)
    if not options.limits:
        print("A ratio is their time divided by ours: above 1 we are faster.\n")
    parts = ("limits",) if options.limits else options.only
    with scipy.fft.set_workers(options.threads):
        faults = [fault for part in parts for fault in _PARTS[part](_scope(options, peers))]
    if faults:
        raise SystemExit("\n".join(faults))


def _options() -> Namespace:
    every = _SIZES[False]
    parts = [part for part in _PARTS if part != "limits"]
    parser = ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--images", type=count, nargs="+", metavar="SIDE", help="sides of square images")
    add("--kernels", type=_odd, nargs="+", metavar="SIDE", help="sides of square kernels")
    add("--dtypes", nargs="+", choices=every["dtypes"])
    names = [peer.name for peer in PEERS]
    add("--peers", nargs="+", choices=names, default=names)
    kind = parser.add_mutually_exclusive_group()
    for word in ("random", "separable"):
        kind.add_argument(f"--{word}", action="store_true", help=f"only {word} kernels")
    add("--only", nargs="+", choices=parts, default=parts, help="parts of the comparison")
    add("--threads", type=count, default=1, metavar="N", help="of everybody; by default 1")
    add("--quick", action="store_true", help="a few cells, in less than a minute")
    add("--limits", action="store_true", help="instead: how far we are from what the machine can")
    add("--markdown", action="store_true", help="print the tables as a document holds them")
    return parser.parse_args()


def _odd(text: str) -> int:
    side = count(text)
    if side % 2 == 0:
        raise ArgumentTypeError(f"{text} is even: there the libraries' centers differ")
    return side


def _restart_with(threads: int) -> None:
    """Start again where libraries that have been loaded by now took another number of threads."""
    if threads > 1 and hasattr(os, "sched_setaffinity"):
        # Our engine takes a thread for each processor that it may use.
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])
    pinned = dict.fromkeys(_THREADS, str(threads))
    if any(os.environ.get(name) != value for name, value in pinned.items()):
        environment = {**os.environ, **pinned}
        again = [sys.executable, *sys.orig_argv[1:]]
        os.execve(sys.executable, again, environment)  # noqa: S606 - this very command


def _present(names: Sequence[str], threads: int) -> tuple[Peer, ...]:
    """Return the peers that are installed, with so many threads, and print which they are."""
    wanted = [peer for peer in PEERS if peer.name in names]
    found = []
    for name in LIBRARIES:
        if any(peer.library == name for peer in wanted):
            there = is_installed(name)
            found.append(f"{name} {library(name).__version__ if there else 'is not installed'}")
    pin_threads(threads)
    print(" · ".join([*found, f"{threads} thread{'s' * (threads > 1)}"]) + "\n")
    return tuple(peer for peer in wanted if is_installed(peer.library))


def _scope(options: Namespace, peers: Sequence[Peer]) -> Scope:
    sizes = _SIZES[options.quick]
    kinds = ("random", "separable")
    return Scope(
        images=options.images or sizes["images"],
        kernels=options.kernels or sizes["kernels"],
        dtypes=options.dtypes or sizes["dtypes"],
        kinds=[kind for kind in kinds if getattr(options, kind)] or kinds,
        peers=peers,
        threads=options.threads,
        patience=0.3 if options.quick else 1.0,
        markdown=options.markdown,
    )


def _cells(scope: Scope) -> list[str]:
    outcomes = compare(scope)
    print_aims(scope.peers, outcomes)
    return [
        f"{outcome.cell}: our result is wrong" for outcome in outcomes if outcome.seconds is None
    ]


def _start(_: Scope) -> list[str]:
    """Print what importing the engine adds to importing numpy, in fresh processes."""
    with TemporaryDirectory() as folder:
        # Compiled once, as after an installation, wherever this runs.
        compiled = {"PYTHONPYCACHEPREFIX": folder, "PYTHONDONTWRITEBYTECODE": ""}
        runs = [_import({**os.environ, **compiled}) for _ in range(_STARTS + 1)][1:]
    numpy, ours = (median(float(run[column]) for run in runs) for column in (0, 1))
    print(f"import grader.engine: {duration(ours)}, after {duration(numpy)} for numpy\n")
    with_scipy = any(run[2] == "True" for run in runs)
    return ["importing grader.engine imports scipy"] if with_scipy else []


def _import(environment: Mapping[str, str]) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", _START], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.split()


_PARTS: Final[Mapping[str, Callable[[Scope], list[str]]]] = {
    "cells": _cells,
    "calls": compare_calls,
    "batches": compare_batches,
    "layers": compare_layers,
    "start": _start,
    "limits": compare_limits,
}

if __name__ == "__main__":
    main()
