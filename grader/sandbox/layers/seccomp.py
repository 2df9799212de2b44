"""A filter of system calls: what is not on the list is refused with ``EPERM``.

So a student gets a traceback with a line. A program for the kernel's filter machine is built once;
a child puts its own process id into it, and installs it with one system call.
"""

import ctypes
import errno
import struct
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from grader.sandbox.layers import system_calls as table
from grader.sandbox.layers.kernel import MACHINE, syscall

_SECCOMP = {"x86_64": 317, "aarch64": 277}
_COLUMN = {"x86_64": 0, "aarch64": 1}
_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_SET_MODE_FILTER = 1

_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | errno.EPERM
_UNKNOWN = 0x00050000 | errno.ENOSYS
_KILL = 0x80000000

_LOAD, _EQUAL, _ABOVE, _AT_LEAST, _RETURN = 0x20, 0x15, 0x25, 0x35, 0x06
_NUMBER, _MACHINE, _FIRST = 0, 4, 16
_X32 = 0x40000000
"""The first number of a second table for the same processor."""
_HERE = 0xFFFFFFFF
"""Stands for the process id, until there is one: no process and no argument of ours has it."""

_Calls: TypeAlias = Mapping[str, tuple[int, int]]
_Instruction: TypeAlias = tuple[int, int, int, int]
_Rule: TypeAlias = tuple[_Instruction, ...]
"""What decides about a call, once its number is known."""


@dataclass(frozen=True, slots=True)
class Program:
    """A filter that lacks only the process id."""

    code: bytes
    """As the kernel reads it."""
    gaps: tuple[int, ...]
    """Where in it the process id belongs."""

    def packed(self, process: int) -> bytes:
        """Return the filter for one process."""
        code = bytearray(self.code)
        for gap in self.gaps:
            code[gap : gap + 4] = process.to_bytes(4, sys.byteorder)
        return bytes(code)


def build(*, reading: bool, writing: bool, machine: str = MACHINE) -> Program:
    """Return the filter.

    Parameters
    ----------
    reading
        Whether files may be opened: only where something else says which.
    writing
        Whether files may be made and removed.
    machine
        The processor.

    Raises
    ------
    OSError
        When the processor's table is not known.
    """
    if machine not in _COLUMN:
        raise OSError(f"the system calls of {machine} are not known")
    allowed: dict[str, tuple[int, int]] = {**table.ALWAYS}
    if reading:
        allowed |= table.READING
    if writing:
        allowed |= table.WRITING
    instructions = tuple(_instructions(allowed, machine))
    return Program(
        # Packed here and not in each child, which would take as long as the kernel does with it.
        code=b"".join(struct.pack("=HBBI", *one) for one in instructions),
        gaps=tuple(8 * at + 4 for at, one in enumerate(instructions) if one[3] == _HERE),
    )


def install(program: Program, process: int) -> None:
    """Apply the filter to this process, whose id is given, for good.

    Raises
    ------
    OSError
        When the kernel refuses it.
    """
    packed = program.packed(process)
    buffer = ctypes.create_string_buffer(packed, len(packed))
    pointed = struct.pack("@HP", len(packed) // 8, ctypes.addressof(buffer))
    syscall(_SECCOMP[MACHINE], ctypes.c_uint(_SET_MODE_FILTER), ctypes.c_uint(0), pointed)


def _instructions(allowed: _Calls, machine: str) -> Iterable[_Instruction]:
    column = _COLUMN[machine]
    yield (_LOAD, 0, 0, _MACHINE)
    yield (_EQUAL, 1, 0, _ARCHITECTURE[machine])
    yield (_RETURN, 0, 0, _KILL)
    yield (_LOAD, 0, 0, _NUMBER)
    if machine == "x86_64":
        yield (_ABOVE, 0, 1, _X32 - 1)
        yield (_RETURN, 0, 0, _KILL)
    rules: dict[int, _Rule] = {numbers[column]: _always(_ALLOW) for numbers in allowed.values()}
    rules |= {call[column]: _when(checks) for call, checks in _checked().items()}
    rules[table.FOLDED[column]] = _always(_UNKNOWN)
    yield from _search(_ranges(rules))


def _ranges(rules: Mapping[int, _Rule]) -> list[tuple[int, _Rule]]:
    """Return where each stretch of numbers with one rule begins; what has none is refused."""
    ranges = [(0, rules.get(0, _always(_REFUSE)))]
    for number in range(1, max(*rules, table.NEWEST) + 2):
        usual = _always(_REFUSE if number <= table.NEWEST else _UNKNOWN)
        rule = rules.get(number, usual)
        if rule != ranges[-1][1]:
            ranges.append((number, rule))
    return ranges


def _search(ranges: Sequence[tuple[int, _Rule]]) -> _Rule:
    """Return what finds the rule of a number by halving.

    One comparison after the other would take the kernel longer than all other layers together: when
    a filter is installed, it is run once for every call that there is.
    """
    if len(ranges) == 1:
        return ranges[0][1]
    middle = len(ranges) // 2
    below, above = _search(ranges[:middle]), _search(ranges[middle:])
    return ((_AT_LEAST, len(below), 0, ranges[middle][0]), *below, *above)


def _checked() -> Mapping[tuple[int, int], tuple[tuple[int, tuple[int, ...]], ...]]:
    """Call → which of its arguments must be one of which values."""
    oneself = ((0, (_HERE,)),)
    return {
        table.KILL: oneself,
        table.TKILL: oneself,
        table.TGKILL: oneself,
        table.FCNTL: ((1, table.FCNTL_COMMANDS),),
        table.IOCTL: ((1, table.IOCTL_REQUESTS),),
        # Limits may be asked for, one's own, and not set: there is no new one.
        table.PRLIMIT: ((0, (0, _HERE)), (2, (0,))),
    }


def _when(checks: tuple[tuple[int, tuple[int, ...]], ...]) -> _Rule:
    """Return what allows a call when its arguments are right, and refuses it when one is not.

    An argument has 64 bits and the machine looks at 32. The upper half must be zero as well.
    """
    body: list[_Instruction] = []
    for argument, values in checks:
        low = _FIRST + 8 * argument
        body += [(_LOAD, 0, 0, low + 4), (_EQUAL, 1, 0, 0), (_RETURN, 0, 0, _REFUSE)]
        body.append((_LOAD, 0, 0, low))
        # Each comparison jumps behind the refusal that ends this check.
        body += [(_EQUAL, len(values) - place, 0, value) for place, value in enumerate(values)]
        body.append((_RETURN, 0, 0, _REFUSE))
    return (*body, (_RETURN, 0, 0, _ALLOW))


def _always(answer: int) -> _Rule:
    return ((_RETURN, 0, 0, answer),)
