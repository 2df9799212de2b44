"""An exercise: one parameterized problem with one or more answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from grader.model.expression import Expression
from grader.model.text import Text
from grader.model.value import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A value drawn at random by the generator of that name."""

    name: str
    generator: str
    arguments: tuple[Expression, ...] = ()
    options: Mapping[str, Expression] = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A value derived from those before it; never random."""

    name: str
    expression: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A measure of difficulty and the interval, ends included, in which every draw must lie."""

    name: str
    of: Expression
    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a draw must satisfy to become a variant, and how often to try."""

    require: tuple[Expression, ...] = ()
    difficulty: tuple[Band, ...] = ()
    separate: tuple[str, ...] = ()
    """The misconceptions whose answers must differ from the key and from one another."""
    tries: int = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """How far an answer may lie from the key; all zero, the default, means exact.

    `absolute` and `relative` add up as numpy's ``atol + rtol·|key|`` do; `digits` asks for that
    many decimals.
    """

    absolute: Fraction = Fraction(0)
    relative: Fraction = Fraction(0)
    digits: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Carry:
    """Which earlier answers replace the true values, and what a right follow-up earns."""

    answers: tuple[str, ...]
    credit: Fraction = Fraction(9, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """Something that may be chosen."""

    id: str
    text: Text
    """What the student reads: a template that may use the values of the variant."""
    right: Expression | None = None
    """Whether it is to be chosen; where no option says, the answer's own formula does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """The reason that goes with a choice, and the share of the points that it is worth."""

    options: tuple[Option, ...]
    expect: Expression
    share: Fraction = Fraction(2, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of several values that make up an answer; later ones may read earlier ones by name."""

    name: str
    expression: Expression
    label: Text = field(default_factory=dict)
    """What it is, in a few words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """What a right answer satisfies, where there is more than one right answer."""

    holds: Expression
    """A formula that reads what the student wrote by the names of the answer's parts."""
    share: Fraction = Fraction(1)
    """Of the points, in relation to the other properties."""
    required: bool = False
    """Whether the answer earns nothing without it."""
    say: Text = field(default_factory=dict)
    """What to tell whoever misses it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseGroup:
    """Calls of a student's function that have something in common, with arguments drawn anew."""

    name: str
    draw: tuple[Parameter, ...]
    """Every argument of the function, and what helps to draw them; each may read those before."""
    times: int = 1
    """How many cases there are."""
    share: Fraction = Fraction(1)
    """Of the points, in relation to the other groups."""
    require: tuple[Expression, ...] = ()
    """What must hold for the arguments of a case."""
    label: Text = field(default_factory=dict)
    """What the cases have in common, in a few words."""
    say: Text = field(default_factory=dict)
    """What to tell whoever misses a case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One thing that a student fills in."""

    name: str
    kind: str
    """The answer type: a name in the table of `grader.answers`."""
    expect: Expression
    """The key. Where there are `parts`, or options that say whether they are right, they are."""
    label: Text = field(default_factory=dict)
    weight: Fraction = Fraction(1)
    per_cell: bool = False
    """Whether a partly right answer earns its share of right cells."""
    tolerance: Tolerance = Tolerance()
    carry: Carry | None = None
    options: tuple[Option, ...] = ()
    """What may be chosen, for the answer types where one chooses."""
    many: bool = False
    """Whether several options may be chosen."""
    shuffle: bool = False
    """Whether every variant shows the options in an order of its own."""
    because: Because | None = None
    parts: tuple[Part, ...] = ()
    properties: tuple[Property, ...] = ()
    arguments: tuple[str, ...] = ()
    """What a function takes, in order. Its key is a formula over these."""
    cases: tuple[CaseGroup, ...] = ()
    """How a function is tried."""
    variables: tuple[str, ...] = ()
    """What a formula may be written in, for the answer type where one writes a formula."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Misconception:
    """A named wrong method, the values it produces, and what to say to whoever follows it."""

    id: str
    gives: Mapping[str, Expression]
    """Variable → its wrong value; every other answer follows through the definitions."""
    say: Text
    name: Text = field(default_factory=dict)
    """The mistake in a few words, as an option to choose."""
    credit: Fraction = Fraction(0)
    when: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """The worked solution: a text, and the definition whose computation is shown step by step."""

    text: Text = field(default_factory=dict)
    trace: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A test that the author wrote: answers, and what they must earn and be diagnosed as."""

    answers: Mapping[str, Expression | tuple[Part, ...]]
    """Of an answer of several parts, those that are not right may be given alone."""
    score: Fraction | None = None
    diagnosis: tuple[str, ...] | None = None
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What running the code of one submission may use."""

    wall_s: float = 10.0
    cpu_s: float = 10.0
    memory_mb: int = 1024
    output_kb: int = 64
    packages: tuple[str, ...] = ("numpy",)
    """What it may import besides the standard library, numpy always."""
    scratch: bool = False
    """Whether it has an empty folder in which it may write files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One parameterized problem, as its YAML file describes it."""

    id: str
    version: int
    title: Text
    prompt: Text
    parameters: tuple[Parameter, ...]
    definitions: tuple[Definition, ...]
    answers: tuple[Answer, ...]
    rules: Rules = Rules()
    misconceptions: tuple[Misconception, ...] = ()
    hints: tuple[Text, ...] = ()
    solution: Solution = Solution()
    examples: tuple[Example, ...] = ()
    topics: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    """The facts of the lecture that it teaches: ``S1`` to ``S34``."""
    minutes: int = 5
    limits: Limits = Limits()
    given: tuple[str, ...] = ()
    """The values that the notebook hands to the student's code: never the key of an answer."""
    place: str = ""
    digest: str = ""
    """SHA-256 of the file, so that a changed exercise is noticed."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that every text of the exercise exists in."""
        return tuple(self.title)

    def answer(self, name: str) -> Answer:
        """Return the answer called `name`."""
        for answer in self.answers:
            if answer.name == name:
                return answer
        raise KeyError(name)


Values = Mapping[str, Value]
"""Variable → its value in one variant."""
