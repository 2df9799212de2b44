"""The frames of a child, and values as they carry them.

It runs beside student code, so it imports nothing but the standard library. `encode` is also called
in the host, where the same rules apply to a student's values.

A frame on the result pipe is four bytes of length, four bytes of the length of a JSON text, most
significant first, the text, and the buffers of the arrays in it, one after the other. The text is
an object with one of these keys, and for an answer or a call what came of it.

==========  ===========================================================================
``ready``   the layers in force; sent before any student code has been received
``failed``  why a layer could not be put on; nothing follows
``cell``    the number of the code cell that starts
``answer``  the index of an answer, with ``value``, ``raised``, ``blank`` or ``unset``
``call``    the index of a function, with ``case``, the number of the call, and ``value``,
            ``raised`` or ``impure``
``done``    every cell has run, and every function was called
==========  ===========================================================================

A value is an object with one key, its tag. Single numbers travel as hexadecimal text, which is
exact and keeps the decoder's work bounded by the length of the message.

============  =========================================================================
``bool``      true or false
``int``       ``"-0x1f"``
``float``     ``"0x1.8p+1"``, ``"inf"``, ``"nan"``
``text``      a string
``fraction``  numerator and denominator, as for ``int``
``tuple``     a list of values
``array``     rows of numbers of one kind: ``dtype`` (``bool``, ``int64``, ``uint64`` or
              ``float64``), ``shape``, and in ``cells`` the bytes of its buffer, which
              holds them in reading order and in the byte order of the machine
``unusable``  ``code`` and ``type``: why the value cannot be an answer
============  =========================================================================
"""

import json
import os
import sys
from array import array
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from itertools import repeat
from operator import is_
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any, TypeAlias

Json: TypeAlias = bool | int | str | bytes | list["Json"] | dict[str, "Json"]
"""Bytes stand for a buffer, which travels behind the text."""
Encoded: TypeAlias = dict[str, Json]

MAX_DEPTH = 8
MAX_NODES = 20_000
MAX_BITS = 1024
MAX_TEXT = 10_000
MAX_FRAME = 1 << 20
"""Bytes of one frame: 20,000 numbers in a buffer take a sixth of it, as texts half."""

_DTYPES = {"b": "bool", "i": "int64", "u": "uint64", "f": "float64"}
_CODES = {"int64": "q", "float64": "d"}
_FUNCTIONS = (FunctionType, BuiltinFunctionType, MethodType, type)
# A class of the student's may have a metaclass that answers for it; these go around it.
name_of = type.__dict__["__name__"].__get__
_bases_of = type.__dict__["__mro__"].__get__


def encode(value: object, most: int = MAX_NODES) -> Encoded:
    """Return `value` as the wire carries it; what cannot be an answer is ``unusable``.

    So is what has more than `most` nodes.

    Only exact built-in types, fractions and numpy's own types are looked into, and by identity:
    no method of a class that the student wrote is called. numpy is not imported for this.

    >>> encode([1, 2.5])
    {'tuple': [{'int': '0x1'}, {'float': '0x1.4000000000000p+1'}]}
    >>> encode([1, 2])["array"]["dtype"]
    'int64'
    >>> encode({1, 2})
    {'unusable': {'code': 'type', 'type': 'set'}}
    """
    try:
        return _Encoder(most).encode(value, 0)
    except _RefusedError as refusal:
        return _unusable(refusal.code, refusal.type)


class _RefusedError(Exception):
    """The value cannot be an answer."""

    def __init__(self, code: str, type_: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.type = type_


def _unusable(code: str, type_: str = "") -> Encoded:
    return {"unusable": {"code": code, "type": type_}}


class _Encoder:
    """One value on its way to the wire, and how many nodes it may still have."""

    def __init__(self, most: int) -> None:
        self._left = most

    def encode(self, value: object, depth: int) -> Encoded:
        self._spend(1, depth)
        kind = type(value)
        if kind is list or kind is tuple:
            return self._row(value, depth)
        for known, form in self._forms():
            if kind is known:
                return form(value, depth)
        raise _refusal(value, kind)

    def _forms(self) -> Iterator[tuple[type, Callable[[Any, int], Encoded]]]:
        yield bool, lambda value, _: {"bool": value}
        yield int, lambda value, _: {"int": _hexadecimal(value)}
        yield float, lambda value, _: {"float": float.hex(value)}
        yield str, _text
        yield from ((kind, self._array) for kind in _found("numpy", "ndarray"))
        yield from ((kind, _fraction) for kind in _found("fractions", "Fraction"))
        yield from ((kind, self._scalar) for kind in _numpy_scalars())

    def _spend(self, nodes: int, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise _RefusedError("deep")
        self._left -= nodes
        if self._left < 0:
            raise _RefusedError("large")

    def _row(self, items: Any, depth: int) -> Encoded:  # noqa: ANN401 - exactly a list or a tuple
        table = _table(items, self._left, MAX_DEPTH - depth)
        if table is not None:
            dtype, shape, cells = table
            with suppress(OverflowError):  # integers that have more than 64 bits
                buffer = array(_CODES[dtype], cells).tobytes()
                self._spend(array_nodes(shape), depth + len(shape))
                return _buffered(dtype, shape, buffer)
        return {"tuple": [self.encode(item, depth + 1) for item in items]}

    def _scalar(self, scalar: Any, depth: int) -> Encoded:  # noqa: ANN401 - a numpy scalar
        kind = scalar.dtype.kind
        if kind == "f":  # the item of a long double is a long double again
            return {"float": float.hex(float(scalar))}
        if kind in "biuU":
            return self.encode(scalar.item(), depth)
        raise _RefusedError("complex" if kind == "c" else "type", name_of(type(scalar)))

    def _array(self, cells: Any, depth: int) -> Encoded:  # noqa: ANN401 - exactly numpy.ndarray
        kind, shape = cells.dtype.kind, cells.shape
        if kind not in _DTYPES:
            code = {"c": "complex", "O": "objects"}.get(kind, "dtype")
            raise _RefusedError(code, str(cells.dtype))
        self._spend(array_nodes(shape), depth + len(shape))
        return _buffered(_DTYPES[kind], shape, cells.astype(_DTYPES[kind]).tobytes())


def _table(
    row: list[object] | tuple[object, ...], most: int, depth: int
) -> tuple[str, tuple[int, ...], list[Any]] | None:
    """Return the dtype, the shape and the cells of rows of numbers of one kind, at most so many.

    None for anything else. Nearly all answers are such rows, and a buffer is filled at once.
    """
    if not 0 < len(row) <= most or depth <= 0:
        return None
    cells = [*row]
    kind = type(cells[0])
    if kind is int or kind is float:
        same = all(map(is_, map(type, cells), repeat(kind)))
        return ("int64" if kind is int else "float64", (len(cells),), cells) if same else None
    found: tuple[str, tuple[int, ...]] | None = None
    flat: list[Any] = []
    for cell in cells:
        if type(cell) is not list and type(cell) is not tuple:
            return None
        table = _table(cell, most - len(flat), depth - 1)
        if table is None or (found or table[:2]) != table[:2]:
            return None
        found = table[:2]
        flat += table[2]
    return (found[0], (len(cells), *found[1]), flat) if found else None


def _buffered(dtype: str, shape: tuple[int, ...], buffer: bytes) -> Encoded:
    return {"array": {"dtype": dtype, "shape": [*shape], "cells": buffer}}


def array_nodes(shape: tuple[int, ...]) -> int:
    """Return how many nodes the nested rows of an array have, its outermost one not counted.

    A shape like ``(10**9, 0)`` holds no number and would still become a billion empty rows.

    >>> array_nodes((2, 3)), array_nodes(()), array_nodes((1000, 0))
    (8, 0, 1000)
    """
    nodes, rows = 0, 1
    for size in shape:
        rows *= size
        nodes += rows
    return nodes


def _hexadecimal(value: int) -> str:
    if value.bit_length() > MAX_BITS:
        raise _RefusedError("long-integer")
    return hex(value)


def _text(value: str, _depth: int) -> Encoded:
    if len(value) > MAX_TEXT:
        raise _RefusedError("long-text")
    return {"text": value}


def _fraction(value: Any, _depth: int) -> Encoded:  # noqa: ANN401 - exactly fractions.Fraction
    numerator, denominator = value.numerator, value.denominator
    if type(numerator) is not int or type(denominator) is not int:
        raise _RefusedError("type", "Fraction")
    return {"fraction": [_hexadecimal(numerator), _hexadecimal(denominator)]}


def _found(module: str, name: str) -> Iterator[type]:
    """Yield the class, where its module is loaded: no value of it can exist before."""
    loaded = sys.modules.get(module)
    found = vars(loaded).get(name) if type(loaded) is ModuleType else None
    if isinstance(found, type):
        yield found


def _numpy_scalars() -> list[type]:
    loaded = sys.modules.get("numpy")
    named = vars(loaded).get("sctypeDict") if type(loaded) is ModuleType else None
    return list({id(kind): kind for kind in named.values()}.values()) if named else []


def _refusal(value: object, kind: type) -> _RefusedError:
    if value is None or value is ...:
        return _RefusedError("none" if value is None else "ellipsis")
    if any(kind is function for function in _FUNCTIONS):
        return _RefusedError("function")
    name = str.__getitem__(name_of(kind), slice(0, 80))
    arrays = list(_found("numpy", "ndarray"))
    if any(base is one for one in arrays for base in _bases_of(kind)):
        return _RefusedError("subclass", name)
    return _RefusedError("complex" if kind is complex else "type", name)


def readable(value: object, most: int = MAX_NODES) -> Encoded:
    """Return `value` as `encode` does, whatever happens over it."""
    try:
        return encode(value, most)
    except BaseException:  # noqa: BLE001 - out of memory, or the student has changed numpy
        return _unusable("unreadable")


class Results:
    """The private pipe to the host."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def send(self, frame: Mapping[str, object]) -> None:
        """Send a frame; an answer that is too large for one is sent as such."""
        data = framed(frame)
        if len(data) > 4 + MAX_FRAME:
            data = framed({"answer": frame["answer"], "value": _unusable("large")})
        view = memoryview(data)
        while view:
            view = view[os.write(self._descriptor, view) :]


def framed(frame: Mapping[str, object]) -> bytes:
    """Return a frame as it is sent: its lengths, its text, its buffers."""
    buffers: list[bytes] = []

    def behind(buffer: object) -> int:
        if type(buffer) is not bytes:
            raise TypeError("a frame holds JSON and buffers")
        buffers.append(buffer)
        return len(buffer)

    text = json.dumps(frame, default=behind).encode("ascii")
    content = b"".join((len(text).to_bytes(4, "big"), text, *buffers))
    return len(content).to_bytes(4, "big") + content
