"""Layers of a ConvNet beside PyTorch's, in single precision."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from cells import Scope
from peers import library
from problems import agrees, coefficients, pixels
from races import figures, race
from tables import Table, duration, figure
from turns import Call

from grader import engine

_PEER: Final = "conv2d"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A layer that keeps the size of the image."""

    inputs: int
    outputs: int
    side: int
    taps: int
    groups: int = 1

    def __str__(self) -> str:
        kind = "depthwise" if self.groups > 1 else "pointwise" if self.taps == 1 else "standard"
        return f"{kind} {self.taps}×{self.taps}, {self.inputs}→{self.outputs}, {self.side}²"

    @property
    def macs(self) -> int:
        """Multiply-accumulates, those at the border included."""
        return self.taps**2 * self.inputs // self.groups * self.outputs * self.side**2


_LAYERS: Final = (
    Layer(inputs=3, outputs=64, side=32, taps=3),
    Layer(inputs=64, outputs=64, side=56, taps=3),
    Layer(inputs=64, outputs=128, side=56, taps=1),
    Layer(inputs=64, outputs=64, side=56, taps=3, groups=64),
)


def compare_layers(scope: Scope) -> list[str]:
    """Print how our layers do beside PyTorch's; return what of ours is wrong."""
    beside = any(peer.name == _PEER for peer in scope.peers)
    names = [_PEER] if beside else []
    columns = ("layer", "ours", "GFLOP/s", *names)
    table = Table(columns=columns, widths=(30, 8), markdown=scope.markdown)
    table.begin("Layers of one image, float32: their time / ours")
    faults = []
    for layer in _LAYERS:
        x = pixels((1, layer.inputs, layer.side, layer.side), "float32")
        weights = coefficients(
            (layer.outputs, layer.inputs // layer.groups, layer.taps, layer.taps), "float32"
        )
        call, right = _ours(layer, x, weights), _truth(layer, x, weights)
        if not agrees(call(), right):
            faults.append(f"{layer}: our result is wrong")
            continue
        others = {_PEER: _pytorch(layer, x, weights)} if beside else {}
        run = race(call, others, right, patience=scope.patience)
        shown = figures(names, others, run, lambda duel: figure(duel.ratio))
        rate = f"{2e-9 * layer.macs / run.seconds:.1f}"
        table.add(str(layer), duration(run.seconds), rate, *shown)
    print()
    return faults


def _ours(layer: Layer, x: npt.NDArray[Any], weights: npt.NDArray[Any]) -> Call:
    if layer.taps == 1:
        return lambda: engine.pointwise(x, weights)
    margin = layer.taps // 2
    if layer.groups > 1:
        return lambda: engine.depthwise(x, weights, padding=margin)
    return lambda: engine.conv_layer(x, weights, padding=margin)


def _pytorch(layer: Layer, x: npt.NDArray[Any], weights: npt.NDArray[Any]) -> Call:
    torch = library("PyTorch")
    image, filters = torch.from_numpy(x), torch.from_numpy(weights)
    margin, groups = layer.taps // 2, layer.groups
    return lambda: torch.nn.functional.conv2d(image, filters, padding=margin, groups=groups)


def _truth(layer: Layer, x: npt.NDArray[Any], weights: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """Return the right answer: the definition, in double precision."""
    side, margin = layer.side, layer.taps // 2
    plane = np.pad(x[0].astype(np.float64), ((0, 0), (margin, margin), (margin, margin)))
    shares = plane.reshape(layer.groups, -1, *plane.shape[1:])
    filters = weights.astype(np.float64).reshape(layer.groups, -1, *weights.shape[1:])
    right = np.zeros((layer.groups, layer.outputs // layer.groups, side, side))
    for u, v in np.ndindex(layer.taps, layer.taps):
        window = shares[:, :, u : u + side, v : v + side]
        right += np.einsum("goc,gchw->gohw", filters[..., u, v], window)
    return right.reshape(1, layer.outputs, side, side)
