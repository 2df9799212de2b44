"""The formats, in one table."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from grader.model.grade import Grade
from grader.platforms import (
    annotations,
    classroom50,
    github_classroom,
    gradescope,
    junit,
    step_summary,
)
from grader.platforms.run import Run
from grader.reports import feedback_html, result_json

Files: TypeAlias = Mapping[str, str]
"""Name → content; the first is the one to look at."""
Format: TypeAlias = Callable[[Grade, Run], Files]

OUTPUT, SUMMARY, COMMANDS = "github-output.txt", "summary.md", "annotations.txt"
"""Files that GitHub Actions takes in other ways than as files."""


def _json(grade: Grade, run: Run) -> Files:
    del run
    return {"grader-result.json": result_json.to_json(grade)}


def _html(grade: Grade, run: Run) -> Files:
    del run
    return {"feedback.html": feedback_html.to_html(grade, language=grade.language)}


def _junit(grade: Grade, run: Run) -> Files:
    del run
    return {"report.xml": junit.to_xml(grade)}


def _step_summary(grade: Grade, run: Run) -> Files:
    return {SUMMARY: step_summary.to_markdown(grade, formative=run.formative)}


def _annotations(grade: Grade, run: Run) -> Files:
    del run
    return {COMMANDS: annotations.to_commands(grade)}


def _github_classroom(grade: Grade, run: Run) -> Files:
    del run
    return {OUTPUT: github_classroom.to_output(grade)}


def _classroom50(grade: Grade, run: Run) -> Files:
    return {
        "result.json": classroom50.to_json(grade, run),
        "release-body.md": step_summary.to_markdown(grade, formative=run.formative),
        OUTPUT: classroom50.to_output(grade),
    }


def _gradescope(grade: Grade, run: Run) -> Files:
    return {"results.json": gradescope.to_json(grade, formative=run.formative)}


FORMATS: Mapping[str, Format] = {
    "json": _json,
    "html": _html,
    "junit": _junit,
    "step-summary": _step_summary,
    "annotations": _annotations,
    "github-classroom": _github_classroom,
    "classroom50": _classroom50,
    "gradescope": _gradescope,
}
