"""The frames of a child, decoded by a host that trusts none of them.

The format is described in `grader.sandbox.runner`. Only what it lists is accepted, in the spelling
that the encoder uses; anything else is a `ProtocolError`. Sizes are checked before anything is
built from them.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Any, NoReturn, TypeAlias

from grader.model.submission import (
    Blank,
    Given,
    Impure,
    Missing,
    Outcome,
    Raised,
    Side,
    Unusable,
)
from grader.model.text import phrase
from grader.model.value import Scalar, Value
from grader.sandbox.reasons import REASONS
from grader.sandbox.runner import (
    MAX_BITS,
    MAX_DEPTH,
    MAX_FRAME,
    MAX_NODES,
    MAX_TEXT,
    array_nodes,
)
from grader.sandbox.transcript import clean, one_line

MAX_STREAM = 8 << 20
"""Bytes of all frames of one submission."""
MAX_FRAMES = 10_000
"""Frames of one submission: two for every cell is what the runner sends."""

Result: TypeAlias = Given | Raised | Unusable | Impure
"""What can come of the call of a function."""

_MAX_NUMBER = MAX_BITS // 4 + 8
_DTYPES: Mapping[str, str] = {
    "bool": "bool",
    **{f"{sign}int{bits}": "int" for sign in ("", "u") for bits in (8, 16, 32, 64)},
    **{f"float{bits}": "float" for bits in (16, 32, 64)},
}


class ProtocolError(Exception):
    """The child sent something that the runner never sends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """The runner is confined and waits for its job."""

    layers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A layer could not be put on, so no job is waited for."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Began:
    """A code cell starts."""

    cell: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer was read. `Missing` says that its variable does not exist."""

    index: int
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A function that is an answer was called."""

    index: int
    case: int
    """Which call, counted from 0."""
    result: Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Every cell has run, and every function was called."""


Frame: TypeAlias = Ready | Failed | Began | Answered | Returned | Done


class FrameReader:
    """Bytes as they arrive → frames, at most `MAX_STREAM` bytes in all."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._total = 0
        self._count = 0

    def feed(self, chunk: bytes) -> Iterator[Frame]:
        """Yield the frames that `chunk` completes."""
        self._total += len(chunk)
        if self._total > MAX_STREAM:
            raise ProtocolError("more than a submission can have to say")
        self._buffer += chunk
        while len(self._buffer) >= 4:  # noqa: PLR2004 - the length field
            length = int.from_bytes(self._buffer[:4], "big")
            if length > MAX_FRAME:
                raise ProtocolError(f"a frame of {length} bytes")
            if len(self._buffer) < 4 + length:
                return
            data = bytes(self._buffer[4 : 4 + length])
            del self._buffer[: 4 + length]
            self._count += 1
            if self._count > MAX_FRAMES:
                raise ProtocolError("more frames than a notebook has cells")
            yield parse_frame(data)


def parse_frame(data: bytes) -> Frame:
    """Return the frame that the JSON text `data` holds."""
    frame = _json(data)
    match frame:
        case {"ready": list() as layers, **rest} if not rest:
            return Ready(layers=tuple(_word(layer) for layer in layers))
        case {"cell": int() as cell, **rest} if not rest:
            return Began(cell=_natural(cell))
        case {"answer": int() as index, **content} if len(content) == 1:
            return Answered(index=_natural(index), outcome=_outcome(content))
        case {"call": int() as index, "case": int() as case, **content} if len(content) == 1:
            return Returned(index=_natural(index), case=_natural(case), result=result(content))
        case _:
            return _last(frame)


def _last(content: object) -> Frame:
    """Return one of the frames after which nothing comes."""
    match content:
        case {"failed": str() as why, **rest} if not rest:
            return Failed(why=one_line(why, 300))
        case {"done": True, **rest} if not rest:
            return Done()
    raise ProtocolError("a frame of no known kind")


def decode(encoded: object) -> Value | Unusable:
    """Return the value that `grader.sandbox.runner.encode` made `encoded` from.

    >>> decode({"tuple": [{"int": "0x1"}, {"text": "left"}]})
    (1, 'left')
    """
    return _Decoder().decode_whole(encoded)


def _refuse(_text: str) -> NoReturn:
    raise ProtocolError("a number that is not a plain small integer")


def _small(text: str) -> int:
    return int(text) if len(text) <= 9 else _refuse(text)  # noqa: PLR2004 - sizes and indices only


def _json(data: bytes) -> object:
    try:
        return json.loads(
            data.decode("ascii"), parse_int=_small, parse_float=_refuse, parse_constant=_refuse
        )
    except (ValueError, RecursionError) as error:
        raise ProtocolError("not JSON") from error


def _natural(number: object) -> int:
    if type(number) is not int or number < 0:
        raise ProtocolError("not a count")
    return number


def _word(word: object) -> str:
    if not isinstance(word, str):
        raise ProtocolError("not a text")
    return one_line(word, 80)


def _outcome(content: Mapping[object, object]) -> Outcome:
    match content:
        case {"value": encoded}:
            value = decode(encoded)
            return value if isinstance(value, Unusable) else Given(value=value)
        case {"raised": {"error": error, "message": str() as message, "line": line, **rest}} if (
            not rest
        ):
            # Which cell it was, the host knows better.
            text, number = one_line(message, 500), _natural(line)
            return Raised(error=_word(error), message=text, cell=0, line=number or None)
        case {"blank": True}:
            return Blank()
        case {"unset": True}:
            return Missing()
        case _:
            raise ProtocolError("an answer of no known kind")


def result(content: Mapping[Any, object]) -> Result:
    """Return what came of a call, as `grader.sandbox.runner.called` tells it.

    Raises
    ------
    ProtocolError
        When it tells something else.
    """
    match content:
        case {"impure": "arguments" | "state" as side}:
            return Impure(side=Side(side))
        case {"value": _} | {"raised": _}:
            outcome = _outcome(content)
            if isinstance(outcome, Given | Raised | Unusable):
                return outcome
        case _:
            pass
    raise ProtocolError("a call of no known kind")


class _Decoder:
    """One value on its way from the wire, and how many nodes it may still have."""

    def __init__(self) -> None:
        self._left = MAX_NODES

    def decode_whole(self, encoded: object) -> Value | Unusable:
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
        match content:
            case {"dtype": str(dtype), "shape": list(sizes), "cells": list(cells), **rest} if (
                dtype in _DTYPES and not rest
            ):
                # The depth first: the product of many sizes is itself a long number.
                self._spend(0, depth + len(sizes))
                shape = tuple(_natural(size) for size in sizes)
                self._spend(array_nodes(shape), 0)
                read = _SCALARS[_DTYPES[dtype]]
                return _rows(tuple(read(cell) for cell in cells), shape)
        raise ProtocolError("not an array")


def _rows(cells: tuple[Scalar, ...], shape: tuple[int, ...]) -> Value:
    expected = 1
    for size in shape:
        expected *= size
    if len(cells) != expected:
        raise ProtocolError("an array whose shape and cells disagree")
    return _nest(iter(cells), shape)


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
