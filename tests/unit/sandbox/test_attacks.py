"""Code that means harm, and what must come of it at this level."""

import os
import threading
import time

import pytest

from grader.model.submission import Given, Raised, Stopped, Unusable

# How a student could write a frame that the host takes for the runner's.
_FORGE = """
import json, os
def array(dtype, shape):
    return {"dtype": dtype, "shape": shape, "cells": 0}
def framed(text):
    return (len(text) + 4).to_bytes(4, "big") + len(text).to_bytes(4, "big") + text
def forge(*frames, raw=b""):
    for frame in frames:
        raw += framed(json.dumps(frame).encode())
    for fd in range(3, 64):
        try:
            os.write(fd, raw)
        except OSError:
            pass
"""
_DEAF = """
import signal, time
for number in range(1, 32):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
time.sleep(3600)
"""
_QUIET = """
class Quiet(BaseException):
    def __str__(self):
        raise SystemExit(0)
    __repr__ = __str__
raise Quiet
"""


@pytest.mark.parametrize(
    "source",
    [
        "while True: pass",
        "import time\nwhile True: time.sleep(3600)",
        "import time\nwhile True:\n    try: time.sleep(9)\n    except BaseException: pass",
        _DEAF,
        "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)",
        "import re\nre.match(r'(a+)+$', 'a' * 40 + 'b')",
        "7 ** (7 ** 9)",
    ],
)
def test_what_never_ends_is_ended(notebook, source):
    began = time.monotonic()
    assert notebook.answer("out", source).outcome(wall_s=0.5).limit == "time"
    assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("raise SystemExit(0)", "SystemExit"),
        ("import sys\nsys.exit()", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("raise GeneratorExit", "GeneratorExit"),
        ("def f(): return f()\nf()", "RecursionError"),
        ("bytearray(1 << 40)", "MemoryError"),
        ("import numpy as np\nnp.ones(1 << 34)", "_ArrayMemoryError"),
        ("(" * 100_000, "SyntaxError"),
        ("-" * 100_000 + "1", "RecursionError"),
        ("x = '\ud800'", "UnicodeEncodeError"),
        ("\0", "SyntaxError"),
        (_QUIET, "Quiet"),
    ],
)
def test_no_exception_ends_the_later_cells(notebook, source, error):
    notebook.answer("bad", source).answer("out", "out = 1 + 1")
    outcomes = notebook.run().outcomes
    bad = outcomes["exercise", "bad"]
    assert isinstance(bad, Raised)
    assert bad.error in {error, "MemoryError"}  # the parser's way out differs between versions
    assert outcomes["exercise", "out"] == Given(value=2)


@pytest.mark.parametrize(
    ("source", "amount"),
    [
        ("import os\nos._exit(0)", "exit(0)"),
        ("import os\nos.abort()", "SIGABRT"),
        ("import ctypes\nctypes.string_at(0)", "SIGSEGV"),
        ("import os\nos.closerange(0, 256)", "exit(1)"),
        ("import os\nos.closerange(0, 256)\nwhile True: pass", ""),
    ],
)
def test_a_child_that_goes_away_has_crashed(notebook, source, amount):
    notebook.answer("first", "first = abs(-1)").answer("out", source)
    outcomes = notebook.run().outcomes
    assert outcomes["exercise", "first"] == Given(value=1)
    expected = Stopped(limit="crash", amount=amount, cell=2, reached=True)
    assert outcomes["exercise", "out"] == expected


def test_a_child_that_something_else_killed_ran_out_of_memory(notebook):
    outcome = notebook.answer("out", "import os\nos.kill(os.getpid(), 9)").outcome()
    assert outcome == Stopped(limit="memory", amount="1024 MB", cell=1, reached=True)


@pytest.mark.parametrize("to", ["sys.stdout", "sys.stderr"])
def test_a_flood_is_stopped_and_its_start_is_kept(notebook, to):
    source = f"import sys\nwhile True: print('x' * 100_000, file={to})"
    execution = notebook.answer("out", source).run(output_kb=1)
    outcome = execution.outcomes["exercise", "out"]
    assert outcome == Stopped(limit="output", amount="0.0625 MB", cell=1, reached=True)
    assert execution.output == "x" * 1024


def test_printed_bytes_that_are_not_text_are_replaced(notebook):
    source = r"import os" + "\n" + r"os.write(1, b'\xff\x00a\x1b[2J\r\xe2\x80\xaeb')"
    assert notebook.answer("out", source).run().output == "\ufffda[2Jb"


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ("out = []\nfor _ in range(100_000): out = [out]", "nested"),
        ("out = []\nout.append(out)", "nested"),
        ("out = []\nout += [out] * 9", "too many|nested"),
        ("class L(list): pass\nout = L([1])", "type L"),
        ("class R:\n    def __repr__(self): return '[[1]]'\nout = R()", "type R"),
        (
            "class M(type):\n    __name__ = __hash__ = None\nclass C(metaclass=M): pass\nout = C()",
            "C",
        ),
    ],
)
def test_a_value_that_lies_is_unusable(notebook, source, word):
    outcome = notebook.answer("out", source).outcome()
    assert isinstance(outcome, Unusable)
    assert any(each in outcome.reason["en"] for each in word.split("|"))


def test_reading_a_value_calls_no_method_of_its_class(notebook):
    methods = "__len__ __iter__ __repr__ __str__ __float__ __int__ __index__ __array__ __eq__"
    source = (
        "def spy(self, *a, **k): print('called')\n"
        f"C = type('C', (), dict.fromkeys({methods.split()}, spy))\n"
        f"L = type('L', (list,), dict.fromkeys({methods.split()}, spy))\n"
        "out = [C()]\n"
    )
    execution = notebook.answer("out", source).answer("more", "more = L()").run()
    assert execution.output == ""


def test_a_class_that_claims_another_class_is_unusable(notebook):
    source = "class C:\n    @property\n    def __class__(self): return int\nout = C()"
    assert isinstance(notebook.answer("out", source).outcome(), Unusable)


@pytest.mark.parametrize(
    "call",
    [
        "forge(raw=b'garbage' * 100)",
        "forge(raw=b'\\xff\\xff\\xff\\xff')",
        "forge({'answer': 7, 'blank': True})",
        "forge({'answer': 0, 'value': {'array': array('float64', [10**8, 10**8])}})",
        "forge({'answer': 0, 'value': {'array': array('object', [])}})",
        "forge({'answer': 0, 'value': {'int': 5}})",
        "forge({'score': 100, 'passed': True})",
        "forge({'ready': []})",
        "forge(raw=framed(b'[' * 200_000))",
        "while True: forge({'cell': 1})",
        "forge({'cell': 1}, raw=b'\\0\\0\\0\\x09\\0\\0\\0\\5{')",
    ],
)
def test_a_frame_that_the_runner_never_sends_is_a_crash(notebook, call):
    notebook.other(_FORGE).answer("out", f"{call}\nos._exit(0)")
    outcome = notebook.outcome()
    assert isinstance(outcome, Stopped)
    assert outcome.limit == "crash"


def test_a_forged_frame_can_say_nothing_but_a_value(notebook):
    frame = "{'answer': 0, 'value': {'text': 'full marks'}}"
    notebook.other(_FORGE).answer("out", f"forge({frame})\nos._exit(0)")
    assert notebook.outcome() == Given(value="full marks")


def test_the_first_frame_about_an_answer_counts(notebook):
    frame = "{'answer': 0, 'value': {'int': '0x63'}}"
    notebook.other(_FORGE).answer("out", "out = 1").other(f"forge({frame})")
    assert notebook.outcome() == Given(value=1)


def test_claiming_to_be_done_answers_nothing(notebook):
    forge = _FORGE + "import time\nforge({'done': True})\ntime.sleep(2)"
    notebook.other(forge).answer("out", "out = 1")
    assert notebook.outcome().limit == "crash"


def test_changed_builtins_hurt_nobody_else(notebook):
    source = (
        "import builtins, json\n"
        "builtins.isinstance = lambda *a: True\n"
        "builtins.len = lambda *a: 4\n"
        "json.dumps = lambda *a, **k: '{\"done\": true}'\n"
        "out = 9"
    )
    assert notebook.answer("out", source).outcome().limit == "crash"


def test_a_changed_numpy_is_unusable_or_a_value_and_nothing_worse(notebook):
    source = "import numpy\nnumpy.ndarray = numpy.sctypeDict = 3\nout = numpy.ones(2)"
    assert isinstance(notebook.answer("out", source).outcome(), Unusable)


@pytest.mark.parametrize("leave", ["", "os.setsid()"])
def test_a_process_left_behind_that_holds_the_pipes_is_not_waited_for(notebook, leave):
    # The one with a session of its own is beyond this level, and is left to end by itself.
    source = (
        "import os, time\n"
        "if os.fork() == 0:\n"
        f"    {leave}\n"
        "    time.sleep(4)\n"
        "    os._exit(0)\n"
        "os._exit(3)"
    )
    began = time.monotonic()
    outcome = notebook.answer("out", source).outcome()
    assert isinstance(outcome, Raised | Stopped)  # an ordinary user may not fork
    assert time.monotonic() - began < 3


def test_a_forked_copy_does_not_run_the_later_cells(notebook):
    source = (
        "import os\n"
        "first = os.getpid()\n"
        "try:\n"
        "    copy = os.fork()\n"
        "    if copy: os.waitpid(copy, 0)\n"
        "except OSError: pass"
    )
    notebook.other(source).answer("out", "out = os.getpid() == first")
    assert notebook.outcome() == Given(value=True)


def test_a_process_left_behind_is_ended_with_the_child(notebook, tmp_path):
    notebook.given = {"path": str(tmp_path / "late")}
    source = (
        "import os, time\n"
        "try:\n"
        "    if os.fork() == 0:\n"
        "        time.sleep(0.4)\n"
        "        open(path, 'w').close()\n"
        "        os._exit(0)\n"
        "except OSError: pass\n"
        "out = 1"
    )
    assert notebook.answer("out", source).outcome() == Given(value=1)
    time.sleep(0.7)
    assert not (tmp_path / "late").exists()


def test_the_environment_holds_nothing_of_ours(notebook, monkeypatch):
    monkeypatch.setenv("GITHUB_TOKEN", "secret")
    value = notebook.answer("out", "import os\nout = sorted(os.environ)").outcome().value
    assert set(value) == {
        "HOME",
        "LANG",
        "MKL_NUM_THREADS",
        "MPLBACKEND",
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "PATH",
        "PYTHONHASHSEED",
        "TMPDIR",
    }


def test_the_child_has_four_descriptors_and_no_more(notebook, tmp_path):
    with (tmp_path / "open").open("w") as ours:
        source = (
            "import os\n"
            "out = []\n"
            "for fd in range(256):\n"
            "    try: os.fstat(fd)\n"
            "    except OSError: continue\n"
            "    out.append(fd)"
        )
        os.set_inheritable(ours.fileno(), True)  # as a library in C may leave it
        assert len(notebook.answer("out", source).outcome().value) == 4


def test_the_path_holds_the_standard_library_and_numpy_only(notebook):
    source = "import os, sys\nout = [p for p in sys.path if os.path.isdir(p + '/solutions')]"
    assert notebook.answer("out", source).outcome() == Given(value=())


def test_no_pth_file_is_run(notebook):
    source = "import sys\nout = 'site' in sys.modules"
    assert notebook.answer("out", source).outcome() == Given(value=False)


def test_the_working_directory_is_removed_with_all_that_is_in_it(notebook):
    source = (
        "import os\n"
        "out = os.getcwd()\n"
        "os.symlink('/', 'link')\n"
        "for _ in range(1500):\n"
        "    os.mkdir('d'); os.chdir('d')\n"
        "open('file', 'w').close()"
    )
    directory = notebook.answer("out", source).outcome(scratch=True).value
    with pytest.raises(FileNotFoundError):
        open(directory)  # noqa: PTH123, SIM115


def test_a_file_cannot_grow_for_ever(notebook):
    source = "with open('big', 'wb') as f:\n    while True: f.write(bytes(1 << 20))"
    assert notebook.answer("out", source).outcome(scratch=True).error == "OSError"


def test_a_file_is_written_where_the_exercise_asks_for_a_folder_and_nowhere_else(notebook):
    source = (
        "import os, tempfile\n"
        "with open('mine', 'w') as f: f.write('text')\n"
        "with tempfile.TemporaryFile() as f: f.write(b'more')\n"
        "out = [open('mine').read(), os.listdir('.')]"
    )
    notebook.answer("out", source)
    assert notebook.outcome(scratch=True) == Given(value=("text", ("mine",)))
    assert notebook.outcome().error in {"PermissionError", "OSError"}


def test_the_hard_limits_are_set_and_not_only_the_soft_ones(notebook):
    source = (
        "import resource\n"
        "kinds = [resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE]\n"
        "out = [resource.getrlimit(kind)[1] > 0 for kind in kinds]"
    )
    assert notebook.answer("out", source).outcome() == Given(value=(True, True, True))


def test_submissions_side_by_side_do_not_meet(notebook):
    outcomes = {}

    def run(number):
        other = type(notebook)()
        other.answer("out", f"import time\ntime.sleep(0.1)\nout = {number} + 0")
        outcomes[number] = other.outcome()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes == {number: Given(value=number) for number in range(4)}
