"""Values of a child, decoded by a host that trusts none of them.

The format is described in `grader.sandbox.encoding`. Only what it lists is accepted, in the
spelling that the encoder uses; anything else is a `ProtocolError`. Sizes are checked before
anything is built from them.
"""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import islice
from math import prod
from struct import calcsize
from typing import Literal, TypeAlias

from grader.model.submission import Unusable
from grader.model.text import phrase
from grader.model.value import Scalar, Value
from grader.sandbox.encoding import MAX_BITS, MAX_DEPTH, MAX_NODES, MAX_TEXT, array_nodes
from grader.sandbox.reasons import REASONS
from grader.sandbox.transcript import clean, one_line

_MAX_NUMBER = MAX_BITS // 4 + 8
_Code: TypeAlias = Literal["?", "q", "Q", "d"]
_CODES: Mapping[str, _Code] = {"bool": "?", "int64": "q", "uint64": "Q", "float64": "d"}
"""What an array may hold → how its buffer is laid out."""


class ProtocolError(Exception):
    """The child sent something that the runner never sends."""


def decode(encoded: object) -> Value | Unusable:
    """Return the value that `grader.sandbox.encoding.encode` made `encoded` from.

    >>> decode({"tuple": [{"int": "0x1"}, {"text": "left"}]})
    (1, 'left')
    """
    return Decoder(Buffers()).decode_whole(encoded)


class Buffers:
    """The bytes behind the text of a frame, of which each array takes what is its own."""

    def __init__(self, data: bytes = b"") -> None:
        self.left = memoryview(data)

    def take(self, cells: object) -> memoryview:
        """Return a buffer: the next of so many bytes, or one that never left this process."""
        if isinstance(cells, bytes):
            return memoryview(cells)
        size = natural(cells)
        if size > len(self.left):
            raise ProtocolError("an array without its buffer")
        taken, self.left = self.left[:size], self.left[size:]
        return taken


class Decoder:
    """One value on its way from the wire, and how many nodes it may still have."""

    def __init__(self, buffers: Buffers) -> None:
        self._left = MAX_NODES
        self._buffers = buffers

    def decode_whole(self, encoded: object) -> Value | Unusable:
        """Return the value, or why there is none."""
        if isinstance(encoded, dict) and list(encoded) == ["unusable"]:
            return _reason(encoded["unusable"])
        return self._decode(encoded, 0)

    def _decode(self, encoded: object, depth: int) -> Value:
        self._spend(1, depth)
        if not isinstance(encoded, dict) or len(encoded) != 1:
            raise ProtocolError("a value without its tag")
        ((tag, content),) = encoded.items()
        if tag == "tuple" and isinstance(content, list):
            return tuple(self._decode(item, depth + 1) for item in content)
        if tag == "array":
            return self._array(content, depth)
        if tag in _SCALARS:
            return _SCALARS[tag](content)
        raise ProtocolError("a value of no known kind")

    def _spend(self, nodes: int, depth: int) -> None:
        self._left -= nodes
        if depth > MAX_DEPTH or self._left < 0:
            raise ProtocolError("a value larger than the runner sends")

    def _array(self, content: object, depth: int) -> Value:
        if not isinstance(content, dict) or content.keys() != {"dtype", "shape", "cells"}:
            raise ProtocolError("not an array")
        dtype, sizes = content["dtype"], content["shape"]
        if not isinstance(dtype, str) or dtype not in _CODES or not isinstance(sizes, list):
            raise ProtocolError("not an array")
        # The depth first: the product of many sizes is itself a long number.
        self._spend(0, depth + len(sizes))
        shape = tuple(map(natural, sizes))
        self._spend(array_nodes(shape), 0)
        return _rows(self._buffers.take(content["cells"]), _CODES[dtype], shape)


def _rows(buffer: memoryview, code: _Code, shape: tuple[int, ...]) -> Value:
    if len(buffer) != calcsize(code) * prod(shape):
        raise ProtocolError("an array whose shape and buffer disagree")
    if code == "?" and any(cell > 1 for cell in buffer):
        raise ProtocolError("not a truth value")
    return _nest(iter(buffer.cast(code).tolist()), shape)


def _nest(cells: Iterator[Scalar], shape: tuple[int, ...]) -> Value:
    if not shape:
        return next(cells)
    if len(shape) == 1:
        return tuple(islice(cells, shape[0]))
    return tuple(_nest(cells, shape[1:]) for _ in range(shape[0]))


def _truth(content: object) -> bool:
    if not isinstance(content, bool):
        raise ProtocolError("not a truth value")
    return content


def _integer(content: object) -> int:
    try:
        value = int(_number(content), 16)
    except ValueError as error:
        raise ProtocolError("not an integer") from error
    if hex(value) != content or value.bit_length() > MAX_BITS:
        raise ProtocolError("not an integer as the runner writes it")
    return value


def _float(content: object) -> float:
    try:
        value = float.fromhex(_number(content))
    except (ValueError, OverflowError) as error:
        raise ProtocolError("not a float") from error
    if value.hex() != content:
        raise ProtocolError("not a float as the runner writes it")
    return value


def _number(content: object) -> str:
    if not isinstance(content, str) or len(content) > _MAX_NUMBER:
        raise ProtocolError("not a number")
    return content


def _text(content: object) -> str:
    if not isinstance(content, str) or len(content) > MAX_TEXT:
        raise ProtocolError("not a text")
    return content.encode("utf-8", "replace").decode("utf-8")


def _fraction(content: object) -> Fraction:
    match content:
        case [numerator, denominator]:
            parts = _integer(numerator), _integer(denominator)
            if parts[1] > 0:
                return Fraction(*parts)
        case _:
            pass
    raise ProtocolError("not a fraction")


def _reason(content: object) -> Unusable:
    match content:
        case {"code": str(code), "type": str(name), **rest} if code in REASONS and not rest:
            shown = one_line(clean(name), 40)
            return Unusable(reason=phrase(REASONS[code], type=shown))
    raise ProtocolError("not a reason")


_SCALARS: Mapping[object, Callable[[object], Scalar]] = {
    "bool": _truth,
    "int": _integer,
    "float": _float,
    "text": _text,
    "fraction": _fraction,
}


def natural(number: object) -> int:
    """Return what must be a count or an index."""
    if type(number) is not int or number < 0:
        raise ProtocolError("not a count")
    return number
