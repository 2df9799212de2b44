"""What `check` says about the form of an answer, called as students call it."""

import subprocess
import sys

import pytest

from grader.student import Check


@pytest.mark.parametrize(
    "call",
    [
        "check(out)",
        "check( out )",
        "x = 1; check(out); y = 2",
        "check(\n    out,\n)",
        "if True:\n    check(out)",
        "ñ = 'á'; check(out)",
        "[check(answer) for answer in [out]]",
        "check(out=out)",
        "check(*[out])",
        "def look():\n    check(out)\nlook()",
        "(lambda thing: check(thing))(out)",
    ],
)
def test_an_answer_is_known_by_the_way_the_call_is_written_or_by_its_value(begun, call):
    begun.run("out = [[1, 2], [3, 4]]")
    assert begun.run(call) == ["✓ out: the form is right"]


def test_two_answers_with_the_same_value_are_told_apart_by_name(begun):
    begun.run("out = total = 3")
    assert begun.run("check(total)") == ["✓ total: the form is right"]
    (line,) = begun.run("check(out)")
    assert line.startswith("✗ out: ")


def test_several_answers_are_looked_at_in_their_order(begun):
    begun.run("out = [[1, 2], [3, 4]]\ntotal = 3")
    assert begun.run("check(total, out)") == [
        "✓ total: the form is right",
        "✓ out: the form is right",
    ]


def test_without_an_argument_all_are(begun):
    begun.run("del move\ntotal = 3")
    assert begun.run("check()") == [
        "… out: not answered yet",
        "✓ total: the form is right",
        "… move: not defined: run its cell first",
    ]


def test_a_value_can_be_named(begun):
    assert begun.run("check(total=7)") == ["✓ total: the form is right"]


@pytest.mark.parametrize("call", ["check(5)", "check('out')", "check(nonsense=5)", "check(None)"])
def test_a_value_that_is_no_answer_is_met_with_an_example(begun, call):
    (line,) = begun.run(call)
    assert line.removeprefix("✗ ") == (
        "I cannot tell which answer this is. Write check(out), with the variable."
    )


@pytest.mark.parametrize("call", ["check()", "check(3)", "check(x=3)"])
def test_before_the_first_cell_it_says_to_run_it(kernel, call):
    assert kernel.run(call) == ["`check` does not know this notebook yet: run its first code cell."]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("total = 'three'", "✗ total: "),
        ("total = [1, 2]", "✗ total: "),
        ("total = {1, 2}", "✗ total: "),
        ("total = None", "✗ total: "),
        ("total = lambda: 3", "✗ total: "),
        ("total = object()", "✗ total: "),
        ("total = 10 ** 5000", "✗ total: "),
        ("total = True", "✗ total: "),
        ("total = 3", "✓ total: "),
        ("total = 3.0", "✓ total: "),
        ("import numpy as np\ntotal = np.int32(3)", "✓ total: "),
        ("out = [[1, 2, 3]]", "✗ out: Your matrix is 1 × 3; one of 2 × 2 is asked for."),
        ("out = [[1, 2], [3]]", "✗ out: "),
        ("out = [1, 2]", "✗ out: A matrix is a list of rows: [[1, 2], [3, 4]]."),
        ("out = [[1, 2], [3, '4']]", "✗ out: "),
        ("out = [[1, 2], [3, ...]]", "✗ out: "),
        ("out = []\nout.append(out)", "✗ out: "),
        ("import numpy as np\nout = np.eye(2)", "✓ out: "),
        ("import numpy as np\nout = np.eye(3)", "✗ out: "),
        ("import numpy as np\nout = np.eye(2, dtype='uint8')", "✓ out: "),
        ("import numpy as np\nout = np.array([[1, None], [2, 3]])", "✗ out: "),
        ("move = 'left'", "✓ move: "),
        ("move = 'izquierda'", "✓ move: "),
        ("move = (1, 0)", "✓ move: "),
        ("move = 'sideways'", "✗ move: "),
    ],
)
def test_the_form_is_told(begun, source, said):
    begun.run(source)
    (line,) = begun.run(f"check({said.split()[1].rstrip(':')})")
    assert line.startswith(said)
    assert len(line) > len("✗ total: ")


def test_a_class_that_lies_about_itself_does_no_harm(begun):
    begun.run(
        "class Liar(list):\n"
        "    def __eq__(self, other): raise SystemExit\n"
        "    def __iter__(self): raise SystemExit\n"
        "    __repr__ = __len__ = __bool__ = __iter__\n"
        "out = Liar()"
    )
    (line,) = begun.run("check(out)")
    assert line.startswith("✗ out: ")


def test_it_speaks_spanish(begun):
    begun.run("SHEET['language'] = 'es'; check.begin(SHEET); SHEET['language'] = 'en'")
    begun.run("out = [[1, 2, 3]]\ntotal = 3")
    assert begun.run("check(move, total, out, 5)") == [
        "No sé qué respuesta es esta. Escribe check(out), con la variable.",
        "… move: sin responder todavía",
        "✓ total: la forma es correcta",
        "✗ out: Tu matriz es de 1 × 3; se pide una de 2 × 2.",
    ]


def test_a_language_that_is_not_ours_is_english(begun):
    begun.run("SHEET['language'] = 'xx'; check.begin(SHEET); SHEET['language'] = 'en'")
    begun.run("out = [[1, 2, 3]]")
    assert begun.run("check(out)") == ["✗ out: Your matrix is 1 × 3; one of 2 × 2 is asked for."]


def test_without_the_source_of_the_call_the_value_decides(capsys):
    checking = Check()
    checking.begin({"answers": {"out": {"exercise": "e", "answer": "out", "kind": "integer"}}})
    exec("out = 12345\ncheck(out)", {"check": checking})  # noqa: S102 - source that nobody keeps
    assert capsys.readouterr().out == "✓ out: the form is right\n"


@pytest.mark.parametrize("options", [(), ("-X", "no_debug_ranges")])
def test_it_is_light_until_something_is_checked(tmp_path, options):
    code = """
import sys
before = set(sys.modules)
from grader import check
check.begin({"answers": {}})
check()
ours = {name for name in set(sys.modules) - before if name.split(".")[0] == "grader"}
others = {name.split(".")[0] for name in set(sys.modules) - before} - sys.stdlib_module_names
print(sorted(ours), sorted(others))
"""
    script = tmp_path / "cell.py"
    script.write_text(code)
    root = __file__.partition("/tests/")[0]
    made = subprocess.run(
        [sys.executable, *options, str(script)],
        env={"PYTHONPATH": root, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert made.stdout.splitlines()[-1] == "['grader', 'grader.student'] ['grader']"


def test_a_program_without_debug_ranges_knows_answers_by_their_value(tmp_path):
    script = tmp_path / "cell.py"
    script.write_text(
        "from grader import check\n"
        "check.begin({'answers': {'out': {'exercise': 'e', 'answer': 'out', 'kind': 'integer'}}})\n"
        "out = 12345\n"
        "check(out)\n"
    )
    root = __file__.partition("/tests/")[0]
    made = subprocess.run(
        [sys.executable, "-X", "no_debug_ranges", str(script)],
        env={"PYTHONPATH": root, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert made.stdout == "✓ out: the form is right\n"
