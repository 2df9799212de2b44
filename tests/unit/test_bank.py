"""The bank that ships: every exercise speaks both languages and passes its own tests."""

from functools import cache
from pathlib import Path

import pytest

from grader.expressions.traces import trace_of
from grader.model.text import LANGUAGES
from grader.model.value import cells
from grader.spec import Bank, read_assignment
from grader.spec.assignments import single
from grader.texts import render
from grader.variants import Drawing, exercise_view
from grader.workflows.linting.checks import run_checks
from grader.workflows.linting.subject import Subject

EXERCISES = Path(__file__).parents[2] / "exercises"
BANK = Bank([EXERCISES])
every_exercise = pytest.mark.parametrize("name", sorted(BANK.files))


@cache
def variants(name):
    drawing = Drawing(BANK.exercise(name))
    return [drawing.variant(b"bank", f"student-{number}") for number in range(20)]


@every_exercise
def test_an_exercise_exists_in_every_language(name):
    assert BANK.exercise(name).languages == LANGUAGES


@every_exercise
def test_an_exercise_has_tests_hints_a_solution_and_labels(name):
    exercise = BANK.exercise(name)
    assert exercise.examples
    assert exercise.hints
    assert exercise.solution.text
    assert all(answer.label for answer in exercise.answers)
    assert all(item.say for item in exercise.misconceptions)


@every_exercise
def test_some_test_of_an_exercise_is_the_right_answer(name):
    assert any(example.score == 1 for example in BANK.exercise(name).examples)


@every_exercise
def test_lint_finds_nothing_to_mend_in_an_exercise(name):
    subject = Subject(BANK.exercise(name), variants(name))
    examined = run_checks(subject, name)
    assert (examined.errors, examined.warnings) == ((), ())


@every_exercise
@pytest.mark.parametrize("language", LANGUAGES)
def test_prompts_and_hints_render_for_every_student(name, language):
    task = single(BANK.exercise(name)).tasks[0]
    for variant in variants(name):
        view = exercise_view(variant, task, language)
        for text in (view.prompt, *view.hints):
            assert text.strip()
            assert "{{" not in text
            assert "{%" not in text


@every_exercise
@pytest.mark.parametrize("language", LANGUAGES)
def test_explanations_and_solutions_render_for_every_student(name, language):
    for variant in variants(name):
        exercise = variant.exercise
        values = {**variant.values, "student": ()}
        texts = [exercise.solution.text, *(item.say for item in exercise.misconceptions)]
        for text in texts:
            shown = render(text[language], values, language)
            assert shown.strip()
            assert "{{" not in shown


@every_exercise
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_prompt_says_which_convention_holds(name, language):
    word = {"en": "*Convention:", "es": "*Convenio:"}[language]
    assert BANK.exercise(name).prompt[language].count(word) == 1


@every_exercise
def test_what_is_traced_is_a_filtering_that_arrives_at_its_value(name):
    exercise = BANK.exercise(name)
    if exercise.solution.trace is None:
        return
    for variant in variants(name)[:5]:
        trace = trace_of(exercise, exercise.solution.trace, variant.values)
        sums = [step.sum for step in (trace[index] for index in range(len(trace)))]
        expected = variant.values[exercise.solution.trace]
        assert sums == list(cells(expected))


@pytest.mark.parametrize("path", sorted((EXERCISES / "assignments").glob("*.yaml")), ids=str)
def test_every_assignment_of_the_bank_can_be_handed_out(path):
    assignment = read_assignment(path, BANK)
    assert assignment.id == path.stem
    assert set(assignment.title) == set(LANGUAGES)
    assert assignment.points > 0
