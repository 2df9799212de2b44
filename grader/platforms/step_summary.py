"""The summary of a step or the body of a release: Markdown as GitHub shows it.

Nothing that came from a student is markup here: every sign of Markdown and HTML is escaped, and
nobody is mentioned, however a variable or an exception is called.
"""

import re
from collections.abc import Iterator

from grader.model.grade import ExerciseGrade, Grade, Verdict
from grader.model.submission import Integrity
from grader.model.text import Text, in_language
from grader.model.value import cells
from grader.platforms.lines import Line, lines, total
from grader.platforms.phrases import say
from grader.reports.characters import one_line, plain
from grader.reports.numerals import percentage, points
from grader.reports.phrases import evidence, group_line, verdict_word
from grader.reports.phrases import say as report
from grader.reports.prose import Span, paragraphs

MOST_BYTES = 900_000
"""GitHub drops a summary of more than a mebibyte altogether."""
_BAR = 20
_APART = "<!-- -->"
_SIGNS = {
    Verdict.CORRECT: "✅",
    Verdict.PARTIAL: "🟡",
    Verdict.INCORRECT: "❌",
    Verdict.BLANK: "⬜",
    Verdict.MISSING: "⬜",
}
_FAILED = "⚠️"
_ACTIVE = re.compile(r"([\\`*_\[\]<>|~$&#!])")
_LEADING = re.compile(r"^(\d*)([-+=.)])")


def to_markdown(grade: Grade, *, formative: bool = False) -> str:
    """Return the score, a table of the exercises, and what went wrong in each.

    Parameters
    ----------
    grade
        What its student may see of it.
    formative
        Whether to say that another run decides.
    """
    head = "\n".join(_head(grade, formative=formative)) + "\n"
    details = "\n".join(_details(grade)) + "\n"
    return head + details if len((head + details).encode()) <= MOST_BYTES else head


def escaped(text: str) -> str:
    r"""Return `text` on one line as Markdown that shows it and does nothing else.

    >>> print(escaped("<b>*1* | @ana"), escaped("- 1"))
    \<b\>\*1\* \| @<!-- -->ana \- 1
    """
    line = _ACTIVE.sub(r"\\\1", one_line(text, most=2000))
    # Without what keeps the sign from the name, GitHub would write to whoever is called so.
    return _LEADING.sub(r"\1\\\2", line).replace("@", f"@{_APART}")


def _head(grade: Grade, *, formative: bool) -> Iterator[str]:
    language = grade.language
    title = escaped(in_language(grade.title, language)) or escaped(grade.assignment)
    share = percentage(grade.earned, grade.possible)
    percent = (
        "" if share is None else f" · {report('percent', language, n=points(share, language))}"
    )
    yield f"## {title} — {total(grade)}{percent}"
    yield ""
    if share is not None:
        full = min(max(int(share * _BAR / 100), 0), _BAR)
        yield f"`{'█' * full}{'░' * (_BAR - full)}`"
        yield ""
    fatal = any(problem.fatal for problem in grade.problems)
    if fatal:
        yield from _notes(grade)
    yield from _table(grade)
    if not fatal:
        yield from _notes(grade)
    if formative:
        yield f"> {say('formative', language)}\n"


def _table(grade: Grade) -> Iterator[str]:
    language = grade.language
    listed = lines(grade)
    heads = (say(key, language) for key in ("exercise", "points_column", "what"))
    yield f"| | {' | '.join(heads)} |"
    yield "|---|---|--:|---|"
    for line in listed:
        yield _row(line, language)
    yield f"| | **{say('total', language)}** | **{total(grade)}** | |"
    yield ""
    if all(line.right for line in listed):
        yield f"{say('all_right', language)}\n"


def _row(line: Line, language: str) -> str:
    amount = report(
        "earned_of",
        language,
        earned=points(line.earned, language),
        possible=points(line.possible, language),
    )
    return f"| {_sign(line.verdict)} | {escaped(line.name)} | {amount} | {escaped(line.message)} |"


def _sign(verdict: Verdict) -> str:
    return _SIGNS.get(verdict, _FAILED)


def _notes(grade: Grade) -> Iterator[str]:
    language = grade.language
    said = [*(one.text for one in grade.problems), *(one.text for one in grade.feedback)]
    if said:
        yield f"**{say('problems', language)}**\n"
        yield from (f"- {_prose(text, language)}" for text in said)
        yield ""
    changed = [*_changed(grade.integrity, language)]
    if changed:
        yield f"**{say('integrity', language)}**\n"
        yield from (f"- {text}" for text in changed)
        yield ""


def _changed(integrity: Integrity, language: str) -> Iterator[str]:
    for key, names in (
        ("missing_cells", integrity.missing),
        ("duplicated_cells", integrity.duplicated),
        ("edited_cells", integrity.edited),
        ("changed_files", integrity.files),
    ):
        if names:
            yield say(key, language, names=", ".join(map(escaped, names)))


def _details(grade: Grade) -> Iterator[str]:
    language = grade.language
    for line in lines(grade):
        if line.exercise is not None and not line.right and _has_details(line.exercise):
            yield "<details>"
            yield f"<summary>{say('details', language)}: {_html(line.name)}</summary>\n"
            yield from _exercise(line.exercise, language)
            yield "</details>\n"
    facts = {
        "variant": grade.variant or "–",
        "commit": grade.commit[:10] or "–",
        "version": grade.grader or "–",
    }
    yield f"<sub>{_html(say('made_by', language, **facts))}</sub>"


def _has_details(exercise: ExerciseGrade) -> bool:
    """Tell whether there is more to say than how many points there are."""
    said = (answer.remarks or answer.groups or answer.right for answer in exercise.answers)
    return bool(exercise.diagnoses) or any(map(bool, said))


def _exercise(exercise: ExerciseGrade, language: str) -> Iterator[str]:
    for answer in exercise.answers:
        label = escaped(in_language(answer.label, language))
        verdict = verdict_word(answer.verdict, language)
        earned, possible = points(answer.earned, language), points(answer.possible, language)
        amount = report("earned_of", language, earned=earned, possible=possible)
        name = f"{label} ({_code(answer.answer)})" if label else _code(answer.answer)
        yield f"- {_sign(answer.verdict)} {name}: {verdict}, {amount}"
        if answer.given is not None and 1 < len(answer.right) == len(cells(answer.given)):
            right = say("cells_right", language, right=sum(answer.right), all=len(answer.right))
            yield f"  - {right}"
        yield from (f"  - {escaped(group_line(group, language))}" for group in answer.groups)
        yield from (f"  - {_prose(remark.text, language)}" for remark in answer.remarks)
    if exercise.diagnoses:
        yield ""
        yield f"**{report('diagnosis', language)}**\n"
        yield from (f"- {_prose(one.say, language)}" for one in exercise.diagnoses)
        yield f"\n{escaped(evidence(exercise, language))}"
    yield ""


def _prose(text: Text, language: str) -> str:
    """Return a sentence with its bold and its code, on one line."""
    shown = paragraphs(plain(in_language(text, language)))
    return " ".join("".join(_span(span) for span in spans) for spans in shown)


def _span(span: Span) -> str:
    if span.code:
        return _code(span.text)
    # The spaces at its ends are those between it and its neighbours.
    before = " " if span.text[:1].isspace() else ""
    after = " " if span.text[-1:].isspace() and span.text.strip() else ""
    text = escaped(span.text)
    return f"{before}**{text}**{after}" if span.bold and text else f"{before}{text}{after}"


def _code(text: str) -> str:
    """Return `text` in a fence that is longer than any within it."""
    line = one_line(text, most=500).replace("|", "\\|")
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest else ""
    return f"{fence}{pad}{line}{pad}{fence}" if line else ""


def _html(text: str) -> str:
    """Return `text` inside of an HTML element, where Markdown is not read but entities are."""
    escapes = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": f"@{_APART}"}
    return "".join(escapes.get(sign, sign) for sign in one_line(text, most=500))
