"""The bank that ships: every exercise speaks both languages and passes its own tests."""

from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from grader.expressions import evaluate, to_runtime, to_value
from grader.expressions.traces import trace_of
from grader.model.submission import Given
from grader.model.text import LANGUAGES
from grader.scoring import judge
from grader.spec import Bank, read_assignment
from grader.spec.assignments import single
from grader.texts import render
from grader.variants import Drawing, exercise_view

EXERCISES = Path(__file__).parents[2] / "exercises"
BANK = Bank([EXERCISES])
TOLERANCE = Fraction(1, 100)
"""Points come in hundredths, so a share of 100 points is known to one."""
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
def test_the_tests_of_an_exercise_hold_in_every_variant(name):
    task = single(BANK.exercise(name)).tasks[0]
    task = type(task)(number=1, exercise=task.exercise, points=Decimal(100))
    for variant in variants(name):
        known = {key: to_runtime(value) for key, value in variant.values.items()}
        for example in variant.exercise.examples:
            outcomes = {
                answer: Given(value=to_value(evaluate(expression.tree, known)))
                for answer, expression in example.answers.items()
            }
            grade = judge(task, variant, outcomes)
            where = f"{example.place} for {variant.student}"
            if example.score is not None:
                share = Fraction(grade.earned) / Fraction(grade.possible)
                assert abs(share - example.score) <= TOLERANCE, where
            if example.diagnosis is not None:
                # Misconceptions that are not guarded may answer the same: a tie names them too.
                found = {item.misconception for item in grade.diagnoses}
                assert set(example.diagnosis) <= found, where
                guarded = set(variant.exercise.rules.separate)
                assert found & guarded == set(example.diagnosis) & guarded, where


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
        assert sums == [cell for row in expected for cell in row]


@pytest.mark.parametrize("path", sorted((EXERCISES / "assignments").glob("*.yaml")), ids=str)
def test_every_assignment_of_the_bank_can_be_handed_out(path):
    assignment = read_assignment(path, BANK)
    assert assignment.id == path.stem
    assert set(assignment.title) == set(LANGUAGES)
    assert assignment.points > 0
