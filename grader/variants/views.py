"""Variant → what its student may see. The key stays behind: no field could hold it."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from grader.answers import form_of, sized
from grader.answers.choice import letter_of
from grader.errors import ExerciseError
from grader.expressions.derivation import keys_of
from grader.model.assignment import Assignment, Student, Task
from grader.model.exercise import Answer, Exercise
from grader.model.text import Text, in_language
from grader.model.value import Value
from grader.model.variant import AnswerView, Choice, ExerciseView, Variant, Worksheet
from grader.texts import TemplateFault, clock_time, render


def worksheet(assignment: Assignment, student: Student, variants: Sequence[Variant]) -> Worksheet:
    """Return everything that the notebook of `student` is made from."""
    language = student.language or assignment.language
    alone = len(assignment.tasks) == 1
    return Worksheet(
        assignment=assignment.id,
        title=in_language(assignment.title, language),
        student=student.id,
        name=student.name,
        language=language,
        points=points_shown(assignment.points),
        feedback=assignment.feedback,
        attempt=next((variant.attempt for variant in variants), 1),
        due=clock_time(assignment.schedule.due) if assignment.schedule.due else "",
        exercises=tuple(
            exercise_view(
                variant,
                task,
                language,
                suffix="" if alone else f"_{task.number}",
                seeded=assignment.feedback.is_seeded,
            )
            for task, variant in zip(assignment.tasks, variants, strict=True)
        ),
    )


def exercise_view(
    variant: Variant, task: Task, language: str, *, suffix: str = "", seeded: bool = False
) -> ExerciseView:
    """Return the exercise as its student meets it.

    Parameters
    ----------
    suffix
        Added to every variable, so that two exercises of a notebook never share one.
    seeded
        Whether the notebook may compute the key, which full feedback needs.

    Raises
    ------
    ExerciseError
        When the prompt or a hint cannot be rendered, or shows a key.
    """
    exercise = variant.exercise
    shown = visible(variant)
    names = _names(exercise, suffix)
    return ExerciseView(
        exercise=exercise.id,
        number=task.number,
        title=in_language(exercise.title, language),
        prompt=names(_rendered(exercise, exercise.prompt, shown, language)),
        hints=tuple(names(_rendered(exercise, hint, shown, language)) for hint in exercise.hints),
        points=points_shown(task.points),
        minutes=exercise.minutes,
        given={name + suffix: variant.values[name] for name in exercise.given},
        answers=tuple(
            AnswerView(
                name=answer.name,
                variable=answer.name + suffix,
                label=in_language(answer.label, language) if answer.label else answer.name,
                form=form_of(answer, variant),
                options=_choices(variant, answer, shown, language),
                reasons=_reasons(variant, answer, shown, language),
                parts=_parts(variant, answer, language),
            )
            for answer in exercise.answers
        ),
        variant=variant.id,
        seed=variant.seed if seeded else "",
    )


def _names(exercise: Exercise, suffix: str) -> Callable[[str], str]:
    """Return what gives the variables in a text the names that they have in the notebook.

    Only what stands in code is a variable, by itself or called: `kernel`, `correlate2d(image, …)`.
    The arguments of a function keep their names.
    """
    arguments = {name for answer in exercise.answers for name in answer.arguments}
    variables = {*exercise.given, *(answer.name for answer in exercise.answers)} - arguments
    if not suffix or not variables:
        return lambda text: text
    code = re.compile(rf"(?<!`)`({'|'.join(map(re.escape, sorted(variables)))})(?=`(?!`)|\()")
    return lambda text: code.sub(rf"`\g<1>{suffix}", text)


def _choices(
    variant: Variant, answer: Answer, shown: dict[str, Value], language: str
) -> tuple[Choice, ...]:
    """Return the options in the order of this variant, each behind its letter."""
    texts = {option.id: option.text for option in answer.options}
    return tuple(
        Choice(
            mark=letter_of(index),
            text=_rendered(variant.exercise, texts[option], shown, language),
        )
        for index, option in enumerate(variant.orders.get(answer.name, ()))
    )


def _reasons(
    variant: Variant, answer: Answer, shown: dict[str, Value], language: str
) -> tuple[Choice, ...]:
    reasons = answer.because.options if answer.because else ()
    return tuple(
        Choice(mark=str(number), text=_rendered(variant.exercise, one.text, shown, language))
        for number, one in enumerate(reasons, start=1)
    )


def _parts(variant: Variant, answer: Answer, language: str) -> tuple[Choice, ...]:
    """Return what each part is, and how large."""
    sizes = sized(form_of(answer, variant), language)
    labels = (in_language(part.label, language) for part in answer.parts)
    return tuple(
        Choice(mark=part.name, text=f"{label}: {size}" if label else size)
        for part, label, size in zip(answer.parts, labels, sizes, strict=True)
    )


def visible(variant: Variant) -> dict[str, Value]:
    """Return the values that a prompt may show: all but those that hold a key."""
    keys = {name for answer in variant.exercise.answers for name in keys_of(answer)}
    return {name: value for name, value in variant.values.items() if name not in keys}


def points_shown(points: Decimal) -> str:
    """Return points without trailing zeros.

    >>> points_shown(Decimal("4.0")), points_shown(Decimal("2.50")), points_shown(Decimal(10))
    ('4', '2.5', '10')
    """
    return f"{points:f}".rstrip("0").rstrip(".") if "." in f"{points:f}" else f"{points:f}"


def _rendered(exercise: Exercise, text: Text, shown: dict[str, Value], language: str) -> str:
    try:
        return render(in_language(text, language), shown, language).strip()
    except TemplateFault as fault:
        place = exercise.place or exercise.id
        raise ExerciseError.at(place, f"a text cannot be rendered: {fault.fault}") from None
