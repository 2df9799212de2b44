"""One variant as its author wants to see it: prompt, key, mistakes, worked solution."""

from pathlib import Path

from grader.expressions import to_runtime
from grader.expressions.traces import filtering_of
from grader.marking import Marker, inputs
from grader.model.assignment import Student
from grader.model.exercise import Exercise, Misconception
from grader.model.text import in_language
from grader.model.variant import ExerciseView, Variant
from grader.reports import preview_html
from grader.reports.preview_text import preview_text
from grader.reports.previews import Mistake, Preview, WrongAnswer
from grader.scoring.diagnosis import explained
from grader.spec.assignments import single
from grader.texts import render
from grader.variants import PUBLIC_SECRET, Drawing, worksheet
from grader.workflows.files import write_whole


def preview(exercise: Exercise, *, seed: int = 1, language: str = "en") -> str:
    """Return a variant with everything that students do not see, as text for a terminal.

    Parameters
    ----------
    exercise
        What to draw.
    seed
        Which variant; the draws are those of a student called after it.
    language
        Of the texts, where the exercise has it.
    """
    return preview_text(previewed(exercise, seed=seed, language=language))


def preview_page(exercise: Exercise, *, seed: int = 1, language: str = "en") -> str:
    """Return the same as an HTML page, with the worked solution to step through."""
    return preview_html.to_html(previewed(exercise, seed=seed, language=language))


def write_page(page: str, exercise: Exercise, path: Path) -> Path:
    """Write a page and return where: in a folder it is called after the exercise.

    Raises
    ------
    UsageError
        When the file cannot be written.
    """
    place = path / f"{exercise.id}.html" if path.is_dir() else path
    write_whole(place, page)
    return place


def previewed(exercise: Exercise, *, seed: int = 1, language: str = "en") -> Preview:
    """Return what both of them show."""
    spoken = language if language in exercise.languages else exercise.languages[0]
    variant = Drawing(exercise).variant(PUBLIC_SECRET, f"preview-{seed}")
    student = Student(id=f"preview-{seed}", name="Preview", language=spoken)
    view = worksheet(single(exercise), student, (variant,)).exercises[0]
    traced = exercise.solution.trace
    solution = exercise.solution.text
    return Preview(
        variant=variant,
        view=view,
        language=spoken,
        mistakes=tuple(_mistake(variant, view, item, spoken) for item in exercise.misconceptions),
        solution=render(solution[spoken], variant.values, spoken) if solution else "",
        filtering=filtering_of(exercise, traced, variant.values) if traced else None,
    )


def _mistake(
    variant: Variant, view: ExerciseView, misconception: Misconception, language: str
) -> Mistake:
    exercise = variant.exercise
    wrong = variant.wrong.get(misconception.id, {})
    known = {name: to_runtime(value) for name, value in variant.values.items()}
    marker = Marker(known, inputs(exercise, variant.values))
    # What is said may quote the answer: here it is the misconception's own.
    quoted = {**variant.values, "student": tuple(wrong.values())}
    return Mistake(
        misconception=misconception,
        name=in_language(explained(misconception.name, quoted), language),
        say=in_language(explained(misconception.say, quoted), language) if wrong else "",
        answers=tuple(
            WrongAnswer(
                answer=answer,
                value=wrong[answer.name],
                differs=marker.difference(
                    exercise.answer(answer.name), wrong[answer.name], variant.key[answer.name]
                ),
            )
            for answer in view.answers
            if answer.name in wrong
        ),
    )
