"""A file of points that an instructor has set → points and reasons."""

import re
from collections.abc import Mapping
from decimal import Decimal

from grader.errors import ExerciseError, Fault
from grader.model.grade import ByHand
from grader.spec.tables import Layout, Row, read_table

_TABLE = Layout(
    noun="file of points set by hand",
    columns={
        "student": ("student", "id", "student id", "github", "estudiante"),
        "points": ("points", "score", "puntos"),
        "reason": ("reason", "why", "comment", "motivo"),
        "attempt": ("attempt", "intento"),
    },
    required=("student", "points"),
    example="student,points,reason",
)
_POINTS = re.compile(r"\d{1,6}([.,]\d{1,4})?")


def read_by_hand(data: bytes, name: str) -> Mapping[tuple[str, int], ByHand]:
    """Return (student, attempt) → points and reason, from a CSV file called `name`.

    Raises
    ------
    ExerciseError
        With every line that cannot be used: without a student, with one twice, or whose points or
        attempt are no number.
    """
    own: dict[tuple[str, int], ByHand] = {}
    faults: list[Fault] = []
    for row in read_table(data, name, _TABLE):
        attempt = row["attempt"] or "1"
        if fault := _fault(row, attempt):
            faults.append(Fault(place=row.place, fault=fault, fix="student,points,reason"))
            continue
        key = (row["student"], int(attempt))
        if key in own:
            faults.append(Fault(place=row.place, fault=f"`{row['student']}` stands here twice"))
        points = Decimal(row["points"].replace(",", "."))
        own[key] = ByHand(points=points, reason=row["reason"])
    if faults:
        raise ExerciseError(faults)
    return own


def _fault(row: Row, attempt: str) -> str | None:
    if not row["student"]:
        return "this line names no student"
    if not _POINTS.fullmatch(row["points"]):
        return f"{row['points']!r} is no number of points"
    if not re.fullmatch(r"[1-9]\d{0,2}", attempt):
        return f"{attempt!r} is no attempt"
    return None
