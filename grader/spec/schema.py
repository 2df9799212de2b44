"""The shape of exercise and assignment files, as pydantic models and as JSON Schema."""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from grader.answers import ANSWER_TYPES
from grader.misconceptions import LIBRARY

DRAFT = "http://json-schema.org/draft-07/schema#"
"""What yaml-language-server understands."""

IDENTIFIER = r"^[A-Za-z][A-Za-z0-9_]*$"
SLUG = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
LANGUAGE = r"^[a-z]{2}$"
FACT = r"^S[1-9][0-9]?[a-c]?$"
Identifier: TypeAlias = Annotated[str, Field(pattern=IDENTIFIER, max_length=40)]
Slug: TypeAlias = Annotated[str, Field(pattern=SLUG, max_length=60)]
Language: TypeAlias = Annotated[str, Field(pattern=LANGUAGE)]
Texts: TypeAlias = str | dict[Language, str]
Formula: TypeAlias = str | int | float | bool
Share: TypeAlias = Annotated[float, Field(ge=0, le=1)]
Points: TypeAlias = Annotated[float, Field(gt=0, le=1000)]
Weight: TypeAlias = Annotated[float, Field(gt=0)]
StudentId: TypeAlias = Annotated[str | int, Field(union_mode="left_to_right")]
"""An id of digits alone is a number to YAML."""
Attempts: TypeAlias = Annotated[list[Share], Field(min_length=1, max_length=100)]
Moment: TypeAlias = Annotated[str, Field(examples=["2026-03-09T23:59+01:00"])]
"""A time in ISO 8601 with its offset from UTC; YAML's own times are read as texts."""
FeedbackName: TypeAlias = Literal["format", "score", "full", "after_due"]


class _Block(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class ToleranceBlock(_Block):
    """How far an answer may lie from the key and still be right; exact where nothing is said."""

    abs: Annotated[float, Field(ge=0)] = 0
    rel: Annotated[float, Field(ge=0)] = 0
    digits: Annotated[int, Field(ge=0, le=12)] | None = None


class CarryBlock(_Block):
    """Earlier answers whose submitted values replace the true ones, and what that earns."""

    answers: Annotated[list[Identifier], Field(min_length=1)]
    credit: Share = 0.9


class OptionBlock(_Block):
    """One thing to choose."""

    text: Texts
    right: Formula | None = None


Options: TypeAlias = (
    Literal["misconceptions"] | list[str] | dict[Identifier, str | OptionBlock | Texts]
)


class BecauseBlock(_Block):
    """The reasons for a choice, which of them is right, and the share that it is worth."""

    options: list[str] | dict[Identifier, str | OptionBlock | Texts]
    expect: Formula
    share: Annotated[float, Field(gt=0, lt=1)] = 0.4


class PropertyBlock(_Block):
    """What a right answer satisfies, where there are several."""

    holds: Formula
    share: Annotated[float, Field(gt=0)] = 1
    required: bool = False
    say: Texts | None = None


class CaseGroupBlock(_Block):
    """Cases that a function is tried on, with arguments drawn anew for each."""

    draw: Annotated[dict[Identifier, Formula], Field(min_length=1)]
    times: Annotated[int, Field(ge=1, le=20)] = 1
    share: Annotated[float, Field(gt=0)] = 1
    require: list[Formula] = []
    label: Texts | None = None
    say: Texts | None = None


class PartBlock(_Block):
    """One of several values that make up an answer, with what it is in a few words."""

    of: Formula
    label: Texts | None = None


class AnswerBlock(_Block):
    """One thing that the student fills in; its name is the variable's name."""

    type: Annotated[str, Field(json_schema_extra={"enum": sorted(ANSWER_TYPES)})]
    expect: Formula | None = None
    label: Texts | None = None
    weight: Annotated[float, Field(gt=0)] = 1
    partial: Literal["none", "per_cell"] = "none"
    tolerance: ToleranceBlock | None = None
    carry: list[Identifier] | CarryBlock | None = None
    options: Options | None = None
    many: bool = False
    shuffle: bool = True
    because: BecauseBlock | None = None
    parts: dict[Identifier, Formula | PartBlock] = {}
    properties: list[PropertyBlock] = []
    variables: Annotated[list[Identifier], Field(max_length=12)] = []
    arguments: list[Identifier] = []
    cases: dict[Identifier, CaseGroupBlock] = {}


class MisconceptionBlock(_Block):
    """A wrong method. Empty: taken from the library by its name."""

    gives: Formula | dict[Identifier, Formula] | None = None
    when: Formula | None = None
    credit: Share | None = None
    name: Texts | None = None
    say: Texts | None = None


class BandBlock(_Block):
    """A measure of difficulty and the interval, ends included, that every draw must hit."""

    of: Formula
    band: Annotated[list[float], Field(min_length=2, max_length=2)]


class VariantsBlock(_Block):
    """What a draw must satisfy to be handed out."""

    require: list[Formula] = []
    difficulty: dict[Identifier, BandBlock] = {}
    separate: Literal["all"] | list[Identifier] = "all"
    tries: Annotated[int, Field(ge=1, le=100_000)] = 500


class SolutionBlock(_Block):
    """The worked solution: a text, and the value whose computation is shown step by step."""

    text: Texts | None = None
    trace: Identifier | None = None


class ExpectBlock(_Block):
    """What a test expects: the share of the points, and the diagnosis."""

    score: Share | None = None
    diagnosis: Identifier | list[Identifier] | None = None


class TestBlock(_Block):
    """Answers, and what they must earn and be diagnosed as, in every variant."""

    __test__ = False

    answer: dict[Identifier, Formula | dict[Identifier, Formula]]
    expect: ExpectBlock


class LimitsBlock(_Block):
    """What running the code of one submission may use."""

    wall_s: Annotated[float, Field(gt=0, le=600)] = 10
    cpu_s: Annotated[float, Field(gt=0, le=600)] = 10
    memory_mb: Annotated[int, Field(ge=128, le=16384)] = 1024
    output_kb: Annotated[int, Field(ge=1, le=10240)] = 64
    packages: list[Literal["scipy"]] = []
    scratch: bool = False


class ExerciseFile(_Block):
    """One exercise: a parameterized problem with one or more answers."""

    schema_: Annotated[Literal["exercise/1"], Field(alias="schema")]
    id: Slug
    version: Annotated[int, Field(ge=1)]
    title: Texts
    topics: list[str] = []
    facts: list[Annotated[str, Field(pattern=FACT)]] = []
    minutes: Annotated[int, Field(ge=1, le=600)] = 5
    params: dict[Identifier, Formula] = {}
    let: dict[Identifier, Formula] = {}
    variants: VariantsBlock = VariantsBlock()
    given: list[Identifier] = []
    prompt: Texts
    answers: Annotated[dict[Identifier, AnswerBlock], Field(min_length=1)]
    misconceptions: Annotated[
        dict[Identifier, MisconceptionBlock | None],
        Field(json_schema_extra={"description": f"From the library: {', '.join(LIBRARY)}."}),
    ] = {}
    combinations: list[Annotated[list[Identifier], Field(min_length=2, max_length=2)]] = []
    find_the_bug: Identifier | None = None
    hints: list[Texts] = []
    solution: SolutionBlock = SolutionBlock()
    tests: list[TestBlock] = []
    limits: LimitsBlock = LimitsBlock()


class TaskBlock(_Block):
    """One exercise of an assignment and what it is worth."""

    use: Slug
    points: Points = 1
    weight: Weight = 1


class PoolBlock(_Block):
    """Exercises of which every student gets some, and what each of these is worth."""

    pick: Annotated[int, Field(ge=1)] = 1
    of: Annotated[list[Slug], Field(min_length=2)]
    points: Points = 1
    weight: Weight = 1


class WindowBlock(_Block):
    """What counts of the points of a submission that comes in until some time."""

    until: Moment
    percent: Annotated[float, Field(ge=0, le=200)]


class LateBlock(_Block):
    """What being late costs."""

    grace_minutes: Annotated[float, Field(ge=0, le=1440)] = 0
    percent_per_day: Annotated[float, Field(gt=0, le=100)] = 100
    cut_off_days: Annotated[float, Field(gt=0, le=366)] | None = None


class OverrideBlock(_Block):
    """What is different for some students."""

    students: Annotated[list[StudentId], Field(min_length=1)]
    opens: Moment | None = None
    due: Moment | None = None
    credit: list[WindowBlock] | None = None
    attempts: Attempts | None = None
    language: Language | None = None
    feedback: FeedbackName | None = None


def _line(item: object) -> str:
    """Tell which of the three forms a line of `exercises` has, so that its faults are named."""
    if not isinstance(item, dict):
        return "id"
    return "pool" if {"pick", "of"} & item.keys() else "task"


Line: TypeAlias = Annotated[
    Annotated[Slug, Tag("id")]
    | Annotated[TaskBlock, Tag("task")]
    | Annotated[PoolBlock, Tag("pool")],
    Discriminator(_line),
]


class AssignmentFile(_Block):
    """Exercises handed out together."""

    schema_: Annotated[Literal["assignment/1"], Field(alias="schema")]
    id: Slug
    title: Texts
    language: Language | None = None
    feedback: FeedbackName = "format"
    shuffle: bool = False
    points: Points | None = None
    attempts: Attempts = [1]
    opens: Moment | None = None
    due: Moment | None = None
    credit: list[WindowBlock] = []
    late: LateBlock | None = None
    exercises: Annotated[list[Line], Field(min_length=1)]
    overrides: list[OverrideBlock] = []
    limits: LimitsBlock = LimitsBlock()


def exercise_schema() -> dict[str, Any]:
    """Return the JSON Schema of exercise files, for editors."""
    return {"$schema": DRAFT, **ExerciseFile.model_json_schema(by_alias=True)}


def assignment_schema() -> dict[str, Any]:
    """Return the JSON Schema of assignment files, for editors."""
    return {"$schema": DRAFT, **AssignmentFile.model_json_schema(by_alias=True)}
