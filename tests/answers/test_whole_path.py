"""Every answer type goes the whole way: drawn, written into a notebook, handed in, graded, told.

Each has an exercise beside this file, called after it.
"""

from pathlib import Path

import pytest

from grader import notebooks
from grader.answers import ANSWER_TYPES
from grader.marking import inputs
from grader.model.grade import Verdict
from grader.model.text import LANGUAGES
from grader.reports import feedback_html, grade_text, result_json
from grader.student import Check
from grader.workflows.check import check
from grader.workflows.linting import examine

FOLDER = Path(__file__).parent
KINDS = sorted(path.stem for path in FOLDER.glob("*.yaml"))
UNFIT = {
    "cell": "(1, 2)",
    "counterexample": "([[1, 2]], 5)",
    "expression": "'k * (C'",
    "factors": "([1, 2], [3, 4])",
    "kernel": "[1, 2, 3]",
    "steps": "[[[1, 2], [3, 4]], 5]",
}
every_kind = pytest.mark.parametrize("kind", KINDS)
every_language = pytest.mark.parametrize("language", LANGUAGES)


def test_every_exercise_here_is_of_an_answer_type():
    assert set(KINDS) <= set(ANSWER_TYPES)
    assert set(KINDS) == set(UNFIT)


@every_kind
def test_lint_has_nothing_to_say(kind):
    found = examine(FOLDER / f"{kind}.yaml", variants=30)
    assert (found.errors, found.warnings) == ((), ())


@every_kind
@every_language
def test_a_notebook_says_what_to_type(desk, kind, language):
    sheet = desk(kind, language)
    (view,) = sheet.worksheet.exercises[0].answers
    text = sheet.notebook().decode()
    assert view.label in text
    for part in view.parts:
        assert f"`{part.mark}`: {part.text}" in text


@every_kind
@every_language
def test_the_key_earns_everything(desk, kind, language):
    sheet = desk(kind, language)
    graded = sheet.graded(sheet.key)
    assert graded.answers[0].verdict is Verdict.CORRECT
    assert graded.earned == graded.possible


@every_kind
def test_every_misconception_is_diagnosed_and_earns_its_credit(desk, kind):
    sheet = desk(kind)
    for item in sheet.variant.exercise.misconceptions:
        graded = sheet.graded(sheet.wrong(item.id))
        assert [found.misconception for found in graded.diagnoses] == [item.id]
        assert float(graded.earned) >= float(item.credit)
        assert graded.earned < graded.possible


@every_kind
def test_an_answer_made_without_work_earns_nothing(desk, kind):
    sheet = desk(kind)
    shown = inputs(sheet.variant.exercise, sheet.variant.values)
    for null in ANSWER_TYPES[kind].nulls(sheet.key, shown):
        graded = sheet.graded(null)
        assert graded.answers[0].verdict is Verdict.INCORRECT
        assert graded.earned == 0


@every_kind
@every_language
def test_what_does_not_fit_is_invalid_and_not_incorrect(desk, kind, language):
    sheet = desk(kind, language)
    grade = sheet.grade(sheet.notebook(f"{sheet.answer.name} = {UNFIT[kind]}"))
    (answer,) = grade.exercises[0].answers
    assert answer.verdict is Verdict.INVALID
    assert answer.remarks[0].text["en"] != answer.remarks[0].text["es"]


@every_kind
def test_an_answer_left_open_is_blank(desk, kind):
    sheet = desk(kind)
    (answer,) = sheet.grade(sheet.notebook()).exercises[0].answers
    assert answer.verdict is Verdict.BLANK


@every_kind
@every_language
def test_every_report_can_tell_every_answer(desk, kind, language):
    sheet = desk(kind, language)
    wrong = (sheet.wrong(item.id) for item in sheet.variant.exercise.misconceptions)
    for source in (*map(sheet.answered, (sheet.key, *wrong)), sheet.notebook()):
        grade = sheet.grade(source)
        assert result_json.from_json(result_json.to_json(grade)) == grade
        assert feedback_html.to_html(grade, language=language)
        assert grade_text.grade_text(grade, language)


@every_kind
def test_code_that_makes_the_key_is_graded_as_the_key_is(desk, kind):
    sheet = desk(kind)
    name = sheet.answer.name
    lines = ("def same(answer):", "    return answer", f"{name} = same({sheet.typed(sheet.key)})")
    grade = sheet.grade(sheet.notebook("\n".join(lines)))
    assert grade.executed
    assert grade.earned == grade.possible


@every_kind
@every_language
def test_check_knows_a_right_form_from_a_wrong_one(desk, kind, language, tmp_path):
    sheet = desk(kind, language)
    path = tmp_path / "ada.ipynb"
    states = []
    unfit = sheet.notebook(f"{sheet.answer.name} = {UNFIT[kind]}")
    for data in (sheet.answered(sheet.key), unfit, sheet.notebook()):
        path.write_bytes(data)
        states += [noted.state for noted in check(path).answers]
    assert states == ["ready", "unfit", "blank"]


@every_kind
@every_language
def test_check_in_the_notebook_knows_the_form_too(desk, kind, language, capsys):
    sheet = desk(kind, language)
    setup = notebooks.label(sheet.notebook()).setup
    told = Check()
    exec(setup.replace("from grader import check", "check = told"), {"told": told})  # noqa: S102
    told(**{sheet.answer.name: sheet.key})
    told(**{sheet.answer.name: eval(UNFIT[kind])})  # noqa: S307
    right, wrong = capsys.readouterr().out.splitlines()
    assert right.startswith("✓")
    assert wrong.startswith("✗")


@every_kind
def test_no_report_takes_parts_for_cells(desk, kind):
    sheet = desk(kind)
    assert sheet.graded(sheet.key).answers[0].right == ()
