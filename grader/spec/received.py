"""A file of submission times → when each student handed in."""

from collections.abc import Mapping
from datetime import datetime

from grader.errors import ExerciseError, Fault
from grader.spec.tables import Layout, Row, read_table
from grader.spec.times import EXAMPLE, TimeFault, moment

_TIMES = Layout(
    noun="file of submission times",
    columns={
        "student": (
            *("student", "id", "student id", "identifier", "username", "login", "usuario"),
            *("github", "github_username", "github login", "github username", "estudiante"),
        ),
        "time": (
            *("time", "received", "received at", "submitted", "submitted at", "submission time"),
            *("timestamp", "date", "hora", "fecha", "entregado", "fecha de entrega"),
        ),
    },
    required=("student", "time"),
    example="student,time",
)


def read_received(data: bytes, name: str) -> Mapping[str, datetime]:
    """Return id or login of a student → when they handed in, from a CSV file called `name`.

    A line without a time says that it is not known, as a line that is left out does.

    Raises
    ------
    ExerciseError
        With every line that cannot be used: without a student, with one twice, or with a time that
        is none or leaves its offset open.
    """
    times: dict[str, datetime] = {}
    seen: set[str] = set()
    faults: list[Fault] = []
    for row in read_table(data, name, _TIMES):
        student = row["student"].casefold()
        if fault := _fault(row, seen):
            faults.append(fault)
        elif row["time"]:
            try:
                times[row["student"]] = moment(row["time"])
            except TimeFault as error:
                faults.append(Fault(place=row.place, fault=error.fault, fix=error.fix))
        seen.add(student)
    if faults:
        raise ExerciseError(faults)
    return times


def _fault(row: Row, seen: set[str]) -> Fault | None:
    if not row["student"]:
        return Fault(place=row.place, fault="this line names no student", fix=f"student,{EXAMPLE}")
    if row["student"].casefold() in seen:
        return Fault(
            place=row.place,
            fault=f"`{row['student']}` stands here twice",
            fix="keep the time of the file that is graded",
        )
    return None
