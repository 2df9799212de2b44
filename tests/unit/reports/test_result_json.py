import json
import math
from dataclasses import fields, replace
from decimal import Decimal
from fractions import Fraction

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.model.grade import (
    AnswerGrade,
    Clock,
    Diagnosis,
    ExerciseGrade,
    Grade,
    GroupGrade,
    PartGrade,
    Remark,
    Verdict,
)
from grader.model.submission import Integrity, Problem
from grader.model.worked import Filtering, WorkedAnswer
from grader.reports.result_json import SCHEMA, from_json, schema, to_json

FLOATS = st.floats(allow_nan=False)
SCALARS = (
    st.booleans()
    | st.integers()
    | FLOATS
    | st.fractions()
    | st.text(max_size=5)
    | st.sampled_from(["3/4", "-1/2", "6/4", "3/0", "nan", "inf", "-inf", "NaN", "7"])
)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3).map(tuple), max_leaves=6)
POINTS = st.decimals(0, 1000, places=4)
TEXTS = st.dictionaries(st.sampled_from(["en", "es", "fr"]), st.text(max_size=8), max_size=3)
WORDS = st.text(max_size=6)


def tuples(items):
    return st.lists(items, max_size=2).map(tuple)


REMARKS = st.builds(Remark, code=WORDS, text=TEXTS)
ANSWERS = st.builds(
    AnswerGrade,
    answer=WORDS,
    label=TEXTS,
    kind=WORDS,
    verdict=st.sampled_from(Verdict),
    earned=POINTS,
    possible=POINTS,
    given=st.none() | VALUES,
    right=tuples(st.booleans()),
    remarks=tuples(REMARKS),
    groups=tuples(
        st.builds(GroupGrade, group=WORDS, label=TEXTS, right=st.integers(), cases=st.integers())
    ),
    parts=tuples(
        st.builds(PartGrade, part=WORDS, label=TEXTS, right=st.sampled_from([None, True, False]))
    ),
)
CELLS = st.integers() | st.fractions() | st.floats(-9, 9)


def matrices(rows, columns):
    return st.tuples(*(st.tuples(*(CELLS,) * columns),) * rows)


PAIRS = st.tuples(st.integers(1, 3), st.integers(1, 3))
FILTERINGS = st.builds(
    Filtering,
    image=matrices(3, 4),
    kernel=matrices(2, 3),
    operation=st.sampled_from(["correlate", "convolve"]),
    mode=st.sampled_from(["same", "full"]),
    boundary=st.sampled_from(["replicate", "reflect", "symmetric", "wrap"]),
    stride=PAIRS,
    dilation=PAIRS,
    anchor=st.none() | st.tuples(st.integers(0, 1), st.integers(0, 2)),
)
WORKED = st.builds(WorkedAnswer, answer=WORDS, filtering=FILTERINGS)
DIAGNOSES = st.builds(
    Diagnosis, misconception=WORDS, say=TEXTS, agree=st.integers(), differ=st.integers()
)
EXERCISES = st.builds(
    ExerciseGrade,
    exercise=WORDS,
    number=st.integers(),
    title=TEXTS,
    variant=WORDS,
    earned=POINTS,
    possible=POINTS,
    answers=tuples(ANSWERS),
    diagnoses=tuples(DIAGNOSES),
    worked=st.none() | WORKED,
)
GRADES = st.builds(
    Grade,
    assignment=WORDS,
    title=TEXTS,
    student=WORDS,
    name=WORDS,
    earned=POINTS,
    possible=POINTS,
    exercises=tuples(EXERCISES),
    problems=tuples(st.builds(Problem, code=WORDS, text=TEXTS, fatal=st.booleans())),
    submission=WORDS,
    fingerprint=WORDS,
    level=WORDS,
    executed=st.booleans(),
    output=st.text(max_size=20),
    clock=st.sampled_from(Clock),
    commit=WORDS,
    integrity=st.builds(
        Integrity,
        missing=tuples(WORDS),
        duplicated=tuples(WORDS),
        edited=tuples(WORDS),
        files=tuples(WORDS),
    ),
    graded_at=WORDS,
    feedback=tuples(REMARKS),
)


def kinds(value):
    """Return the types of the cells, a whole fraction counted as the integer it is written as."""
    if isinstance(value, tuple):
        return tuple(kinds(item) for item in value)
    return int if isinstance(value, Fraction) and value.denominator == 1 else type(value)


@given(GRADES)
def test_a_result_that_was_written_reads_back_equal(grade):
    assert from_json(to_json(grade)) == grade


@given(GRADES)
def test_writing_what_was_read_gives_the_same_text(grade):
    assert to_json(from_json(to_json(grade))) == to_json(grade)


VALIDATOR = jsonschema.Draft202012Validator(schema())


def test_the_schema_is_one():
    VALIDATOR.check_schema(schema())


@given(GRADES)
def test_every_result_is_valid_under_the_schema(grade):
    VALIDATOR.validate(json.loads(to_json(grade)))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["earned"], 2.25),
        (["earned"], "2,25"),
        (["bonus"], "1"),
        (["clock"], "sundial"),
        (["schema"], "grader/result/2"),
        (["exercises", 0, "answers", 1, "verdict"], "good"),
        (["exercises", 0, "answers", 0, "given"], {"sum": 3}),
        (["integrity"], None),
    ],
)
def test_the_schema_refuses_what_reading_refuses(ana, path, value):
    data = json.loads(to_json(ana))
    VALIDATOR.validate(data)
    _set(data, path, value)
    assert not VALIDATOR.is_valid(data)
    with pytest.raises(ValueError, match="fix: delete the file"):
        from_json(json.dumps(data))


@given(VALUES)
def test_a_value_keeps_its_types(value):
    answer = replace(_answer(), given=value)
    assert kinds(_given(from_json(to_json(_grade(answer))))) == kinds(value)


@pytest.mark.parametrize("number", [math.inf, -math.inf, math.nan, -0.0])
def test_a_special_float_survives(number):
    text = to_json(_grade(replace(_answer(), given=(number,))))
    assert repr(_given(from_json(text))) == repr((number,))


def test_a_number_that_is_not_finite_is_written_as_a_text():
    assert '"nan"' in to_json(_grade(replace(_answer(), given=math.nan)))


@pytest.mark.parametrize(
    "value", [2**50_000, -(2**50_000), Fraction(2**50_000, 3)], ids=["large", "negative", "ratio"]
)
def test_a_number_of_many_digits_survives(value):
    assert _given(from_json(to_json(_grade(replace(_answer(), given=value))))) == value


def test_half_a_surrogate_pair_in_the_output_can_be_encoded_and_survives(ana):
    grade = replace(ana, output="a\ud800b")
    text = to_json(grade)
    assert from_json(text.encode().decode()) == grade


@pytest.mark.parametrize(
    ("amount", "written"), [("3.250", "3.25"), ("1E+2", "100"), ("0.00", "0"), ("-0", "0")]
)
def test_points_are_written_as_exact_decimals_in_one_form(ana, amount, written):
    assert json.loads(to_json(replace(ana, earned=Decimal(amount))))["earned"] == written


def test_points_of_more_digits_than_the_decimal_context_are_not_rounded(ana):
    amount = Decimal("0." + "1" * 40)
    assert from_json(to_json(replace(ana, earned=amount))).earned == amount


def test_the_schema_comes_first_and_the_text_ends_with_a_line_feed(ana):
    text = to_json(ana)
    assert text.startswith(f'{{\n  "schema": "{SCHEMA}",\n  "assignment"')
    assert text.endswith("}\n")


def test_letters_are_written_as_they_are(ana):
    assert "Ana Pérez Núñez" in to_json(ana)


def test_the_first_language_stays_first(ana):
    grade = replace(ana, title={"fr": "Semaine", "en": "Week"})
    assert list(from_json(to_json(grade)).title) == ["fr", "en"]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ([], Grade),
        (["exercises", 0], ExerciseGrade),
        (["exercises", 0, "answers", 0], AnswerGrade),
        (["exercises", 0, "answers", 0, "remarks", 0], Remark),
        (["exercises", 0, "diagnoses", 0], Diagnosis),
        (["exercises", 0, "worked"], WorkedAnswer),
        (["exercises", 0, "worked", "filtering"], Filtering),
        (["problems", 0], Problem),
        (["integrity"], Integrity),
    ],
)
def test_every_field_of_the_record_is_written(ana, path, kind):
    part = json.loads(to_json(ana))
    for key in path:
        part = part[key]
    assert part.keys() - {"schema"} == {field.name for field in fields(kind)}


FILTERING = ["exercises", 0, "worked", "filtering"]


def _set(data, path, value):
    *parents, last = path
    for key in parents:
        data = data[key]
    data[last] = value


@pytest.mark.parametrize(
    ("path", "value", "place", "fault"),
    [
        (["earned"], 2.25, "result.earned", "expected a text, found 2.25"),
        (["earned"], "2,25", "result.earned", "'2,25' is not a decimal number"),
        (["earned"], "NaN", "result.earned", "'NaN' is not a decimal number"),
        (["executed"], 1, "result.executed", "expected true or false, found 1"),
        (["exercises"], {}, "result.exercises", "expected a list, found an object"),
        (["exercises", 1, "number"], True, "result.exercises[1].number", "found True"),
        (
            ["exercises", 0, "answers", 1, "verdict"],
            "good",
            "result.exercises[0].answers[1].verdict",
            "'good' is none of correct, partial",
        ),
        (["title", "es"], None, "result.title.es", "expected a text, found None"),
        (["bonus"], "1", "result.bonus", "no such field is known"),
        (["schema"], "grader/result/2", "result.schema", "this is no result in the schema"),
        ([*FILTERING, "image", 3], {"sum": 3}, "filtering.image[3]", "not {text} or {hex}"),
        ([*FILTERING, "fill_value"], None, "worked.filtering.fill_value", "nothing"),
        ([*FILTERING, "fill_value"], {"hex": "0x1/0x0"}, "filtering.fill_value", "{hex}"),
        ([*FILTERING, "image", 3], [1], "exercises[0].worked.filtering", "image is ragged"),
        ([*FILTERING, "mode"], "some", "worked.filtering", 'mode "some" is not'),
        ([*FILTERING, "kernel"], "none", "worked.filtering", "kernel must"),
        ([*FILTERING, "stride"], [0, 1], "worked.filtering", "stride must be at least 1"),
    ],
)
def test_a_field_that_does_not_fit_is_refused_with_its_place(ana, path, value, place, fault):
    data = json.loads(to_json(ana))
    _set(data, path, value)
    with pytest.raises(ValueError, match=r"fix: delete the file") as caught:
        from_json(json.dumps(data))
    assert f"{place}: " in str(caught.value)
    assert fault in str(caught.value)


def test_a_missing_field_is_refused_with_its_place(ana):
    data = json.loads(to_json(ana))
    del data["exercises"][0]["answers"][0]["earned"]
    with pytest.raises(ValueError, match=r"answers\[0\]\.earned: the field is missing"):
        from_json(json.dumps(data))


def test_a_file_that_was_cut_short_is_refused_wherever_it_was_cut(ana):
    text = to_json(ana).rstrip("\n")
    for end in range(0, len(text), 97):
        with pytest.raises(ValueError, match=r"^result.*line \d+, column \d+: this is not JSON"):
            from_json(text[:end])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[]", "no result in the schema"),
        ('{"schema": "nbgrader"}', "no result in the schema"),
        ('{"a": 1, "a": 2}', "the field occurs twice"),
        ('{"a": NaN}', "NaN is not JSON"),
        ('{"a": 1e999}', "1e999 is too large"),
        ('{"a": ' + "9" * 5000 + "}", "a number of 5000 digits"),
        ("[" * 200_000, "nested too deeply"),
    ],
)
def test_a_foreign_file_is_refused(text, fault):
    with pytest.raises(ValueError, match=fault):
        from_json(text)


def _answer():
    return AnswerGrade(
        answer="out",
        label={},
        kind="matrix",
        verdict=Verdict.INCORRECT,
        earned=Decimal(0),
        possible=Decimal(1),
    )


def _grade(answer):
    exercise = ExerciseGrade(
        exercise="e",
        number=1,
        title={},
        variant="",
        earned=answer.earned,
        possible=answer.possible,
        answers=(answer,),
    )
    return Grade(
        assignment="a",
        title={},
        student="s",
        name="",
        earned=answer.earned,
        possible=answer.possible,
        exercises=(exercise,),
    )


def _given(grade):
    return grade.exercises[0].answers[0].given
