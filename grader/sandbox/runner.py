"""What runs in the child: the cells of one submission, and the encoding of what they leave behind.

It runs beside student code, so it imports nothing but the standard library. `encode` is also called
in the host, where the same rules apply to a student's values.

A frame on the result pipe is four bytes of length, most significant first, and as many bytes of
JSON: an object with one of these keys, and for an answer or a call what came of it.

==========  ===========================================================================
``ready``   the layers in force; sent before any student code has been received
``failed``  why a layer could not be put on; nothing follows
``cell``    the number of the code cell that starts
``answer``  the index of an answer, with ``value``, ``raised``, ``blank`` or ``unset``
``call``    the index of a function, with ``case``, the number of the call, and ``value``,
            ``raised`` or ``impure``
``done``    every cell has run, and every function was called
==========  ===========================================================================

A value is an object with one key, its tag. Numbers travel as hexadecimal text, which is exact and
keeps the decoder's work bounded by the length of the message.

============  =========================================================================
``bool``      true or false
``int``       ``"-0x1f"``
``float``     ``"0x1.8p+1"``, ``"inf"``, ``"nan"``
``text``      a string
``fraction``  numerator and denominator, as for ``int``
``tuple``     a list of values
``array``     ``dtype``, ``shape`` and the ``cells`` in reading order
``unusable``  ``code`` and ``type``: why the value cannot be an answer
============  =========================================================================
"""

import json
import math
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any, TypeAlias

Json: TypeAlias = bool | int | str | list["Json"] | dict[str, "Json"]
Encoded: TypeAlias = dict[str, Json]

MAX_DEPTH = 8
MAX_NODES = 20_000
MAX_BITS = 1024
MAX_TEXT = 10_000
MAX_RESULT = 5_000
"""Nodes of what one call returns: more than any key has, and thirty of them fit into a run."""
MAX_FRAME = 1 << 20
"""Bytes of one frame: 20,000 numbers of ordinary length take half of it."""


_DTYPE_WORDS = {"b": "bool", "i": "int", "u": "uint", "f": "float"}
_FUNCTIONS = (FunctionType, BuiltinFunctionType, MethodType, type)
_IDLE = ("CACHE", "LOAD_CONST", "NOP", "POP_TOP", "RESUME", "RETURN_CONST", "RETURN_VALUE")
"""The instructions of a function that does nothing, in all versions of Python."""
_UNSET = object()
_NOTHING = 0
"""Standard input is the null device, opened before no file could be opened any more."""

# A class of the student's may have a metaclass that answers for it; these go around it.
_name_of = type.__dict__["__name__"].__get__
_bases_of = type.__dict__["__mro__"].__get__


def encode(value: object, most: int = MAX_NODES) -> Encoded:
    """Return `value` as the wire carries it; what cannot be an answer is ``unusable``.

    So is what has more than `most` nodes.

    Only exact built-in types, fractions and numpy's own types are looked into, and by identity:
    no method of a class that the student wrote is called. numpy is not imported for this.

    >>> encode([1, 2.5])
    {'tuple': [{'int': '0x1'}, {'float': '0x1.4000000000000p+1'}]}
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
        self._forms: list[tuple[type, Callable[[Any, int], Encoded]]] = [
            (bool, lambda value, _: {"bool": value}),
            (int, lambda value, _: {"int": _hexadecimal(value)}),
            (float, lambda value, _: {"float": float.hex(value)}),
            (str, _text),
            (list, self._row),
            (tuple, self._row),
            *((kind, _fraction) for kind in _found("fractions", "Fraction")),
            *((kind, self._array) for kind in _found("numpy", "ndarray")),
            *((kind, self._scalar) for kind in _numpy_scalars()),
        ]

    def encode(self, value: object, depth: int) -> Encoded:
        self._spend(1, depth)
        kind = type(value)
        for known, form in self._forms:
            if kind is known:
                return form(value, depth)
        raise _refusal(value, kind)

    def _spend(self, nodes: int, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise _RefusedError("deep")
        self._left -= nodes
        if self._left < 0:
            raise _RefusedError("large")

    def _row(self, items: list[object], depth: int) -> Encoded:
        return {"tuple": [self.encode(item, depth + 1) for item in items]}

    def _scalar(self, scalar: Any, depth: int) -> Encoded:  # noqa: ANN401 - a numpy scalar
        kind = scalar.dtype.kind
        if kind == "f":  # the item of a long double is a long double again
            return {"float": float.hex(float(scalar))}
        if kind in "biuU":
            return self.encode(scalar.item(), depth)
        raise _RefusedError("complex" if kind == "c" else "type", _name_of(type(scalar)))

    def _array(self, array: Any, depth: int) -> Encoded:  # noqa: ANN401 - exactly numpy.ndarray
        kind, shape = array.dtype.kind, array.shape
        if kind not in _DTYPE_WORDS:
            code = {"c": "complex", "O": "objects"}.get(kind, "dtype")
            raise _RefusedError(code, str(array.dtype))
        self._spend(array_nodes(shape), depth + len(shape))
        flat = array.reshape(-1)
        bits = 8 * array.dtype.itemsize
        if kind == "f":
            bits = min(bits, 64)
            cells: list[Json] = [float.hex(cell) for cell in flat.astype("float64").tolist()]
        else:
            cells = flat.tolist() if kind == "b" else [hex(cell) for cell in flat.tolist()]
        dtype = "bool" if kind == "b" else f"{_DTYPE_WORDS[kind]}{bits}"
        return {"array": {"dtype": dtype, "shape": [*shape], "cells": cells}}


def array_nodes(shape: tuple[int, ...]) -> int:
    """Return how many nodes the nested rows of an array have, its outermost one not counted.

    A shape like ``(10**9, 0)`` holds no number and would still become a billion empty rows.

    >>> array_nodes((2, 3)), array_nodes(()), array_nodes((1000, 0))
    (8, 0, 1000)
    """
    return sum(math.prod(shape[: axis + 1]) for axis in range(len(shape)))


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
    name = str.__getitem__(_name_of(kind), slice(0, 80))
    arrays = list(_found("numpy", "ndarray"))
    if any(base is array for array in arrays for base in _bases_of(kind)):
        return _RefusedError("subclass", name)
    return _RefusedError("complex" if kind is complex else "type", name)


class Results:
    """The private pipe to the host."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def send(self, frame: Mapping[str, object]) -> None:
        """Send a frame; an answer that is too large for one is sent as such."""
        data = json.dumps(frame).encode("ascii")
        if len(data) > MAX_FRAME:
            data = json.dumps({"answer": frame["answer"], "value": _unusable("large")}).encode()
        view = memoryview(len(data).to_bytes(4, "big") + data)
        while view:
            view = view[os.write(self._descriptor, view) :]

    def send_value(self, index: int, value: object) -> None:
        """Send what became of the variable of an answer."""
        if value is _UNSET or value is ...:
            self.send({"answer": index, "unset" if value is _UNSET else "blank": True})
            return
        self.send({"answer": index, "value": _readable(value)})


def _readable(value: object, most: int = MAX_NODES) -> Encoded:
    try:
        return encode(value, most)
    except BaseException:  # noqa: BLE001 - out of memory, or the student has changed numpy
        return _unusable("unreadable")


def is_stub(value: object) -> bool:
    """Tell whether a function is still as it was handed out, with nothing in it but ``...``.

    >>> def stub(image, kernel):
    ...     "What it is for."
    >>> is_stub(stub), is_stub(lambda image: image)
    (True, False)
    """
    if type(value) is not FunctionType:
        return False
    import opcode  # noqa: PLC0415 - few submissions have functions

    idle = {opcode.opmap[name] for name in _IDLE if name in opcode.opmap}
    code = value.__code__
    said = (None, ..., value.__doc__)
    return {*code.co_code[::2]} <= idle and all(
        any(constant is one for one in said) for constant in code.co_consts
    )


def run(job: Mapping[str, Any], results: Results) -> None:
    """Run the cells in order, and send the value of each answer as soon as its cell has run.

    Functions are called at the very end, when there is all that they may need, and where an endless
    one costs no other answer than functions.
    """
    process = os.getpid()
    namespace = _namespace()
    namespace.update(_given(job["given"]))
    functions = _Functions(job["calls"], results)
    for cell in job["cells"]:
        results.send({"cell": cell["number"]})
        namespace.update(_given(cell["given"]))
        before = [namespace.get(variable, _UNSET) for _, variable in cell["reads"]]
        fault = _fault(cell, namespace)
        _end_copy(process)
        for (index, variable), earlier in zip(cell["reads"], before, strict=True):
            value = namespace.get(variable, _UNSET)
            if fault is not None and (value is earlier or value is ...):
                results.send({"answer": index, "raised": fault})
            elif not functions.take(cell["number"], index, value):
                results.send_value(index, value)
    for index, variable in job["last"]:
        value = namespace.get(variable, _UNSET)
        if not functions.take(0, index, value):
            results.send_value(index, value)
    functions.call(process)


class _Functions:
    """The functions among the answers, and what they are to be called with."""

    def __init__(self, calls: Mapping[str, Sequence[Sequence[object]]], results: Results) -> None:
        self._calls = calls
        self._results = results
        self._taken: list[tuple[int, int, Callable[..., object]]] = []

    def take(self, cell: int, index: int, value: object) -> bool:
        """Keep an answer until it is called; tell whether it is a function that is asked for."""
        if str(index) not in self._calls or not callable(value):
            return False
        if is_stub(value):
            self._results.send_value(index, ...)
        else:
            self._taken.append((cell, index, value))
        return True

    def call(self, process: int) -> None:
        """Call each function and send what comes of it."""
        if self._taken:
            # What a function prints would tell what it is called with.
            for descriptor in (1, 2):
                os.dup2(_NOTHING, descriptor)
        for cell, index, function in self._taken:
            if cell:  # so that the host knows where an endless loop is
                self._results.send({"cell": cell})
            for case, content in enumerate(called(function, self._calls[str(index)], cell)):
                _end_copy(process)
                self._results.send({"call": index, "case": case, **content})


def _end_copy(process: int) -> None:
    """End this process when it is one that the student's code has forked."""
    if os.getpid() != process:
        os._exit(0)


def called(
    function: Callable[..., object], calls: Sequence[Sequence[object]], cell: int = 0
) -> Iterator[Encoded]:
    """Yield what comes of each call: ``value``, ``raised`` or ``impure``.

    The last call is made twice: a function that keeps something gives something else then.

    Parameters
    ----------
    function
        The student's.
    calls
        The arguments of each call, as a job has them: every call gets new ones.
    cell
        The number of the cell whose lines a failure is told by, where it is known.
    """
    for number, arguments in enumerate(calls, start=1):
        content = _call(function, arguments, cell)
        if number == len(calls) and "value" in content:
            again = _call(function, arguments, cell)
            content = content if again == content else {"impure": "state"}
        yield content


def _call(function: Callable[..., object], arguments: Sequence[object], cell: int) -> Encoded:
    given = _fresh(arguments)
    try:
        value = function(*given)
    except BaseException as error:  # noqa: BLE001 - sys.exit() too costs this call only
        return {"raised": _described(error, type(error), _line(f"<cell {cell}>"))}
    encoded = _readable(value, MAX_RESULT)
    # One that works in place and returns nothing is told the latter.
    changed = "unusable" not in encoded and _readable(given) != _readable(_fresh(arguments))
    return {"impure": "arguments"} if changed else {"value": encoded}


def _namespace() -> dict[str, Any]:
    """Return the names that the cells share: what a notebook has before its first cell."""
    main = ModuleType("__main__")
    grader = ModuleType("grader")
    # `check` has told the student about the form already. `display` is always there in Jupyter.
    vars(main).update(check=_nothing, display=_nothing)
    vars(grader).update(check=_nothing)
    # Classes, dataclasses among them, look their module up by name.
    sys.modules.update(__main__=main, grader=grader)
    return vars(main)


def _nothing(*_arguments: object, **_options: object) -> None:
    pass


_nothing.begin = _nothing  # type: ignore[attr-defined]  # the setup cell, pasted elsewhere


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return new objects every time: a cell may have changed those of an earlier cell in place."""
    return {name: _fresh(value) for name, value in values.items()}


def _fresh(value: Any) -> Any:  # noqa: ANN401 - a Value as JSON
    if isinstance(value, dict):
        from fractions import Fraction  # noqa: PLC0415 - 8 ms that few submissions need

        return Fraction(*value["fraction"])
    return [_fresh(item) for item in value] if isinstance(value, list) else value


def _fault(cell: Mapping[str, Any], namespace: dict[str, Any]) -> dict[str, Json] | None:
    """Run one cell; return what went wrong, or None."""
    place = f"<cell {cell['number']}>"
    try:
        code = compile(cell["source"], place, "exec", dont_inherit=True)
    except SyntaxError as error:
        return _described(error.msg, SyntaxError, error.lineno)
    except BaseException as error:  # noqa: BLE001 - also MemoryError and RecursionError
        return _described(error, type(error), None)
    try:
        exec(code, namespace)  # noqa: S102 - what this process is for
    except BaseException as error:  # noqa: BLE001 - sys.exit() too must not end the later cells
        return _described(error, type(error), _line(place))
    return None


def _line(place: str) -> int | None:
    """Return the line of the cell itself, also where a function of another cell failed."""
    trace, line = sys.exc_info()[2], None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == place:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _described(said: object, kind: type, line: int | None) -> dict[str, Json]:
    try:
        message = str.__getitem__(str(said), slice(0, 1000))
    except BaseException:  # noqa: BLE001 - __str__ is the student's, and so is its failure
        message = ""
    name = str.__getitem__(_name_of(kind), slice(0, 80))
    return {"error": name, "message": message, "line": line or 0}


def serve(jobs: int, results: Results) -> None:
    """Take the job from the pipe `jobs`, run it, and say when it is done.

    Parameters
    ----------
    jobs
        The descriptor from which the job is read, to its end.
    results
        Where frames go to.
    """
    data = bytearray()
    while chunk := os.read(jobs, 1 << 16):
        data += chunk
    os.close(jobs)
    run(json.loads(data), results)
    results.send({"done": True})
