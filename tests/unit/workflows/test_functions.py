"""An exercise with two functions, the whole way: drawn, handed out, filled in, graded, reported."""

import json
import re
from decimal import Decimal

import pytest

from grader import notebooks
from grader.model.assignment import Student
from grader.model.grade import Verdict
from grader.model.value import cells
from grader.reports import feedback_html, grade_text, result_json
from grader.spec import read_exercise
from grader.spec.assignments import single
from grader.workflows.course import Course
from grader.workflows.grade import grade_one
from grader.workflows.secrets import Secret

EXERCISE = """\
schema: exercise/1
id: write-both
version: 1
title: {en: Write both, es: Programa ambas}
params:
  scale: integer(2, 9)
prompt: {en: "Times {{ scale }}.", es: "Por {{ scale }}."}
given: [scale]
answers:
  correlate2d:
    type: function
    weight: 2
    arguments: [image, kernel]
    expect: correlate(image, kernel, mode="valid")
    cases:
      square:
        times: 3
        share: 2
        label: {en: square kernels, es: kernels cuadrados}
        draw: {image: "matrix(5, 5, 11, 99)", kernel: "matrix(3, 3, 1, 9)"}
        say: {en: Read rows first., es: Primero las filas.}
      oblong:
        times: 2
        label: {en: oblong kernels, es: kernels alargados}
        draw: {image: "matrix(4, 6, 11, 99)", kernel: "matrix(1, 3, 11, 99)"}
  convolve2d:
    type: function
    arguments: [image, kernel]
    expect: convolve(image, kernel, mode="valid")
    cases:
      impulse:
        times: 2
        draw: {image: "pick(impulse(4, 4, 1, 1))", kernel: "matrix(2, 2, 1, 9)"}
      any:
        times: 2
        draw: {image: "matrix(4, 4, 11, 99)", kernel: "matrix(2, 3, 1, 9)"}
misconceptions:
  convolve:
  correlate:
"""
CORRELATE = """\
def correlate2d(image, kernel):
    rows = range(len(image) - len(kernel) + 1)
    columns = range(len(image[0]) - len(kernel[0]) + 1)
    return [[window(image, kernel, y, x) for x in columns] for y in rows]

def window(image, kernel, y, x):
    return sum(
        kernel[u][v] * image[y + u][x + v]
        for u in range(len(kernel)) for v in range(len(kernel[0]))
    )
"""
CONVOLVE = """\
def convolve2d(image, kernel):
    return correlate2d(image, [row[::-1] for row in kernel[::-1]])
"""
FORWARD = "def convolve2d(image, kernel):\n    return correlate2d(image, kernel)\n"


@pytest.fixture(scope="module")
def course():
    return Course(assignment=single(read_exercise(EXERCISE, "x.yaml")), secret=Secret(key=b"both"))


@pytest.fixture(scope="module")
def sheets(course):
    """Language → student, variants and notebook."""
    found = {}
    for language in ("en", "es"):
        student = Student(id="ada", name="Ada", language=language)
        variants = course.variants(student)
        notebook = notebooks.render(course.worksheet(student, variants))
        found[language] = student, variants, notebook
    return found


@pytest.fixture
def graded(course, sheets):
    """Return the grade of two answer cells."""

    def of(correlate2d=CORRELATE, convolve2d=CONVOLVE, *, language="en"):
        student, _, notebook = sheets[language]
        cells = {
            ("write-both", "correlate2d"): correlate2d,
            ("write-both", "convolve2d"): convolve2d,
        }
        filled = notebooks.fill(notebook, {key: text for key, text in cells.items() if text})
        return grade_one(course, student, filled)

    return of


def numbers(text):
    """Return the numbers of a text, side by side."""
    return f" {' '.join(re.findall(r'-?[0-9]+', text))} "


def answers(grade):
    return grade.exercises[0].answers


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_answer_cell_holds_a_function_to_be_completed(sheets, language):
    cells = json.loads(sheets[language][2])["cells"]
    sources = ["".join(cell["source"]) for cell in cells]

    (stub,) = (source for source in sources if "def correlate2d" in source)
    comment, *rest = stub.splitlines()
    assert rest == ["def correlate2d(image, kernel):", "    ..."]
    assert comment.startswith("# ")


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_case_stands_in_a_notebook(sheets, language):
    _, (variant,), notebook = sheets[language]
    stream = numbers(notebook.decode())

    for cases in variant.cases.values():
        for case in cases:
            for value in case.arguments.values():
                whole = [row[:3] for row in value if len(row) > 2] or [cells(value)]
                assert not all(f" {' '.join(map(str, row))} " in stream for row in whole)


def test_the_right_functions_earn_everything(graded):
    grade = graded()

    assert grade.earned == grade.possible
    assert grade.executed


def test_an_untouched_notebook_is_blank_and_runs_nothing(graded):
    grade = graded(None, None)

    assert [answer.verdict for answer in answers(grade)] == [Verdict.BLANK] * 2
    assert not grade.executed


def test_the_second_function_stays_right_where_it_does_not_call_the_first(graded):
    own = CORRELATE.replace("correlate2d", "mine").replace("window", "inside") + CONVOLVE.replace(
        "correlate2d", "mine"
    )
    first, second = answers(graded("def correlate2d(image, kernel):\n    return 7", own))

    assert (first.verdict, second.verdict) == (Verdict.INCORRECT, Verdict.CORRECT)


def test_the_other_operation_is_told_by_name_and_earns_its_credit(graded):
    (exercise,) = graded(convolve2d=FORWARD).exercises

    assert [found.misconception for found in exercise.diagnoses] == ["correlate"]
    assert exercise.answers[1].earned == Decimal("0.10")


@pytest.mark.parametrize(
    "body",
    [
        "return image",
        "return kernel",
        "return None",
        "return 0",
        "return [[0] * (len(image[0]) - 2)] * (len(image) - 2)",
        "return [[1]]",
        "return image, kernel",
    ],
)
def test_a_function_without_work_earns_nothing(graded, body):
    texts = [f"def {name}(image, kernel):\n    {body}" for name in ("correlate2d", "convolve2d")]

    assert graded(*texts).earned == 0


def test_a_page_tells_groups_and_neither_cases_nor_results(graded, sheets):
    wrong = CORRELATE.replace("range(len(kernel[0]))", "range(len(kernel))")
    grade = graded(wrong)
    _, (variant,), _ = sheets["en"]

    for report in (feedback_html.to_html(grade, language="en"), grade_text.grade_text(grade, "en")):
        assert "square kernels: 3 of 3" in report
        assert "oblong kernels: 0 of 2" in report
        assert "Read rows first." not in report
    shown = numbers(result_json.to_json(grade))
    for case in variant.cases["correlate2d"]:
        for row in case.arguments["image"]:
            assert f" {' '.join(map(str, row))} " not in shown


def test_a_page_is_in_the_language_of_its_student(graded):
    wrong = CORRELATE.replace("x + v", "x + u")
    page = feedback_html.to_html(graded(wrong, language="es"), language="es")

    assert "kernels cuadrados: 0 de 3" in page
    assert "Primero las filas." in page


def test_a_result_of_a_function_is_read_back_as_it_was_written(graded):
    grade = graded(CORRELATE.replace("return sum", "return 1 +  sum"))

    assert result_json.from_json(result_json.to_json(grade)) == grade


def test_the_first_failure_is_told_with_its_line(graded):
    first, _ = answers(graded(CORRELATE.replace("image[y + u]", "image[y + u + 1]")))

    (raised, *_) = first.remarks
    assert first.verdict is Verdict.ERROR
    assert "IndexError: list index out of range" in raised.text["en"]
    assert re.search(r"code cell \d+, line \d+", raised.text["en"])


def test_one_who_types_a_list_is_told_to_write_a_function(graded):
    first, _ = answers(graded("correlate2d = [[1, 2]]"))

    assert first.verdict is Verdict.INVALID
    assert "`def correlate2d(image, kernel):`" in first.remarks[0].text["en"]


def test_the_same_file_gets_the_same_grade(graded):
    wrong = CORRELATE.replace("x + v", "x + u")

    assert result_json.to_json(graded(wrong)) == result_json.to_json(graded(wrong))
