"""A grading program in a room: it grades what it is told to, and says what came of it.

python lane.py matrix.yaml          grade the cells on standard input, one JSON text a line
python lane.py matrix.yaml honest   grade honest work over and over until input ends
"""

import json
import select
import sys
import time
from dataclasses import asdict, replace
from pathlib import Path

from grader import notebooks, sandbox
from grader.model.assignment import Student
from grader.sandbox import best
from grader.spec import read_exercise
from grader.spec.assignments import single
from grader.workflows import grade as grading
from grader.workflows.course import Course
from grader.workflows.secrets import Secret

HONEST = "import numpy as np\nanswer = np.array([[1, 2], [3, sum([4])]], dtype=np.float32)"
PATIENT_S = 10.0
"""What honest work may take, however busy the machine is."""
PARENT_MEMORY = "CANARY-in-the-memory-of-the-grader"


class Desk:
    """One exercise and one student."""

    def __init__(self, exercise: Path) -> None:
        text = exercise.read_text(encoding="utf-8")
        self.assignment = single(read_exercise(text, str(exercise)))
        self.course = self.course_within(PATIENT_S)
        self.student = Student(id="ada", name="Ada")
        self.variants = self.course.variants(self.student)
        (self.answer,) = self.variants[0].exercise.answers
        worksheet = self.course.worksheet(self.student, self.variants)
        self.blank = notebooks.render(worksheet)

    def course_within(self, wall_s: float) -> Course:
        limits = replace(self.assignment.limits, wall_s=wall_s, memory_mb=512)
        assignment = replace(self.assignment, limits=limits)
        return Course(assignment=assignment, secret=Secret(key=b"of the attacks"))

    def grade(self, source: str, wall_s: float = PATIENT_S) -> dict[str, object]:
        executions = []
        true = sandbox.execute

        def execute(*arguments, **options):
            executions.append(true(*arguments, **options))
            return executions[-1]

        grading.sandbox.execute = execute
        key = (self.variants[0].exercise.id, self.answer.name)
        began = time.monotonic()
        try:
            data = notebooks.fill(self.blank, {key: source})
            grade = grading.grade_one(self.course_within(wall_s), self.student, data, trusted=True)
        finally:
            grading.sandbox.execute = true
        (graded,) = grade.exercises[0].answers
        (execution,) = executions or [None]
        outcome = execution.outcomes[key] if execution else None
        return {
            "share": float(graded.earned / graded.possible),
            "verdict": graded.verdict.value,
            "outcome": repr(outcome),
            "limit": getattr(outcome, "limit", ""),
            "output": execution.output if execution else "",
            "level": execution.level if execution else "",
            "remarks": repr(graded.remarks),
            "seconds": time.monotonic() - began,
        }


def say(what: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main() -> None:
    exercise, *mode = sys.argv[1:]
    if mode:
        desk = Desk(Path(exercise))
        count, wrong = 0, []
        while not select.select([sys.stdin], [], [], 0)[0]:
            told = desk.grade(HONEST)
            count += 1
            wrong += [told] if told["verdict"] != "correct" else []
            if count == 1:
                say({"ready": True})
            time.sleep(0.05)
        say({"count": count, "wrong": wrong})
        return
    desk = Desk(Path(exercise))
    desk.grade(HONEST)
    found = best()
    say({"level": int(found.level), "layers": found.layers, "failures": asdict(found)["failures"]})
    for line in sys.stdin:
        say(desk.grade(**json.loads(line)))


if __name__ == "__main__":
    main()
