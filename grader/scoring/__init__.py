"""Execution + Variant → Grade: partial credit, carried errors, slips and diagnosis."""

from grader.scoring.grades import grade, ungraded
from grader.scoring.judgment import judge

__all__ = ["grade", "judge", "ungraded"]
