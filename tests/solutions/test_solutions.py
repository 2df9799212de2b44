"""Full marks for who works the exercise out, nothing for who does not, handed in as notebooks."""

import ast
import re

import pytest

from grader.marking import inputs
from grader.model.grade import Verdict
from grader.model.value import cells, shape

# Two hundred variants of each exercise are looked at in `tests/bank`, where no notebook is made.
STUDENTS = [f"student-{number}" for number in range(10)]
FEW = STUDENTS[:2]


@pytest.fixture(scope="session")
def solution_files(root):
    """Exercise id → the file with its solution."""
    return {path.stem: path for path in sorted((root / "solutions").rglob("*.py"))}


def sections(source):
    """Return the parts of a solution by the name in their `# %%` line."""
    _, *parts = re.split(r"^# %% (\w+)\n", source, flags=re.MULTILINE)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def typed_in(parts, sheet):
    """Return the answer cells: what the prompt says goes on top of the first one."""
    (variant,) = sheet.variants
    told = re.sub(
        r"^(\w+) = \.\.\.$",
        lambda line: f"{line[1]} = {sheet.typed(variant.values[line[1]])}",
        parts.get("given", ""),
        flags=re.MULTILINE,
    )
    first, *_ = variant.key
    return {
        (variant.exercise.id, answer): told * (answer == first) + parts[answer]
        for answer in variant.key
    }


def same_in_every_cell(sheet, text):
    """Return answer cells that all say `text`."""
    return {
        (view.exercise, answer.name): f"{answer.variable} = {text}"
        for view in sheet.worksheet.exercises
        for answer in view.answers
    }


def earned(sheet, answers):
    return sheet.grade(sheet.fill(answers)).earned


def test_every_exercise_has_a_solution_and_every_solution_an_exercise(root, solution_files):
    exercises = {
        path.relative_to(root / "exercises").with_suffix("")
        for path in (root / "exercises").rglob("*.yaml")
        if path.parent.name != "assignments"
    }

    assert exercises == {
        path.relative_to(root / "solutions").with_suffix("") for path in solution_files.values()
    }


def test_a_solution_answers_what_is_asked_in_the_order_of_the_notebook(
    exercise_id, solution_files, sheet_of
):
    parts = sections(solution_files[exercise_id].read_text(encoding="utf-8"))

    (view,) = sheet_of(exercise_id).worksheet.exercises
    assert [part for part in parts if part != "given"] == [answer.name for answer in view.answers]


def test_a_solution_imports_nothing(exercise_id, solution_files):
    tree = ast.parse(solution_files[exercise_id].read_text(encoding="utf-8"))

    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]


def test_a_solution_that_is_handed_in_earns_full_marks(exercise_id, solution_files, sheet_of):
    parts = sections(solution_files[exercise_id].read_text(encoding="utf-8"))

    for student in FEW:
        sheet = sheet_of(exercise_id, student)
        grade = sheet.grade(sheet.fill(typed_in(parts, sheet)))
        assert grade.executed
        assert grade.earned == grade.possible, (student, grade.exercises)
        assert not grade.problems


def test_an_untouched_notebook_earns_nothing(exercise_id, sheet_of):
    for student in STUDENTS:
        sheet = sheet_of(exercise_id, student)
        (graded,) = sheet.grade(sheet.notebook).exercises
        assert graded.earned == 0
        assert {answer.verdict for answer in graded.answers} == {Verdict.BLANK}


@pytest.mark.parametrize("text", ["0", "1", '""'])
def test_the_same_constant_everywhere_earns_nothing(exercise_id, text, sheet_of):
    for student in STUDENTS:
        sheet = sheet_of(exercise_id, student)
        assert earned(sheet, same_in_every_cell(sheet, text)) == 0


def test_none_everywhere_earns_nothing(exercise_id, sheet_of):
    # Not a literal that is read, so each of these notebooks is executed.
    for student in FEW:
        sheet = sheet_of(exercise_id, student)
        assert earned(sheet, same_in_every_cell(sheet, "None")) == 0


def test_zeros_of_the_right_shape_earn_nothing(exercise_id, sheet_of):
    for student in STUDENTS:
        sheet = sheet_of(exercise_id, student)
        (variant,) = sheet.variants
        zeros = {}
        for answer, key in variant.key.items():
            value = 0
            for size in reversed(shape(key)):
                value = (value,) * size
            zeros[exercise_id, answer] = f"{answer} = {sheet.typed(value)}"
        assert earned(sheet, zeros) == 0


def test_a_copied_input_earns_nothing(exercise_id, sheet_of):
    for student in STUDENTS:
        sheet = sheet_of(exercise_id, student)
        (variant,) = sheet.variants
        for value in inputs(variant.exercise, variant.values):
            assert earned(sheet, same_in_every_cell(sheet, sheet.typed(value))) == 0, value


def functions(sheet):
    """Yield the answers that are functions, with what they take."""
    for view in sheet.worksheet.exercises:
        for answer in view.answers:
            if answer.form.arguments:
                yield (view.exercise, answer.name), answer.variable, answer.form.arguments


def test_functions_that_do_no_work_earn_nothing(exercise_id, sheet_of):
    for student in FEW:
        sheet = sheet_of(exercise_id, student)
        found = list(functions(sheet))
        zeros = [f"[[0] * len({taken[0]}[0]) for _ in {taken[0]}]" for *_, taken in found[:1]]
        for text in (*zeros, *(found[0][2] if found else ()), "None", "1"):
            answers = {
                key: f"def {name}({', '.join(taken)}):\n    return {text}"
                for key, name, taken in found
            }
            assert earned(sheet, answers) == 0, text


def test_the_name_of_an_input_earns_nothing(exercise_id, sheet_of):
    for student in FEW:
        sheet = sheet_of(exercise_id, student)
        for name in sheet.worksheet.exercises[0].given:
            assert earned(sheet, same_in_every_cell(sheet, name)) == 0, name


ODD = ["[]", "[[1, 2], [3]]", "[[[1]]]", '"left"', "True", "[[True]]", "1e400", "(1, 2)", "2**80"]


def answers_to_try(sheet):
    """Yield answers that are right, wrong in every known way, one cell off, and odd."""
    (variant,) = sheet.variants
    for answers in (variant.key, *variant.wrong.values()):
        yield {name: sheet.typed(value) for name, value in answers.items()}
    yield {name: sheet.typed(nearly(value)) for name, value in variant.key.items()}
    for text in ODD:
        yield dict.fromkeys(variant.key, text)


def nearly(value):
    """Return `value` with 7 added to its last number; of a choice, what is no option."""
    if isinstance(value, tuple):
        return (*value[:-1], nearly(value[-1]))
    if isinstance(value, str):
        return f"{value}?"
    return cells(value)[0] + 7


def judged(sheet, pattern, answers):
    """Return what a grade says about answers that are written after `pattern`."""
    exercise = sheet.variants[0].exercise.id
    grade = sheet.grade(
        sheet.fill(
            {
                (exercise, name): pattern.format(variable=name, text=text)
                for name, text in answers.items()
            }
        )
    )
    (graded,) = grade.exercises
    verdicts = [
        (answer.answer, answer.verdict, answer.earned, answer.given, answer.right, answer.remarks)
        for answer in graded.answers
    ]
    return grade.executed, (grade.earned, verdicts, graded.diagnoses, graded.worked)


def test_an_answer_gets_the_same_grade_whether_it_is_read_or_executed(exercise_id, sheet_of):
    for student in FEW:
        sheet = sheet_of(exercise_id, student)
        for answers in answers_to_try(sheet):
            parsed, as_literal = judged(sheet, "{variable} = {text}", answers)
            executed, as_code = judged(sheet, "tmp = {text}\n{variable} = tmp", answers)
            assert (parsed, executed) == (False, True)
            assert as_literal == as_code, answers
