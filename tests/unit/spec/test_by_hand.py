"""Points that an instructor has set, in a file."""

from decimal import Decimal

import pytest

from grader.errors import ExerciseError
from grader.model.grade import ByHand
from grader.spec import read_by_hand


def test_points_reason_and_attempt_are_read():
    text = "student;points;reason;attempt\nada;2,5;oral;\nada;3;;2\n"
    assert read_by_hand(text.encode(), "by-hand.csv") == {
        ("ada", 1): ByHand(points=Decimal("2.5"), reason="oral"),
        ("ada", 2): ByHand(points=Decimal(3)),
    }


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (",1,", "this line names no student"),
        ("ada,,", "'' is no number of points"),
        ("ada,-1,", "'-1' is no number of points"),
        ("ada,1e3,", "'1e3' is no number of points"),
        ("ada,nan,", "'nan' is no number of points"),
        ("ada,1,x\nada,2,y", "`ada` stands here twice"),
    ],
)
def test_a_line_that_cannot_be_used_is_a_fault_with_its_place(line, fault):
    with pytest.raises(ExerciseError) as caught:
        read_by_hand(f"student,points,reason\n{line}\n".encode(), "by-hand.csv")
    assert [item.fault for item in caught.value.faults] == [fault]
    assert caught.value.faults[0].place.startswith("by-hand.csv:")


def test_an_attempt_that_is_none_is_a_fault():
    with pytest.raises(ExerciseError, match="'0' is no attempt"):
        read_by_hand(b"student,points,attempt\nada,1,0\n", "by-hand.csv")
