import pytest

from grader.notebooks.lines import assigned, is_blank, without_jupyter


@pytest.mark.parametrize(
    "line",
    [
        "%matplotlib inline",
        "!pip install grader",
        "?engine.correlate",
        "engine.correlate?",
        "out_1??",
        "rows[0]?",
        "files = !ls *.py",
        "took = %timeit -o f()",
    ],
)
def test_a_line_for_jupyter_becomes_a_comment(line):
    assert without_jupyter(f"a = 1\n{line}\nb = 2") == f"a = 1\n# {line}\nb = 2"


@pytest.mark.parametrize(
    "source",
    [
        "a = 7 % 3",
        "a = (7\n% 3)",
        "a = [\n!x]",
        'a = """\n%d\n!ls\nwhat?\n"""',
        "a = '''it's\n%d'''",
        'a = "#(" # ("\nb = 1',
        "a = 7 \\\n% 3",
        "a = 1  # why?",
        "a = 'really?'",
        "a != b",
        "",
        "\n\n",
    ],
)
def test_python_is_left_alone(source):
    assert without_jupyter(source) == source


def test_a_magic_after_a_string_with_a_bracket_is_seen():
    assert without_jupyter("a = '('\n%who") == "a = '('\n# %who"


def test_an_indented_magic_leaves_a_statement_behind():
    source = without_jupyter("if True:\n    %who\n")

    compile(source, "<cell>", "exec")
    assert source == "if True:\n    pass  # %who\n"


def test_a_timed_statement_is_still_run():
    assert without_jupyter("if a:\n    %time out = f(1)") == "if a:\n    out = f(1)"


def test_a_timed_shell_line_is_not():
    assert without_jupyter("%time !ls") == "# %time !ls"


def test_a_timed_cell_is_still_run():
    assert without_jupyter("%%time\nout = 1") == "# %%time\nout = 1"


@pytest.mark.parametrize("magic", ["%%bash", "%%timeit", "%%html -i", "%%writefile out.py"])
def test_a_cell_for_another_language_is_empty(magic):
    assert without_jupyter(f"\n{magic}\nout = 1") == ""


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("a = 1", {"a"}),
        ("a: int = 1", {"a"}),
        ("a=(1,\nb=2)", {"a"}),
        ("def a(x):\n    b = 2", {"a"}),
        ("async def a(): pass", {"a"}),
        ("a = ...", set()),
        ("a = ... # later", set()),
        ("a == 1", set()),
        ("print(a)", set()),
        ("'''\na = 1\n'''", set()),
        ("# a = 1", set()),
        ("ñandú = 1", {"ñandú"}),
        ("a = 1 +\nb = (2", {"a", "b"}),
    ],
)
def test_the_names_that_a_cell_assigns(source, names):
    assert assigned(source) == names


@pytest.mark.parametrize("source", ["", "  \n", "# a number\nout = ...", "out = ...\n", "x = ...;"])
def test_a_cell_nobody_answered_is_blank(source):
    assert is_blank(source)


@pytest.mark.parametrize("source", ["out = 1", "out", "out = ...\nout = 1", "def out(): ...", "("])
def test_a_cell_somebody_answered_is_not_blank(source):
    assert not is_blank(source)
