"""Whole submissions, from the file to the points: each case is a folder, and what it earns.

``case.yaml`` says what the student does, ``expected.json`` what an examiner gives. A change that
moves a grade shows up here as a difference to be read. After reading it, run the tests once with
``GRADER_UPDATE=1`` to write the expectations anew.
"""

import json
import os
from pathlib import Path

import pytest
import yaml

CASES = sorted(path.parent for path in Path(__file__).parent.glob("*/case.yaml"))
EXPECTED = "expected.json"
every_case = pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)


def summary(grade):
    """Return what an examiner decides about: points, verdicts, diagnoses, and what is odd."""
    return {
        "points": f"{grade.earned:.2f} of {grade.possible:.2f}",
        "problems": [problem.code for problem in grade.problems],
        "exercises": {
            exercise.exercise: {
                "points": f"{exercise.earned:.2f} of {exercise.possible:.2f}",
                "diagnoses": [item.misconception for item in exercise.diagnoses],
                "answers": {item.answer: said(item) for item in exercise.answers},
            }
            for exercise in grade.exercises
        },
    }


def said(answer):
    remarks = ", ".join(remark.code for remark in answer.remarks)
    return f"{answer.verdict} {answer.earned:.2f}" + f" ({remarks})" * bool(remarks)


@every_case
def test_a_submission_earns_what_an_examiner_gives(folder, handed_in):
    case = yaml.safe_load((folder / "case.yaml").read_text(encoding="utf-8"))
    sheet, data = handed_in(case)
    found = json.dumps(summary(sheet.grade(data)), indent=2) + "\n"
    if os.environ.get("GRADER_UPDATE"):
        (folder / EXPECTED).write_text(found, encoding="utf-8")

    assert found == (folder / EXPECTED).read_text(encoding="utf-8"), case["about"]


def test_there_are_cases():
    assert len(CASES) > 25


def test_every_folder_is_a_case():
    folders = {path.parent for path in Path(__file__).parent.glob(f"*/{EXPECTED}")}

    assert folders == set(CASES)
