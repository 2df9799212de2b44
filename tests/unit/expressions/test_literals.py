"""Which answer cells are read without running them, and as what."""

from fractions import Fraction

import pytest

from grader.expressions.literals import parse_answer
from grader.model.submission import Blank, Given

MATRIX = ((1, 2), (3, 4))
READ = {
    "list": ("out = [[1, 2], [3, 4]]", MATRIX),
    "tuple": ("out = ((1, 2), (3, 4))", MATRIX),
    "pair without brackets": ("out = 1, 2", (1, 2)),
    "several lines": ("out = [\n    [1, 2],  # first\n    [3, 4],\n]", MATRIX),
    "Windows lines": ("out = [[1, 2],\r\n [3, 4]]\r\n", MATRIX),
    "np.array": ("out = np.array([[1, 2], [3, 4]])", MATRIX),
    "numpy.asarray": ("out = numpy.asarray([[1, 2], [3, 4]])", MATRIX),
    "array of floats": ("out = np.array([0.5, -1.0])", (0.5, -1.0)),
    "list of arrays": ("out = [np.array([1, 2]), [3, 4]]", MATRIX),
    "Fraction": ("out = Fraction(3, 6)", Fraction(1, 2)),
    "Fraction of a float": ("out = Fraction(0.5)", Fraction(1, 2)),
    "arithmetic": ("out = 3*3*3*64 + 64", 1792),
    "division": ("out = 1 / 4", 0.25),
    "floor and remainder": ("out = 7 // 2 + 7 % 2", 4),
    "power": ("out = 2 ** 10", 1024),
    "signs": ("out = -(+5)", -5),
    "text": ("out = 'left'", "left"),
    "joined text": ("out = 'up ' 'left'", "up left"),
    "truth value": ("out = True", True),
    "infinity": ("out = 1e999", float("inf")),
    "typographic minus": ("out = [[−1, –2], [—3, 4 ‒ 1]]", ((-1, -2), (-3, 3))),
    "typographic minus in a text": ("out = '2 – 1'", "2 – 1"),
    "annotation": ("out: int = 5", 5),
    "annotation of a list": ("out: list[list[int]] = [[1, 2], [3, 4]]", MATRIX),
    "imports before": ("import numpy as np\nfrom fractions import Fraction\nout = 5", 5),
    "check after": ("out = 5\ncheck(out)", 5),
    "import and check": ("from grader import check\nout = 5\ncheck(out)", 5),
    "semicolon": ("out = 5; check(out)", 5),
    "several assignments": ("out = 5\nout = 6", 6),
    "blank first": ("out = ...\nout = 6", 6),
    "note beside it": ("'my answer'\nout = 6", 6),
    "form feed": ("\fout = 6", 6),
}
BLANK = {
    "empty": "",
    "spaces": " \n\t\n",
    "comment": "# out = 5",
    "ellipsis": "out = ...",
    "ellipsis with a comment": "out = ...  # your answer",
    "word of the setup": "from grader import check",
    "pass": "pass",
    "text": '"""out = 5"""',
    "taken back": "out = 5\nout = ...",
}
EXECUTED = {
    "other variable": "other = 5",
    "other variable too": "other = 5\nout = 6",
    "two targets": "out = other = 5",
    "unpacking": "out, other = 5, 6",
    "entry": "out[0] = 5",
    "attribute": "out.x = 5",
    "augmented": "out = 5\nout += 1",
    "deleted": "out = 5\ndel out",
    "function": "def f(): pass\nout = 5",
    "condition": "if True:\n    out = 5",
    "loop": "for out in [1]: pass",
    "name": "out = other",
    "call": "out = correlate(image, kernel)",
    "print": "out = 5\nprint(out)",
    "comprehension": "out = [i for i in (1, 2)]",
    "starred": "out = [*[1, 2]]",
    "set": "out = {1, 2}",
    "dictionary": "out = {1: 2}",
    "f-string": "out = f'{5}'",
    "bytes": "out = b'left'",
    "none": "out = None",
    "complex": "out = 1j",
    "complex power": "out = (-8) ** 0.5",
    "negated truth": "out = -True",
    "text arithmetic": "out = 'a' * 3",
    "list arithmetic": "out = [0] * 10**9",
    "array arithmetic": "out = np.array([1]) + 1",
    "shift": "out = 1 << 3",
    "blank in a list": "out = [[1, ...]]",
    "division by zero": "out = 1 / 0",
    "earlier failure": "out = 1 / 0\nout = 5",
    "earlier call": "out = f()\nout = 5",
    "Fraction over zero": "out = Fraction(1, 0)",
    "Fraction of mixed": "out = Fraction(0.5, 2)",
    "Fraction of a text": "out = Fraction('1/3')",
    "Fraction of infinity": "out = Fraction(1e999)",
    "Fraction of nothing": "out = Fraction()",
    "array of nothing": "out = np.array([])",
    "array of a number": "out = np.array(5)",
    "array with dtype": "out = np.array([1, 2], dtype=float)",
    "array with positional dtype": "out = np.array([1, 2], float)",
    "mixed array": "out = np.array([1, 2.5])",
    "truth array": "out = np.array([True, False])",
    "mixed truth array": "out = np.array([True, 2])",
    "text array": "out = np.array(['a'])",
    "fraction array": "out = np.array([Fraction(1, 2)])",
    "array beyond int64": "out = np.array([2**63])",
    "ragged array": "out = np.array([[1, 2], [3]])",
    "ragged array as many as regular": "out = np.array([[1, 2], []])",
    "array of numbers and rows": "out = np.array([1, [2]])",
    "array of seventy axes": "out = np.array(" + "[" * 70 + "1" + "]" * 70 + ")",
    "other array": "out = np.zeros((2, 2))",
    "alias": "import numpy as n\nout = n.array([1])",
    "false friend": "import math as np\nout = np.array([1])",
    "other Fraction": "from numpy import array as Fraction\nout = Fraction(1)",
    "import over the answer": "out = 5\nimport math as out",
    "star import": "out = 5\nfrom math import *",
    "other import": "import os\nout = 5",
    "relative import": "from . import grader\nout = 5",
    "annotation that runs": "out: f() = 5",
    "annotation that fails": "out: Matrix = 5",
    "annotation without value": "out: int",
    "check before": "check(out)\nout = 5",
    "check of a call": "out = [1]\ncheck(out.append(2))",
    "check with assignment": "out = 5\ncheck(out := 6)",
    "check of another": "out = 5\ncheck(other)",
    "huge literal": "out = 0x" + "f" * 5000,
    "huge decimal literal": "out = " + "9" * 5000,
    "huge power": "out = 10 ** 10 ** 10",
    "huge fraction power": "out = ((Fraction(1, 10**300) ** 512) ** 512) ** 512",
    "huge product": "out = 2**1000 * 2**1000",
    "negative power": "out = 2 ** -1",
    "huge cell": "out = [" + "1, " * 50_000 + "]",
    "long list": "out = [" + "1," * 20_001 + "]",
    "deep": "out = " + "[" * 1000 + "]" * 1000,
    "many signs": "out = " + "-" * 50_000 + "1",
    "syntax error": "out = [[1, 2], [3, 4]",
    "two words": "out = 5 6",
    "magic": "%matplotlib inline\nout = 5",
    "shell": "!ls\nout = 5",
    "null byte": "out = 5\0",
    "lone surrogate": "out = '\ud800'",
    "indented": "  out = 5",
}
COMMAS = {
    "out = 0,25": 0.25,
    "out = 0,05": 0.05,
    "out = -0,5": -0.5,
    "out = −0,5": -0.5,
    "out = - 0,5": -0.5,
    "out=12,5": 12.5,
    "out = 0,25  # a quarter": 0.25,
    "out = 0,25\r\ncheck(out)\r\n": 0.25,
    "# first try\nout = 0,25\n": 0.25,
    "out = 0.25": 0.25,
    "out = 1/4": 0.25,
    "out = (0,25)": (0, 25),
    "out = 1,2,3": (1, 2, 3),
}


def same(left, right):
    """Equal, and of equal types all the way down."""
    if isinstance(left, tuple) and isinstance(right, tuple):
        return len(left) == len(right) and all(map(same, left, right))
    return type(left) is type(right) and left == right


@pytest.mark.parametrize(("source", "value"), READ.values(), ids=READ)
def test_a_literal_is_read(source, value):
    outcome = parse_answer(source, "out")
    assert isinstance(outcome, Given)
    assert same(outcome.value, value)


@pytest.mark.parametrize("source", BLANK.values(), ids=BLANK)
def test_an_untouched_cell_is_blank(source):
    assert parse_answer(source, "out") == Blank()


@pytest.mark.parametrize("source", EXECUTED.values(), ids=EXECUTED)
def test_what_only_running_can_tell_is_left_to_the_sandbox(source):
    assert parse_answer(source, "out") is None


@pytest.mark.parametrize(("source", "value"), COMMAS.items())
def test_a_number_may_have_a_decimal_comma(source, value):
    outcome = parse_answer(source, "out", kind="number")
    assert isinstance(outcome, Given)
    assert same(outcome.value, value)


@pytest.mark.parametrize("kind", ["integer", "matrix", "direction"])
def test_where_no_decimal_is_asked_for_a_comma_makes_a_pair(kind):
    assert parse_answer("out = 0,25", "out", kind=kind) == Given(value=(0, 25))


def test_a_decimal_comma_belongs_to_the_answer_and_to_no_other_variable():
    assert parse_answer("other = 0,25\nout = 1", "out", kind="number") is None


def test_a_variable_name_is_taken_literally():
    assert parse_answer("oXt = 0,25", "o.t", kind="number") is None


def test_a_backslash_that_python_dislikes_does_not_change_the_answer():
    assert parse_answer(r"out = '\d'", "out") == Given(value="\\d")


def test_a_cell_too_long_to_be_an_answer_is_left_to_the_sandbox():
    assert parse_answer("out = 5" + " " * 100_000, "out") is None
