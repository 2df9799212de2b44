"""A variant, and the part of it that a student may see."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from grader.model.assignment import Feedback
from grader.model.exercise import Exercise
from grader.model.value import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One call of a student's function. No student sees it."""

    group: str
    arguments: Mapping[str, Value]
    """Name → value, in the order in which the function takes them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """An exercise with its parameters drawn for one student and one attempt. Holds the key."""

    exercise: Exercise
    student: str
    attempt: int
    id: str
    """An opaque name of the draw: it says nothing about the values."""
    seed: str
    """The stream key in hexadecimal: whoever has it and the exercise file can compute the key."""
    tries: int
    values: Mapping[str, Value]
    """Every parameter and every definition."""
    key: Mapping[str, Value]
    """Answer → the right value."""
    wrong: Mapping[str, Mapping[str, Value]]
    """Misconception → answer → the value it produces; inactive ones are left out."""
    features: Mapping[str, Value] = field(default_factory=dict)
    orders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Answer → the ids of its options in the order in which they are shown."""
    cases: Mapping[str, tuple[Case, ...]] = field(default_factory=dict)
    """Function → the calls by which it is tried. Its key holds one value for each, in a tuple of
    its own: the empty tuple stands for a call that gave nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What an answer must look like. It is told to the student, so nothing secret may enter it."""

    kind: str
    shape: tuple[int, ...] = ()
    whole: bool = False
    """Whether every number must be an integer."""
    options: tuple[str, ...] = ()
    """The ids of what may be chosen, in the order in which it is shown."""
    labels: tuple[tuple[str, ...], ...] = ()
    """For every option the texts that name it as well."""
    many: bool = False
    reasons: tuple[str, ...] = ()
    """The ids of the reasons to choose from."""
    parts: tuple[tuple[str, tuple[int, ...]], ...] = ()
    """Name and shape of each part, for answers of several."""
    arguments: tuple[str, ...] = ()
    """What a function takes, in order."""
    variables: tuple[str, ...] = ()
    """What a formula may be written in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An option, a reason or a part as the student meets it."""

    mark: str
    """What to type: ``A`` for an option, ``1`` for a reason; the name of a part."""
    text: str
    """Markdown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """An answer as the student meets it: the variable to assign and the form it must have."""

    name: str
    variable: str
    label: str
    form: Form
    options: tuple[Choice, ...] = ()
    reasons: tuple[Choice, ...] = ()
    parts: tuple[Choice, ...] = ()
    """Of an answer of several values, what each of them is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseView:
    """An exercise as the student meets it. It has no field that an expected value could sit in."""

    exercise: str
    number: int
    title: str
    prompt: str
    """Markdown in the student's language."""
    hints: tuple[str, ...]
    points: str
    minutes: int
    given: Mapping[str, Value]
    """Variable → value, handed to the student's code."""
    answers: tuple[AnswerView, ...]
    variant: str
    """`Variant.id`."""
    seed: str = ""
    """`Variant.seed`, only where the assignment gives full feedback; empty otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worksheet:
    """Everything that one student's notebook is made from."""

    assignment: str
    title: str
    student: str
    name: str
    language: str
    points: str
    feedback: Feedback
    exercises: tuple[ExerciseView, ...]
    attempt: int = 1
    due: str = ""
    """The student's own deadline as they read it; empty when there is none."""
