"""What holds for every exercise and every variant, and for each test that its author wrote.

The right answer earns everything, an answer made without work nothing, and a misconception that is
guarded is told by name and earns its credit.
"""

from collections.abc import Iterator
from fractions import Fraction

from grader.expressions import ExpressionFault
from grader.model.examination import Finding
from grader.model.exercise import Answer, Example, Misconception
from grader.model.grade import AnswerGrade, ExerciseGrade, Verdict
from grader.workflows.linting.finding import Repeated, error, warning
from grader.workflows.linting.specimen import Specimen
from grader.workflows.linting.subject import Subject

SLACK = Fraction(1, 100)
CEILING = Fraction(9, 10)
FEW = 20
"""Variants on which each answer made without work is tried: there are many for one variant."""


def tests_listed(subject: Subject) -> Iterator[Finding]:
    """Yield that the exercise has no tests."""
    if not subject.exercise.examples:
        yield warning(
            subject.place(),
            "the exercise has no tests",
            "write which answer earns what: tests: […]",
        )


def tests_hold(subject: Subject) -> Iterator[Finding]:
    """Yield what the author's own tests expect and does not happen."""
    repeated = Repeated(len(subject.specimens))
    for specimen in subject.specimens:
        for number, example in enumerate(subject.exercise.examples, start=1):
            for kind, found in _tried(number, example, specimen):
                repeated.add(found, kind=f"{number} {kind}")
    yield from repeated.findings()


def _tried(number: int, example: Example, specimen: Specimen) -> Iterator[tuple[str, Finding]]:
    try:
        answers = {
            name: specimen.handed_in(name, formula) for name, formula in example.answers.items()
        }
    except ExpressionFault as fault:
        yield "formula", error(example.place, f"test {number}: {fault.fault}", fault.fix)
        return
    graded = specimen.judged(answers)
    guarded = set(specimen.variant.exercise.rules.separate)
    share = _share(graded)
    if example.score is not None and abs(share - example.score) > SLACK:
        said = f"test {number}: earns {float(share):.3g}, not {float(example.score):.3g}"
        yield "score", error(example.place, said)
    if example.diagnosis is not None and not _is_diagnosed(example.diagnosis, graded, guarded):
        wanted = ", ".join(sorted(example.diagnosis)) or "nothing"
        said = f"test {number}: is diagnosed as {_diagnosed(graded)}, not {wanted}"
        yield "diagnosis", error(example.place, said)


def _share(graded: ExerciseGrade | AnswerGrade) -> Fraction:
    return Fraction(graded.earned) / Fraction(graded.possible)


def _is_diagnosed(wanted: tuple[str, ...], graded: ExerciseGrade, guarded: set[str]) -> bool:
    found = {item.misconception for item in graded.diagnoses}
    others = found - set(wanted)
    # What is not guarded may tie with what is expected.
    return set(wanted) <= found and (not others or (bool(wanted) and not others & guarded))


def _diagnosed(graded: ExerciseGrade) -> str:
    return ", ".join(sorted(item.misconception for item in graded.diagnoses)) or "nothing"


def key_earns_everything(subject: Subject) -> Iterator[Finding]:
    """Yield that the right answer does not earn full marks."""
    repeated = Repeated(len(subject.specimens))
    for specimen in subject.specimens:
        for graded in specimen.judged(specimen.variant.key).answers:
            if graded.verdict is not Verdict.CORRECT:
                said = f"the key of `{graded.answer}` is graded {graded.verdict.value}"
                place = subject.place("answers", graded.answer)
                repeated.add(error(place, said, "change its type, or its formula"))
    yield from repeated.findings()


def nothing_earns_nothing(subject: Subject) -> Iterator[Finding]:
    """Yield that an answer made without work earns something."""
    tried = subject.specimens[:FEW]
    repeated = Repeated(len(tried))
    for specimen in tried:
        for answer in subject.exercise.answers:
            paid = any(
                specimen.judged({answer.name: null}).earned for null in specimen.nulls(answer)
            )
            if paid:
                said = f"an answer made without work earns points as `{answer.name}`"
                place = subject.place("answers", answer.name)
                repeated.add(error(place, said, "require a key that no such answer comes near"))
    yield from repeated.findings()


def guarded_are_told(subject: Subject) -> Iterator[Finding]:
    """Yield the guarded misconceptions that are not diagnosed, or earn another credit."""
    guarded = [
        item
        for item in subject.exercise.misconceptions
        if item.id in subject.exercise.rules.separate
    ]
    repeated = Repeated(len(subject.specimens))
    for specimen in subject.specimens:
        for item in guarded:
            if item.id in specimen.variant.wrong:
                for kind, found in _held(item, specimen, subject):
                    repeated.add(found, kind=f"{item.id} {kind}")
    yield from repeated.findings()


def _held(
    item: Misconception, specimen: Specimen, subject: Subject
) -> Iterator[tuple[str, Finding]]:
    """Yield what is wrong with the grade of who holds a misconception and errs in nothing else."""
    wrong = specimen.variant.wrong[item.id]
    graded = specimen.judged(wrong)
    place = subject.place("misconceptions", item.id)
    found = {one.misconception for one in graded.diagnoses}
    if found & set(subject.exercise.rules.separate) != {item.id}:
        said = f"`{item.id}` is diagnosed as {_diagnosed(graded)}"
        yield "diagnosis", error(place, said, "let it differ from the others in more cells")
    for answer, given in zip(subject.exercise.answers, graded.answers, strict=True):
        if specimen.has_right(answer, wrong[answer.name]):
            continue
        if given.verdict is Verdict.INVALID:
            if item.credit:
                said = (
                    f"nobody can earn the credit of `{item.id}`: `{answer.name}` has another form"
                )
                yield f"form {answer.name}", warning(place, said, "credit: 0")
        elif not _earns_its_credit(item, answer, given, specimen):
            earned = float(_share(given))
            said = (
                f"`{item.id}` earns {earned:.3g} for `{answer.name}`, not {float(item.credit):.3g}"
            )
            yield f"credit {answer.name}", error(place, said)


def _earns_its_credit(
    item: Misconception, answer: Answer, given: AnswerGrade, specimen: Specimen
) -> bool:
    if specimen.is_null(answer, specimen.variant.wrong[item.id][answer.name]):
        return not given.earned
    credit, share = min(item.credit, CEILING), _share(given)
    # Right cells, and going on rightly from a mistake, may earn more than the misconception does.
    alone = specimen.parts(answer) == 1 and answer.carry is None
    return share >= credit - SLACK and (not alone or share <= credit + SLACK)
