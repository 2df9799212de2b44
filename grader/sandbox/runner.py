"""What runs in the child: the cells of one submission, and the calls of its functions.

It runs beside student code, so it imports nothing but the standard library.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import FunctionType, ModuleType
from typing import Any

from grader.sandbox.encoding import Encoded, Json, Results, name_of, readable

MAX_RESULT = 5_000
"""Nodes of what one call returns: more than any key has, and thirty of them fit into a run."""

_IDLE = ("CACHE", "LOAD_CONST", "NOP", "POP_TOP", "RESUME", "RETURN_CONST", "RETURN_VALUE")
"""The instructions of a function that does nothing, in all versions of Python."""
_UNSET = object()
_NOTHING = 0
"""Standard input is the null device, opened before no file could be opened any more."""


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
    functions = _Functions(json.loads(job["calls"]), results)
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
                _send_value(results, index, value)
    for index, variable in job["last"]:
        value = namespace.get(variable, _UNSET)
        if not functions.take(0, index, value):
            _send_value(results, index, value)
    functions.call(process)


def _send_value(results: Results, index: int, value: object) -> None:
    """Send what became of the variable of an answer."""
    if value is _UNSET or value is ...:
        results.send({"answer": index, "unset" if value is _UNSET else "blank": True})
    else:
        results.send({"answer": index, "value": readable(value)})


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
            _send_value(self._results, index, ...)
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
    before = [readable(argument) for argument in given]
    try:
        value = function(*given)
    except BaseException as error:  # noqa: BLE001 - sys.exit() too costs this call only
        return {"raised": _described(error, type(error), _line(f"<cell {cell}>"))}
    encoded = readable(value, MAX_RESULT)
    # One that works in place and returns nothing is told the latter.
    changed = "unusable" not in encoded and [*map(readable, given)] != before
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
    name = str.__getitem__(name_of(kind), slice(0, 80))
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
