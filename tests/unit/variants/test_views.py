"""What a student sees of a variant: everything they need and nothing of the key."""

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from grader.errors import ExerciseError
from grader.model.assignment import Feedback, Student
from grader.spec import Bank, read_assignment
from grader.spec.assignments import single
from grader.texts import table
from grader.variants import PUBLIC_SECRET, Drawing, exercise_view, worksheet

EXERCISES = Path(__file__).parents[3] / "exercises"
BANK = Bank([EXERCISES])
ASSIGNMENT = read_assignment(EXERCISES / "assignments" / "filtering-basics.yaml", BANK)
DRAWINGS = {name: Drawing(BANK.exercise(name)) for name in BANK.files}
TELLING = 100
"""A smaller number stands in many a sentence that says nothing about the key."""


def sheet(student, assignment=ASSIGNMENT):
    variants = [
        DRAWINGS[task.exercise.id].variant(PUBLIC_SECRET, student.id) for task in assignment.tasks
    ]
    return worksheet(assignment, student, variants), variants


def strings(record):
    """Yield every text in a view, however deep."""
    if isinstance(record, str):
        yield record
    elif isinstance(record, dict):
        for name, value in record.items():
            yield from (name, *strings(value))
    elif isinstance(record, tuple):
        for item in record:
            yield from strings(item)
    elif hasattr(record, "__slots__"):
        for name in record.__slots__:
            yield from strings(getattr(record, name))


def values(record):
    """Yield every value in a view, matrices as a whole and cell by cell."""
    yield record
    if isinstance(record, dict):
        record = tuple(record.values())
    if isinstance(record, tuple):
        for item in record:
            yield from values(item)
    elif hasattr(record, "__slots__"):
        for name in record.__slots__:
            yield from values(getattr(record, name))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", BANK.files)
def test_no_key_is_anywhere_in_a_view(name, language):
    task = single(BANK.exercise(name)).tasks[0]
    for number in range(20):
        variant = DRAWINGS[name].variant(PUBLIC_SECRET, f"s{number}")
        view = exercise_view(variant, task, language)
        text = "\n".join(strings(view))
        seen = [value for value in values(view) if isinstance(value, tuple)]
        numbers = set(re.findall(r"\d+(?:[./,]\d+)?", text))
        for key in variant.key.values():
            if not isinstance(key, tuple | str) and abs(key) < TELLING:
                continue
            if isinstance(key, tuple):
                assert key not in seen
                assert table(key, language) not in text
                assert str(key) not in text
                assert str(key).replace("(", "[").replace(")", "]") not in text
            else:
                assert str(key) not in numbers


@pytest.mark.parametrize("name", BANK.files)
def test_no_wrong_answer_of_a_guarded_misconception_is_given_away(name):
    variant = DRAWINGS[name].variant(PUBLIC_SECRET, "ada")
    view = exercise_view(variant, single(variant.exercise).tasks[0], "en")
    text = "\n".join(strings(view))
    for wrong in variant.wrong.values():
        for answer, value in wrong.items():
            given = set(view.given.values())
            if isinstance(value, tuple) and value not in given and value != variant.key[answer]:
                assert str(value) not in text


@pytest.mark.parametrize("feedback", Feedback)
def test_a_view_has_a_seed_only_where_the_notebook_judges(feedback):
    ada = Student(id="ada", name="Ada")
    made, variants = sheet(ada, replace(ASSIGNMENT, feedback=feedback))
    judges = feedback in {Feedback.SCORE, Feedback.FULL}
    assert [view.seed for view in made.exercises] == [
        variant.seed if judges else "" for variant in variants
    ]


def test_exercises_of_one_notebook_never_share_a_variable():
    made, _ = sheet(Student(id="ada", name="Ada"))
    names = [
        name
        for view in made.exercises
        for name in (*view.given, *(answer.variable for answer in view.answers))
    ]
    assert len(names) == len(set(names))
    assert all(re.search(r"_\d$", name) for name in names)


def spans(view):
    """Return what stands in code in the texts of an exercise."""
    return re.findall(r"(?<!`)`([^`]+)`(?!`)", "\n".join((view.prompt, *view.hints)))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", sorted(DRAWINGS))
def test_a_text_calls_the_variables_by_their_names_in_the_notebook(name, language):
    drawn = DRAWINGS[name].variant(PUBLIC_SECRET, "ada")
    task = single(drawn.exercise).tasks[0]
    view = exercise_view(drawn, task, language, suffix="_2")
    bare = {variable.removesuffix("_2") for variable in view.given}
    assert not bare & {*spans(view)} - {
        argument for answer in drawn.exercise.answers for argument in answer.arguments
    }


def test_the_texts_of_a_function_keep_the_names_of_its_arguments():
    drawn = DRAWINGS["match-template"].variant(PUBLIC_SECRET, "ada")
    view = exercise_view(drawn, single(drawn.exercise).tasks[0], "en", suffix="_2")
    assert {"scene_2", "piece_2", "ncc_map_2(image, template)", "image"} <= {*spans(view)}


def test_an_exercise_that_is_alone_has_plain_variables():
    ada = Student(id="ada", name="Ada")
    made, _ = sheet(ada, single(BANK.exercise("identify-shift")))
    assert [answer.variable for answer in made.exercises[0].answers] == ["move"]
    assert list(made.exercises[0].given) == ["kernel"]


def test_the_given_values_are_those_of_the_variant():
    made, variants = sheet(Student(id="ada", name="Ada"))
    assert made.exercises[0].given == {
        "image_1": variants[0].values["image"],
        "kernel_1": variants[0].values["kernel"],
    }


def test_a_worksheet_speaks_the_language_of_its_student():
    made, _ = sheet(Student(id="ada", name="Ada", language="es"))
    assert (made.title, made.language) == ("Fundamentos del filtrado", "es")
    assert all("Convenio" in view.prompt for view in made.exercises)
    assert made.exercises[0].answers[0].label.startswith("La correlación")


def test_a_language_that_the_exercise_lacks_falls_back_to_its_first():
    made, _ = sheet(Student(id="ada", name="Ada", language="fr"))
    assert made.title == "Filtering basics"
    assert "Convention" in made.exercises[0].prompt


def test_the_drawn_numbers_are_the_same_in_both_languages():
    for name, drawing in DRAWINGS.items():
        task = single(BANK.exercise(name)).tasks[0]
        for number in range(25):
            variant = drawing.variant(PUBLIC_SECRET, f"s{number}")
            english, spanish = (exercise_view(variant, task, code) for code in ("en", "es"))
            assert english.given == spanish.given
            assert [answer.form for answer in english.answers] == [
                answer.form for answer in spanish.answers
            ]
            assert drawn(english) == drawn(spanish)


def drawn(view):
    return sorted(re.findall(r"[-−]?\d+", "\n".join((view.prompt, *view.hints))))


def test_an_answer_without_a_label_is_called_by_its_name(drawing):
    made = drawing(["a: integer(2, 4)"], ["out: 7*a"])
    view = exercise_view(made.variant(b"", "ada"), single(made.exercise).tasks[0], "en")
    assert view.answers[0].label == "out"


def test_a_text_that_fails_names_its_exercise(drawing):
    made = drawing(["a: integer(2, 4)"], ["out: 7*a", "m: 'delta(3, 1, 1)'"])
    exercise = replace(made.exercise, prompt={"en": "{{ m[9][9] + 1 }}"})
    variant = replace(made.variant(b"", "ada"), exercise=exercise)
    with pytest.raises(ExerciseError) as caught:
        exercise_view(variant, single(exercise).tasks[0], "en")
    assert caught.value.faults[0].place == "small.yaml"


def test_a_text_cannot_show_a_key_even_if_its_file_was_never_checked(drawing):
    made = drawing(["a: integer(2, 4)"], ["out: 7*a"])
    exercise = replace(made.exercise, prompt={"en": "{{ out }}"})
    variant = replace(made.variant(b"", "ada"), exercise=exercise)
    with pytest.raises(ExerciseError):
        exercise_view(variant, single(exercise).tasks[0], "en")


def test_points_are_shown_as_they_were_written():
    task = replace(ASSIGNMENT.tasks[0], points=Decimal("2.50"))
    variant = DRAWINGS[task.exercise.id].variant(PUBLIC_SECRET, "ada")
    assert exercise_view(variant, task, "en").points == "2.5"
