"""The frames of a child, read by a host that trusts none of them.

The format is described in `grader.sandbox.encoding`. Only what it lists is accepted; anything else
is a `ProtocolError`.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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
from grader.sandbox.decoding import Buffers, Decoder, ProtocolError, natural
from grader.sandbox.encoding import MAX_FRAME
from grader.sandbox.transcript import one_line

MAX_STREAM = 8 << 20
"""Bytes of all frames of one submission."""
MAX_FRAMES = 10_000
"""Frames of one submission: two for every cell is what the runner sends."""

Result: TypeAlias = Given | Raised | Unusable | Impure
"""What can come of the call of a function."""


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
            frame = bytes(self._buffer[4 : 4 + length])
            del self._buffer[: 4 + length]
            self._count += 1
            if self._count > MAX_FRAMES:
                raise ProtocolError("more frames than a notebook has cells")
            text = 4 + int.from_bytes(frame[:4], "big")
            if text > length:
                raise ProtocolError("a text that is longer than its frame")
            yield parse_frame(frame[4:text], frame[text:])


def parse_frame(text: bytes, buffers: bytes = b"") -> Frame:
    """Return the frame that a JSON text and the buffers of its arrays hold."""
    behind = Buffers(buffers)
    frame = _frame(_json(text), behind)
    if behind.left:
        raise ProtocolError("a buffer of no array")
    return frame


def _frame(frame: object, buffers: Buffers) -> Frame:
    match frame:
        case {"ready": list() as layers, **rest} if not rest:
            return Ready(layers=tuple(_word(layer) for layer in layers))
        case {"cell": int() as cell, **rest} if not rest:
            return Began(cell=natural(cell))
        case {"answer": int() as index, **content} if len(content) == 1:
            return Answered(index=natural(index), outcome=_outcome(content, buffers))
        case {"call": int() as index, "case": int() as case, **content} if len(content) == 1:
            came = _result(content, buffers)
            return Returned(index=natural(index), case=natural(case), result=came)
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


def _refuse(_text: str) -> NoReturn:
    raise ProtocolError("a number that is not a plain small integer")


def _small(text: str) -> int:
    return int(text) if len(text) <= 9 else _refuse(text)  # noqa: PLR2004 - sizes and indices only


_JSON = json.JSONDecoder(parse_int=_small, parse_float=_refuse, parse_constant=_refuse)


def _json(data: bytes) -> object:
    try:
        return _JSON.decode(data.decode("ascii"))
    except (ValueError, RecursionError) as error:
        raise ProtocolError("not JSON") from error


def _word(word: object) -> str:
    if not isinstance(word, str):
        raise ProtocolError("not a text")
    return one_line(word, 80)


def _outcome(content: Mapping[object, object], buffers: Buffers) -> Outcome:
    match content:
        case {"value": encoded}:
            value = Decoder(buffers).decode_whole(encoded)
            return value if isinstance(value, Unusable) else Given(value=value)
        case {"raised": {"error": error, "message": str() as message, "line": line, **rest}} if (
            not rest
        ):
            # Which cell it was, the host knows better.
            text, number = one_line(message, 500), natural(line)
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
    return _result(content, Buffers())


def _result(content: Mapping[Any, object], buffers: Buffers) -> Result:
    match content:
        case {"impure": "arguments" | "state" as side}:
            return Impure(side=Side(side))
        case {"value": _} | {"raised": _}:
            outcome = _outcome(content, buffers)
            if isinstance(outcome, Given | Raised | Unusable):
                return outcome
        case _:
            pass
    raise ProtocolError("a call of no known kind")
