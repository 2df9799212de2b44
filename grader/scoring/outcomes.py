"""Outcomes without a value → verdicts and remarks."""

from grader.model.grade import Remark, Verdict
from grader.model.submission import (
    Blank,
    Missing,
    Raised,
    Stopped,
    Unusable,
)
from grader.scoring.phrases import PHRASES, say


def closed(
    outcome: Blank | Missing | Unusable | Raised | Stopped,
) -> tuple[Verdict, tuple[Remark, ...]]:
    """Return the verdict on an answer that gave no value, and what to tell the student."""
    match outcome:
        case Blank(unset=variable):
            remark = Remark(code="unset", text=say("unset", variable=variable))
            return Verdict.BLANK, (remark,) if variable else ()
        case Missing():
            return Verdict.MISSING, (Remark(code="missing", text=say("missing")),)
        case Unusable(reason=reason):
            return Verdict.INVALID, (Remark(code="unusable", text=reason),)
        case Raised():
            return Verdict.ERROR, (_raised(outcome),)
        case Stopped():
            return _stopped(outcome)


def _raised(outcome: Raised) -> Remark:
    text = {
        language: template.format(
            error=outcome.error, message=outcome.message, place=_place(outcome, language)
        )
        for language, template in PHRASES["raised"].items()
    }
    return Remark(code="raised", text=text)


def _place(outcome: Raised, language: str) -> str:
    """Return where code failed; nothing where that is not known, as in the student's own kernel."""
    if not outcome.cell:
        return ""
    line = PHRASES["line"][language].format(line=outcome.line) if outcome.line else ""
    return PHRASES["place"][language].format(cell=outcome.cell, line=line)


def _stopped(outcome: Stopped) -> tuple[Verdict, tuple[Remark, ...]]:
    verdict = Verdict.TIMEOUT if outcome.limit == "time" else Verdict.STOPPED
    code = outcome.limit if outcome.reached else "not-reached"
    return verdict, (Remark(code=code, text=say(code, amount=outcome.amount, cell=outcome.cell)),)
