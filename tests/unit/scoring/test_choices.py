"""What was chosen is told in the words that the student read, and in their order."""

import pytest

from grader.spec.assignments import single
from grader.variants import exercise_view

STUDENTS = ["ada", "bo", "cleo", "dan"]


def view_of(variant, language):
    return exercise_view(variant, single(variant.exercise).tasks[0], language)


def told(graded, language):
    (answer,) = (one for one in graded.answers if one.kind == "choice")
    return [(one.mark, one.text[language]) for one in answer.chosen]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("student", STUDENTS)
def test_whatever_letter_is_written_is_told_with_its_text(variant, graded, student, language):
    drawn = variant("which-mistake", student)
    name = next(one.name for one in drawn.exercise.answers if one.kind == "choice")
    view = next(one for one in view_of(drawn, language).answers if one.name == name)
    assert len(view.options) > 2
    for option in view.options:
        result = graded(drawn, **{name: option.mark})
        assert told(result, language) == [(option.mark, option.text)]


@pytest.mark.parametrize("student", STUDENTS)
def test_several_are_told_in_the_order_in_which_they_were_shown(variant, graded, student):
    drawn = variant("when-equal", student)
    name = next(one.name for one in drawn.exercise.answers if one.many)
    view = next(one for one in view_of(drawn, "en").answers if one.name == name)
    letters = tuple(option.mark for option in view.options)
    for chosen in (letters, letters[::-1], letters[1:2], ()):
        result = graded(drawn, **{name: chosen})
        (answer,) = (one for one in result.answers if one.answer == name)
        assert [one.mark for one in answer.chosen] == sorted(chosen)
        assert sorted(one.option for one in answer.chosen) == list(answer.given)


def test_a_reason_comes_after_what_it_is_for(variant, graded):
    drawn = variant("which-operation")
    answer = next(one for one in drawn.exercise.answers if one.because)
    view = next(one for one in view_of(drawn, "es").answers if one.name == answer.name)
    option, reason = view.options[1], view.reasons[0]
    result = graded(drawn, **{answer.name: f"{option.mark}{reason.mark}"})
    assert told(result, "es") == [(option.mark, option.text), (reason.mark, reason.text)]


@pytest.mark.parametrize("written", ["Z", 3.5, ("A", "A", "A", "Q")])
def test_what_is_no_option_was_not_chosen(variant, graded, written):
    drawn = variant("which-mistake")
    name = next(one.name for one in drawn.exercise.answers if one.kind == "choice")
    assert told(graded(drawn, **{name: written}), "en") == []


def test_other_answers_have_chosen_nothing(variant, graded):
    drawn = variant("predict-correlation")
    assert not any(one.chosen for one in graded(drawn, **drawn.key).answers)
