"""What an author should know about an exercise before students meet it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from time import perf_counter

from grader.answers import right_cells
from grader.errors import ExerciseError, Fault, GraderError
from grader.expressions import ExpressionFault, evaluate, to_runtime, to_value
from grader.model.assignment import Student
from grader.model.exercise import Example, Exercise
from grader.model.grade import ExerciseGrade
from grader.model.submission import Given
from grader.model.value import cells
from grader.model.variant import Variant
from grader.scoring import judge
from grader.spec.assignments import single
from grader.spec.bank import read_exercise_file, read_text
from grader.spec.reader import read_document
from grader.texts import TemplateFault, render
from grader.variants import PUBLIC_SECRET, Drawing, Rejections, worksheet
from grader.workflows.course import Sources
from grader.workflows.secrets import PUBLIC

VARIANTS = 200
LOW_ACCEPTANCE = Fraction(5, 100)
OFTEN = Fraction(1, 20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What was found about one file."""

    file: str
    exercise: str = ""
    errors: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    variants: int = 0
    draws: int = 0
    rejected: tuple[tuple[str, int], ...] = ()
    distinct: int = 0
    """How many different variants the students get."""
    ms_per_variant: float = 0.0

    @property
    def acceptance(self) -> float:
        """The share of draws that became a variant."""
        return self.variants / self.draws if self.draws else 0.0


def lint(path: Path, *, variants: int = VARIANTS) -> Findings:
    """Return what is wrong with an exercise or assignment file, and how its draws behave.

    Nothing is raised for what an author can mend: it is in the findings.
    """
    try:
        if _is_assignment(path):
            Sources(assignment=path).load(PUBLIC)
            return Findings(file=str(path))
        exercise = read_exercise_file(path)
    except GraderError as error:
        return Findings(file=str(path), errors=error.faults)
    return _Lint(exercise, str(path)).findings(variants)


def _is_assignment(path: Path) -> bool:
    """Tell which of the two kinds of file this is, by what it says and not by where it lies."""
    data = read_document(read_text(path), str(path)).data
    return isinstance(data, dict) and str(data.get("schema")).startswith("assignment")


def find_files(paths: Sequence[Path]) -> list[Path]:
    """Return the exercise and assignment files at or below `paths`."""
    found = []
    for path in paths:
        found += sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
    return found


@dataclass(slots=True)
class _Lint:
    """One exercise under examination."""

    exercise: Exercise
    file: str
    errors: dict[str, Fault] = field(default_factory=dict)
    warnings: dict[str, Fault] = field(default_factory=dict)

    def findings(self, wanted: int) -> Findings:
        tally, drawn = Rejections(), list[Variant]()
        drawing = Drawing(self.exercise)
        begun = perf_counter()
        try:
            for number in range(wanted):
                student = f"lint-{number}"
                drawn.append(drawing.variant(PUBLIC_SECRET, student, rejections=tally))
        except ExerciseError as error:
            self.errors |= {str(fault): fault for fault in error.faults}
        elapsed = perf_counter() - begun
        self._examine(drawn)
        if drawn and Fraction(len(drawn), tally.draws) < LOW_ACCEPTANCE:
            self._warn(
                f"only {len(drawn)} of {tally.draws} draws are accepted",
                f"loosen what rejects most: {tally}",
            )
        return Findings(
            file=self.file,
            exercise=self.exercise.id,
            errors=tuple(self.errors.values()),
            warnings=tuple(self.warnings.values()),
            variants=len(drawn),
            draws=tally.draws,
            rejected=tuple(tally.reasons.most_common()),
            distinct=len({tuple(variant.values.items()) for variant in drawn}),
            ms_per_variant=1000 * elapsed / max(len(drawn), 1),
        )

    def _examine(self, drawn: list[Variant]) -> None:
        for variant in drawn:
            self._texts(variant)
            for number, example in enumerate(self.exercise.examples, start=1):
                self._example(number, example, variant)
        self._coincidences(drawn)
        if not self.exercise.examples:
            self._warn("the exercise has no tests", "write which answer earns what: tests: […]")
        if not self.exercise.misconceptions:
            self._warn("no misconception is listed", "name some: misconceptions: {convolve: , …}")

    def _texts(self, variant: Variant) -> None:
        """Render everything that a student may read, in every language."""
        task = single(self.exercise)
        for language in self.exercise.languages:
            student = Student(id="lint", name="Lint", language=language)
            try:
                view = worksheet(task, student, (variant,)).exercises[0]
                for text in (
                    self.exercise.solution.text,
                    *(item.say for item in self.exercise.misconceptions),
                ):
                    if text:
                        values = {**variant.values, "student": ()}
                        render(text[language], values, language)
            except (TemplateFault, GraderError) as fault:
                self._fail(f"a text in `{language}` cannot be rendered: {fault}")
                continue
            for name, given in view.given.items():
                if given in variant.key.values() and len(cells(given)) > 1:
                    self._fail(f"`{name}` is given to the student and is a key", "take it out")

    def _example(self, number: int, example: Example, variant: Variant) -> None:
        known = {name: to_runtime(value) for name, value in variant.values.items()}
        try:
            outcomes = {
                name: Given(value=to_value(evaluate(formula.tree, known)))
                for name, formula in example.answers.items()
            }
        except ExpressionFault as fault:
            self._fail(f"test {number}: {fault.fault}", fault.fix, place=example.place)
            return
        graded = judge(single(self.exercise).tasks[0], variant, outcomes)
        for disappointment in _disappointments(example, graded):
            self._fail(f"test {number}: {disappointment}", place=example.place)

    def _coincidences(self, drawn: list[Variant]) -> None:
        """Count how often a misconception that is not guarded cannot be told from the key."""
        counts: Counter[str] = Counter()
        for variant in drawn:
            for name, wrong in variant.wrong.items():
                counts[name] += all(
                    all(right_cells(wrong[answer.name], variant.key[answer.name], answer.tolerance))
                    for answer in self.exercise.answers
                )
        for name, count in counts.items():
            if count and Fraction(count, len(drawn)) > OFTEN:
                share = f"{100 * count / len(drawn):.0f} %"
                self._warn(
                    f"`{name}` gives the right answer in {share} of the variants",
                    "guard it under `separate`, or live with it",
                )

    def _fail(self, fault: str, fix: str = "", *, place: str = "") -> None:
        self.errors.setdefault(fault, Fault(place=place or self.file, fault=fault, fix=fix))

    def _warn(self, fault: str, fix: str = "") -> None:
        self.warnings.setdefault(fault, Fault(place=self.file, fault=fault, fix=fix))


def _disappointments(example: Example, graded: ExerciseGrade) -> Iterator[str]:
    share = Fraction(graded.earned) / Fraction(graded.possible)
    if example.score is not None and abs(share - example.score) > Fraction(1, 100):
        yield f"earns {float(share):.3g}, not {float(example.score):.3g}"
    found = {item.misconception for item in graded.diagnoses}
    expected = None if example.diagnosis is None else set(example.diagnosis)
    # One name may be among those of a tie; several names are the tie that is expected.
    alone = expected is not None and len(expected) == 1 and expected <= found
    if expected is not None and found != expected and not alone:
        named = ", ".join(sorted(found)) or "nothing"
        yield f"is diagnosed as {named}, not {', '.join(sorted(expected)) or 'nothing'}"
