"""How far our times are from what this machine can do at best."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from cells import Cell, Scope, cells, taken_method
from peers import ours
from problems import is_ours, pixels, truth
from tables import Table, duration, figure, print_list, square
from turns import contest, timed

_COPIED: Final = 2**28
"""Bytes: more than any cache holds."""
_GEMM: Final = 1024
_TRIES: Final = 9

_REMARKS: Final = (
    "memory: the image is read and the output written once, at the rate of the copy",
    (
        "flops: two for each coefficient and pixel, at the rate of the product of matrices; for a "
        "separable kernel its column and its row count; uint8 in single precision"
    ),
    (
        "ours / limit: our time divided by the larger of the two; below 1 the image stayed in a "
        "cache, or an FFT needed fewer flops"
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """The best this machine has shown."""

    bandwidth: float
    """Bytes per second, read and written ones together, of a copy on one thread."""
    flops: Mapping[str, float]
    """Per second, in a product of two large matrices, by dtype of the image."""


def compare_limits(scope: Scope) -> list[str]:
    """Print our times beside the limits of the machine; return what of ours is wrong."""
    machine = _measure()
    print(f"copy: {machine.bandwidth / 1e9:.1f} GB/s on one thread")
    for name, dtype in (("sgemm", "float32"), ("dgemm", "float64")):
        rate = machine.flops[dtype] / 1e9
        print(f"{name}: {rate:.0f} GFLOP/s, {_GEMM}³, threads: {scope.threads}")
    print()
    faults = []
    for rows in cells(scope):
        table = Table(
            columns=(
                *("image", "kernel", "method", "ours", "ns/pixel", "memory", "flops"),
                "ours / limit",
            ),
            widths=(5, 6, 9, 8),
            markdown=scope.markdown,
        )
        table.begin(f"{rows[0].dtype}, {rows[0].kind} kernels: ns/pixel, and the limits of it")
        for cell in rows:
            given = cell.problem()
            call = ours(given, workers=scope.workers)
            if not is_ours(call(), given, truth(given)):
                faults.append(f"{cell}: our result is wrong")
                continue
            spent = contest(call, {}, patience=scope.patience).seconds
            memory, flops = _limits(cell, machine)
            table.add(
                *(square(cell.side), f"{cell.taps}×{cell.taps}", taken_method(given)),
                duration(spent),
                *(figure(1e9 * each / cell.side**2) for each in (spent, memory, flops)),
                figure(spent / max(memory, flops)),
            )
        print()
    print_list(_REMARKS)
    return faults


def _measure() -> Machine:
    source = np.ones(_COPIED // 8)
    target = np.empty_like(source)
    # The fastest, not the median: a limit is not what the machine does on average.
    copied = min(timed(lambda: np.copyto(target, source))[1] for _ in range(_TRIES))
    flops = {dtype: _flops(dtype) for dtype in ("float32", "float64")}
    return Machine(bandwidth=2 * _COPIED / copied, flops={**flops, "uint8": flops["float32"]})


def _flops(dtype: str) -> float:
    matrix = pixels((_GEMM, _GEMM), dtype)
    product = np.empty_like(matrix)
    multiplied = min(
        timed(lambda: np.matmul(matrix, matrix, out=product))[1] for _ in range(_TRIES)
    )
    return 2 * _GEMM**3 / multiplied


def _limits(cell: Cell, machine: Machine) -> tuple[float, float]:
    """Return the seconds that memory and arithmetic take at least."""
    read = np.dtype(cell.dtype).itemsize
    # Whole numbers come out as int64.
    written = 8 if cell.dtype == "uint8" else read
    products = 2 * cell.taps if cell.kind == "separable" else cell.taps**2
    area = cell.side**2
    return area * (read + written) / machine.bandwidth, (
        2 * area * products / machine.flops[cell.dtype]
    )
