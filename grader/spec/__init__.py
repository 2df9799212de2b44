"""YAML and CSV → frozen records: the door at which everything is parsed, every mistake at once."""

from grader.spec.assignments import read_assignment
from grader.spec.bank import Bank
from grader.spec.by_hand import read_by_hand
from grader.spec.exercises import read_exercise
from grader.spec.received import read_received
from grader.spec.roster import read_roster
from grader.spec.schema import assignment_schema, exercise_schema

__all__ = [
    "Bank",
    "assignment_schema",
    "exercise_schema",
    "read_assignment",
    "read_by_hand",
    "read_exercise",
    "read_received",
    "read_roster",
]
