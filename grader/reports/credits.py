"""Why not all of the points count, or more than all, in a few words."""

from decimal import Decimal

from grader.model.grade import BY_HAND, Grade
from grader.reports.numerals import points
from grader.reports.phrases import PHRASES, say


def credit_codes(grade: Grade) -> tuple[str, ...]:
    """Return the codes of what was noted about time and attempt, for tables that programs read."""
    codes = (remark.code for remark in grade.feedback)
    return tuple(code for code in codes if f"credit_{code}" in PHRASES)


def credit_note(grade: Grade, language: str) -> str:
    """Return what was noted about time and attempt, and the percent that counts if it is not all.

    Empty for a first attempt on time, as ``late, attempt 2: 49%`` for another.
    """
    words = [say(f"credit_{code}", language, attempt=grade.attempt) for code in credit_codes(grade)]
    if grade.by_hand:
        # Then nothing else has a part in the score.
        return say(f"credit_{BY_HAND}", language)
    if grade.credit == 1:
        return ", ".join(words)
    percent = say("percent", language, n=points(grade.credit * Decimal(100), language))
    return f"{', '.join(words)}: {percent}" if words else percent


def unadjusted(grade: Grade, language: str) -> str:
    """Return the score without credit and why it is another; empty where it is the same."""
    if grade.credit == 1 or not grade.submission or grade.by_hand:
        return ""
    achieved = points(grade.achieved, language)
    score = say("points_of", language, earned=achieved, possible=points(grade.possible, language))
    return say("unadjusted", language, score=score, note=credit_note(grade, language))
