"""Execution + Variant → Grade: partial credit, carried errors, slips, diagnosis and credit."""

from grader.scoring.credit import Received, credited, recorded, set_by_hand
from grader.scoring.grades import grade, ungraded
from grader.scoring.judgment import judge

__all__ = ["Received", "credited", "grade", "judge", "recorded", "set_by_hand", "ungraded"]
