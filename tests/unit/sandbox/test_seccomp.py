"""The filter of system calls, run on a machine of our own: for processors that are not here too."""

import errno
import shutil
import struct
import subprocess
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.sandbox.layers import seccomp
from grader.sandbox.layers import system_calls as table

ME = 4321
ALLOW, KILL = 0x7FFF0000, 0x80000000
EPERM, ENOSYS = 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
COLUMN = {"x86_64": 0, "aarch64": 1}
MACHINES = pytest.mark.parametrize("machine", ARCHITECTURES)
NAMED = {**table.ALWAYS, **table.READING, **table.WRITING}


@cache
def unpacked(machine, *, reading, writing):
    packed = seccomp.build(machine=machine, reading=reading, writing=writing).packed(ME)
    return [struct.unpack_from("=HBBI", packed, 8 * n) for n in range(len(packed) // 8)]


def verdict(machine, number, *arguments, architecture=None, **options):
    """Return what the filter says to a call, by an interpreter of the instructions that it uses."""
    options = {"reading": True, "writing": False} | options
    program = unpacked(machine, **options)
    padded = [*arguments, 0, 0, 0, 0, 0, 0][:6]
    architecture = ARCHITECTURES[machine] if architecture is None else architecture
    data = struct.pack("=IIQ6Q", number & 0xFFFFFFFF, architecture, 0, *padded)
    place, accumulator = 0, 0
    while True:
        code, yes, no, value = program[place]
        place += 1
        if code == 0x20:
            accumulator = struct.unpack_from("=I", data, value)[0]
        elif code == 0x15:
            place += yes if accumulator == value else no
        elif code == 0x25:
            place += yes if accumulator > value else no
        elif code == 0x35:
            place += yes if accumulator >= value else no
        elif code == 0x06:
            return value
        else:
            pytest.fail(f"an instruction that the kernel knows and we do not: {code:#x}")


def numbers(calls, machine):
    return {pair[COLUMN[machine]] for pair in calls.values()} - {-1}


@MACHINES
def test_what_is_always_needed_is_allowed(machine):
    for number in numbers(table.ALWAYS, machine):
        assert verdict(machine, number, reading=False) == ALLOW


@MACHINES
@pytest.mark.parametrize("reading", [False, True])
def test_files_are_opened_only_where_something_else_says_which(machine, reading):
    for number in numbers(table.READING, machine):
        allowed = verdict(machine, number, reading=reading) == ALLOW
        assert allowed is reading


@MACHINES
@pytest.mark.parametrize("writing", [False, True])
def test_files_are_made_only_where_there_is_a_folder_for_them(machine, writing):
    for number in numbers(table.WRITING, machine):
        assert (verdict(machine, number, writing=writing) == ALLOW) is writing


@MACHINES
@given(number=st.integers(0, 600))
def test_every_other_call_is_refused_or_does_not_exist(machine, number):
    checked = {
        call[COLUMN[machine]]
        for call in (table.KILL, table.TKILL, table.TGKILL, table.FCNTL, table.IOCTL, table.PRLIMIT)
    }
    if number in numbers(NAMED, machine) | checked:
        return
    newer = number > table.NEWEST or number == table.FOLDED[COLUMN[machine]]
    assert verdict(machine, number) == (ENOSYS if newer else EPERM)


@MACHINES
@pytest.mark.parametrize("call", [table.KILL, table.TKILL, table.TGKILL])
@given(process=st.integers(0, 2**64 - 1))
def test_a_signal_goes_to_oneself_only(machine, call, process):
    number = call[COLUMN[machine]]
    assert verdict(machine, number, process) == (ALLOW if process == ME else EPERM)
    assert verdict(machine, number, ME) == ALLOW


@MACHINES
def test_neither_everybody_nor_a_group_gets_a_signal(machine):
    for process in (-1, -ME, 0, ME | 1 << 32):
        assert verdict(machine, table.KILL[COLUMN[machine]], process & (2**64 - 1)) == EPERM


@MACHINES
@given(pointer=st.integers(1, 2**64 - 1))
def test_limits_are_asked_for_and_not_set(machine, pointer):
    number = table.PRLIMIT[COLUMN[machine]]
    assert verdict(machine, number, 0, 7, 0) == ALLOW
    assert verdict(machine, number, ME, 7, 0) == ALLOW
    assert verdict(machine, number, 0, 7, pointer) == EPERM
    assert verdict(machine, number, 1, 7, 0) == EPERM


@MACHINES
@given(command=st.integers(0, 2**64 - 1))
def test_only_harmless_commands_are_given_to_descriptors(machine, command):
    for call, harmless in (
        (table.FCNTL, table.FCNTL_COMMANDS),
        (table.IOCTL, table.IOCTL_REQUESTS),
    ):
        expected = ALLOW if command in harmless else EPERM
        assert verdict(machine, call[COLUMN[machine]], 1, command) == expected


@MACHINES
def test_who_owns_a_descriptor_for_signals_cannot_be_set(machine):
    f_setown, tiocsti = 8, 0x5412
    assert verdict(machine, table.FCNTL[COLUMN[machine]], 1, f_setown) == EPERM
    assert verdict(machine, table.IOCTL[COLUMN[machine]], 1, tiocsti) == EPERM


@MACHINES
@given(number=st.integers(0, 600), architecture=st.integers(0, 2**32 - 1))
def test_calls_of_another_processor_are_the_end(machine, number, architecture):
    if architecture != ARCHITECTURES[machine]:
        assert verdict(machine, number, architecture=architecture) == KILL


@given(number=st.integers(0x40000000, 0x400003FF))
def test_the_second_table_of_x86_is_the_end(number):
    assert verdict("x86_64", number) == KILL


@MACHINES
def test_no_number_stands_for_two_calls(machine):
    found = [pair[COLUMN[machine]] for pair in NAMED.values() if pair[COLUMN[machine]] >= 0]
    assert len(found) == len(set(found))


@MACHINES
def test_the_program_is_short_enough_for_the_kernel(machine):
    packed = seccomp.build(reading=True, writing=True, machine=machine).packed(ME)
    assert len(packed) // 8 <= 4096


def test_an_unknown_processor_is_an_error():
    with pytest.raises(OSError, match="riscv64"):
        seccomp.build(reading=True, writing=False, machine="riscv64")


HEADERS = {
    "x86_64": ("asm/unistd_64.h", ()),
    # What the kernel builds this processor's table from.
    "aarch64": (
        "asm-generic/unistd.h",
        (
            *("__BITS_PER_LONG=64", "__ARCH_WANT_RENAMEAT", "__ARCH_WANT_NEW_STAT"),
            "__ARCH_WANT_SET_GET_RLIMIT",
        ),
    ),
}


@MACHINES
def test_the_numbers_are_those_of_the_kernels_headers(machine, tmp_path):
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("there is no C compiler")
    header, definitions = HEADERS[machine]
    names = {name: pair[COLUMN[machine]] for name, pair in NAMED.items()}
    wanted = [name for name, number in names.items() if number >= 0]
    lines = "".join(f"= {name} __NR_{name}\n" for name in wanted)
    path = tmp_path / "names.c"
    path.write_text(f"#include <{header}>\n{lines}")
    command = [compiler, "-E", "-P", *(f"-D{one}" for one in definitions), path]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"the kernel's header {header} is not installed")
    said = [line.split()[1:] for line in made.stdout.splitlines() if line.startswith("=")]
    assert said == [[name, str(names[name])] for name in wanted]
