"""One submission, told in a terminal."""

import textwrap
from collections.abc import Iterator

from grader.model.grade import AnswerGrade, ExerciseGrade, Grade, Verdict
from grader.model.text import Text, in_language
from grader.model.value import Value, cells, shape
from grader.reports.characters import one_line, plain
from grader.reports.credits import unadjusted
from grader.reports.numerals import literal, percentage, points, scalar
from grader.reports.phrases import MARKS, evidence, group_line, say, verdict_word
from grader.reports.planes import parts_of
from grader.reports.prose import unmarked
from grader.reports.step_sentences import factor
from grader.reports.step_through import Frame, step_through_of

_WIDTH = 80
_MOST_SHOWN = 4 * _WIDTH
"""Characters of an answer that is no table: the steps of one window."""
_MOST_COLUMNS = 12
_MOST_ROWS = 12
_OUTPUT_LINES = 20
_MARKS = {True: MARKS[Verdict.CORRECT], False: MARKS[Verdict.INCORRECT]}


def grade_text(grade: Grade, language: str) -> str:
    """Return the grade as plain text of 80 columns, without colors."""
    return "\n".join(line.rstrip() for line in _lines(grade, language)) + "\n"


def exercise_text(exercise: ExerciseGrade, language: str) -> str:
    """Return the grade of one exercise as plain text of 80 columns, without colors."""
    return "\n".join(line.rstrip() for line in _exercise(exercise, language)) + "\n"


def _lines(grade: Grade, language: str) -> Iterator[str]:
    share = percentage(grade.earned, grade.possible)
    yield one_line(in_language(grade.title, language))
    attempt = f" · {say('attempt', language, n=grade.attempt)}" if grade.attempt > 1 else ""
    yield f"{one_line(grade.name)} ({one_line(grade.student)}){attempt}"
    score = _earned("points_of", grade, language)
    percent = "" if share is None else f" · {say('percent', language, n=points(share, language))}"
    yield score + percent
    yield from _filled(unadjusted(grade, language), indent=0)
    if not grade.submission and not grade.problems:
        yield say("nothing_handed_in", language)
    texts = [problem.text for problem in grade.problems]
    for text in (*texts, *(remark.text for remark in grade.feedback)):
        yield from _wrapped(text, language, bullet="! ")
    for exercise in grade.exercises:
        yield from _exercise(exercise, language)
    yield from _output(grade, language)


def _exercise(exercise: ExerciseGrade, language: str) -> Iterator[str]:
    title = one_line(in_language(exercise.title, language))
    yield ""
    heading = say("exercise_heading", language, number=exercise.number, title=title)
    yield f"{heading}: {_earned('points_of', exercise, language)}"
    for answer in exercise.answers:
        yield from _answer(answer, language)
    yield from _diagnoses(exercise, language)
    walk = step_through_of(exercise)
    if walk is not None and exercise.worked is not None:
        yield from _step(walk.first, exercise.worked.answer, language)


def _answer(answer: AnswerGrade, language: str) -> Iterator[str]:
    label = one_line(in_language(answer.label, language))
    name = f"{label} ({answer.answer})" if label else answer.answer
    verdict = verdict_word(answer.verdict, language)
    earned = _earned("earned_of", answer, language)
    yield f"  {MARKS[answer.verdict]} {name}: {verdict}, {earned}"
    yield from _parts(answer, language) if parts_of(answer) else _given(answer, language)
    for group in answer.groups:
        mark = _MARKS[group.right == group.cases]
        yield from _filled(group_line(group, language), indent=6, bullet=f"{mark} ")
    for remark in answer.remarks:
        yield from _wrapped(remark.text, language, indent=6, bullet="- ")


def _given(answer: AnswerGrade, language: str) -> Iterator[str]:
    if answer.given is None:
        return
    if answer.kind == "choice":
        yield from _chosen(answer, answer.given, language)
        return
    listed, sizes = cells(answer.given), shape(answer.given)
    marked = len(answer.right) == len(listed) and len(listed) > 1
    if marked and len(sizes) == 2 and sizes[0] <= _MOST_ROWS and sizes[1] <= _MOST_COLUMNS:  # noqa: PLR2004 - a matrix
        texts = [
            scalar(cell, language) + (" " if right else "✗")
            for cell, right in zip(listed, answer.right, strict=True)
        ]
        width = max(map(len, texts))
        for start in range(0, len(texts), sizes[1]):
            yield "      " + " ".join(text.rjust(width) for text in texts[start : start + sizes[1]])
    else:
        shown = one_line(literal(answer.given, language), most=_MOST_SHOWN)
        yield from _filled(f"{say('your_answer', language)}: {shown}", indent=6)
    if marked:
        right = say("cells_right", language, right=sum(answer.right), all=len(listed))
        yield f"      {right}"


def _chosen(answer: AnswerGrade, given: Value, language: str) -> Iterator[str]:
    said = say("your_answer", language)
    if not answer.chosen:
        none = say("none_chosen", language)
        # A result whose options nobody knows any more still has what was chosen.
        shown = none if given == () else one_line(literal(given, language), most=_MOST_SHOWN)
        yield from _filled(f"{said}: {shown}", indent=6)
        return
    yield f"      {said}:"
    for one in answer.chosen:
        text = one_line(in_language(one.text, language), most=_MOST_SHOWN)
        yield from _filled(text, indent=8, bullet=f"{one.mark} ")


def _parts(answer: AnswerGrade, language: str) -> Iterator[str]:
    yield f"      {say('your_answer', language)}:"
    for number, (part, value) in enumerate(parts_of(answer), start=1):
        name = one_line(in_language(part.label, language)) or part.part
        mark = "" if part.right is None else f" {_MARKS[part.right]}"
        shown = say("left_out", language) if value == () else literal(value, language)
        text = f"{name}{mark}: {one_line(shown, most=_MOST_SHOWN)}"
        yield from _filled(text, indent=6, bullet=f"{number}. ")


def _diagnoses(exercise: ExerciseGrade, language: str) -> Iterator[str]:
    found = exercise.diagnoses
    if not found:
        return
    yield f"  {say('diagnosis', language)}"
    if len(found) > 1:
        yield f"    {say('tie_two' if len(found) == 2 else 'tie_many', language)}"  # noqa: PLR2004
    for one in found:
        yield from _wrapped(one.say, language, indent=4, bullet="- " if len(found) > 1 else "")
    yield f"    {evidence(exercise, language)}"


def _step(frame: Frame, answer: str, language: str) -> Iterator[str]:
    terms = [
        f"{factor(term.coefficient, language)}·{factor(term.value, language)}"
        + ("" if term.inside else "°")
        for row in frame.terms
        for term in row
    ]
    yield f"  {say('step', language, place=f'{answer}[{frame.row}, {frame.column}]')}"
    yield from _filled(f"{' + '.join(terms)} = {scalar(frame.total, language)}", indent=4)
    if frame.written is not None:
        yield f"    {say('you_wrote', language, given=scalar(frame.written, language))}"
    if not frame.inside:
        yield f"    ° {say('outside', language)}"


def _output(grade: Grade, language: str) -> Iterator[str]:
    if not grade.output:
        return
    lines = plain(grade.output).splitlines()
    yield ""
    yield say("output", language)
    # The end: that is where the error is.
    if len(lines) > _OUTPUT_LINES:
        yield "  | …"
    for line in lines[-_OUTPUT_LINES:]:
        yield f"  | {line}"


def _earned(key: str, item: Grade | ExerciseGrade | AnswerGrade, language: str) -> str:
    earned, possible = points(item.earned, language), points(item.possible, language)
    return say(key, language, earned=earned, possible=possible)


def _wrapped(text: Text, language: str, *, indent: int = 0, bullet: str = "") -> Iterator[str]:
    shown = plain(in_language(text, language))
    for number, paragraph in enumerate(unmarked(shown).split("\n\n")):
        mark = bullet if number == 0 else " " * len(bullet)
        yield from _filled(paragraph, indent=indent, bullet=mark)


def _filled(text: str, *, indent: int, bullet: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        width=_WIDTH,
        initial_indent=" " * indent + bullet,
        subsequent_indent=" " * (indent + len(bullet)),
        break_long_words=False,
        break_on_hyphens=False,
    )
