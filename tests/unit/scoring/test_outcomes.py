"""Every way in which no value came out: its verdict, and what the student is told."""

import typing

import pytest

from grader.model.grade import Verdict
from grader.model.submission import Blank, Given, Missing, Outcome, Raised, Stopped, Unusable
from grader.scoring.outcomes import closed


def stopped(limit, *, reached=True):
    return Stopped(limit=limit, amount="5 s", cell=3, reached=reached)


TABLE = [
    (Blank(), Verdict.BLANK, None, ""),
    (Blank(unset="out_1"), Verdict.BLANK, "unset", "never assigns `out_1`"),
    (Missing(), Verdict.MISSING, "missing", "not in the notebook any more"),
    (
        Unusable(reason={"en": "A set.", "es": "Un conjunto."}),
        Verdict.INVALID,
        "unusable",
        "A set.",
    ),
    (
        Raised(error="NameError", message="no `x`", cell=2, line=7),
        Verdict.ERROR,
        "raised",
        "NameError: no `x` (code cell 2, line 7)",
    ),
    (Raised(error="E", message="m", cell=2), Verdict.ERROR, "raised", "E: m (code cell 2)."),
    (
        Raised(error="KeyError", message="{amount} {0} {", cell=2),
        Verdict.ERROR,
        "raised",
        "KeyError: {amount} {0} { (code cell 2)",
    ),
    (stopped("time"), Verdict.TIMEOUT, "time", "after 5 s"),
    (stopped("memory"), Verdict.STOPPED, "memory", "more than 5 s of memory"),
    (stopped("output"), Verdict.STOPPED, "output", "prints more than 5 s"),
    (stopped("crash"), Verdict.STOPPED, "crash", "ended by itself in code cell 3"),
    (stopped("time", reached=False), Verdict.TIMEOUT, "not-reached", "code cell 3 did not come"),
    (stopped("crash", reached=False), Verdict.STOPPED, "not-reached", "Not run"),
]


@pytest.mark.parametrize(("outcome", "verdict", "code", "said"), TABLE)
def test_an_outcome_without_a_value_has_a_verdict_and_a_reason(outcome, verdict, code, said):
    found, remarks = closed(outcome)
    assert found is verdict
    assert [remark.code for remark in remarks] == ([] if code is None else [code])
    for remark in remarks:
        assert said in remark.text["en"]
        assert set(remark.text) == {"en", "es"}
        assert remark.text["es"].strip()


def test_every_kind_of_outcome_is_in_the_table():
    kinds = set(typing.get_args(Outcome)) - {Given}
    assert {type(outcome) for outcome, *_ in TABLE} == kinds
