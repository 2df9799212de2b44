"""One variant as its author wants to see it: prompt, key, mistakes, worked solution."""

from grader.expressions.traces import trace_of
from grader.model.assignment import Student
from grader.model.exercise import Exercise
from grader.reports.preview_text import Preview, preview_text
from grader.spec.assignments import single
from grader.texts import render
from grader.variants import PUBLIC_SECRET, Drawing, worksheet


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
    spoken = language if language in exercise.languages else exercise.languages[0]
    variant = Drawing(exercise).variant(PUBLIC_SECRET, f"preview-{seed}")
    student = Student(id=f"preview-{seed}", name="Preview", language=spoken)
    view = worksheet(single(exercise), student, (variant,)).exercises[0]
    traced = exercise.solution.trace
    solution = exercise.solution.text
    return preview_text(
        Preview(
            variant=variant,
            view=view,
            language=spoken,
            solution=render(solution[spoken], variant.values, spoken) if solution else "",
            trace=trace_of(exercise, traced, variant.values) if traced else None,
        )
    )
