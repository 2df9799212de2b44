"""A filter of system calls: what is not on the list is refused with ``EPERM``.

So a student gets a traceback with a line. A program for the kernel's filter machine is built once;
a child puts its own process id into it, and installs it with one system call.
"""

import ctypes
import errno
import struct
from collections.abc import Iterable, Mapping
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

_LOAD, _EQUAL, _ABOVE, _RETURN = 0x20, 0x15, 0x25, 0x06
_NUMBER, _MACHINE, _FIRST = 0, 4, 16
_X32 = 0x40000000
"""The first number of a second table for the same processor."""
_HERE = 0xFFFFFFFF
"""Stands for the process id, until there is one: no process and no argument of ours has it."""

_Calls: TypeAlias = Mapping[str, tuple[int, int]]
_Instruction: TypeAlias = tuple[int, int, int, int]


@dataclass(frozen=True)
class Program:
    """A filter that lacks only the process id."""

    instructions: tuple[_Instruction, ...]

    def packed(self, process: int) -> bytes:
        """Return the filter as the kernel reads it."""
        return b"".join(
            struct.pack("=HBBI", code, yes, no, process if value == _HERE else value)
            for code, yes, no, value in self.instructions
        )


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
    return Program(tuple(_instructions(allowed, machine)))


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
    for numbers in allowed.values():
        if numbers[column] >= 0:
            yield (_EQUAL, 0, 1, numbers[column])
            yield (_RETURN, 0, 0, _ALLOW)
    for call, checks in _checked().items():
        yield from _when(call[column], checks)
    yield (_EQUAL, 0, 1, table.FOLDED[column])
    yield (_RETURN, 0, 0, _UNKNOWN)
    yield (_ABOVE, 0, 1, table.NEWEST)
    yield (_RETURN, 0, 0, _UNKNOWN)
    yield (_RETURN, 0, 0, _REFUSE)


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


def _when(number: int, checks: tuple[tuple[int, tuple[int, ...]], ...]) -> Iterable[_Instruction]:
    """Yield what allows a call when its arguments are right, and refuses it when one is not.

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
    body.append((_RETURN, 0, 0, _ALLOW))
    yield (_EQUAL, 0, len(body), number)
    yield from body
