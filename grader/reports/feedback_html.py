"""The page that a student gets: what was right, what was not, and what seems to have happened."""

from functools import partial

from grader.model.grade import Grade
from grader.reports import step_markup, step_through
from grader.reports.credits import unadjusted
from grader.reports.pages import render
from grader.reports.plane_markup import plane_table
from grader.reports.planes import parts_of, planes


def to_html(grade: Grade, *, language: str) -> str:
    """Return the page of one student: complete in itself, without scripts or network.

    A right value is in it only where the grade has a worked answer, and whether it has one is the
    assignment's policy.
    """
    return render(
        "feedback.html.j2",
        language=language,
        grade=grade,
        unadjusted=unadjusted(grade, language),
        planes=planes,
        plane_table=partial(plane_table, language=language),
        parts_of=parts_of,
        walk_of=step_through.step_through_of,
        **step_markup.words(language),
    )
