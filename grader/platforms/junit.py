"""JUnit XML that Jenkins, Ant and GitLab read: valid under the schemas of the first two.

Both allow less than most programs write: no attributes on the outermost element, properties of the
suite but not of a case, times without a zone. Points have no place of their own there, so they are
properties of the suite and part of every message.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from xml.etree import ElementTree as ET

from grader.model.grade import AnswerGrade, ExerciseGrade, Grade, Verdict
from grader.model.text import in_language
from grader.platforms.lines import message, score, total
from grader.reports.characters import one_line, plain
from grader.reports.grade_text import exercise_text
from grader.reports.numerals import exact
from grader.reports.phrases import verdict_word

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SECONDS = "%Y-%m-%dT%H:%M:%S"
_EPOCH = "1970-01-01T00:00:00"
_KIND = {
    Verdict.PARTIAL: "failure",
    Verdict.INCORRECT: "failure",
    Verdict.INVALID: "failure",
    Verdict.BLANK: "skipped",
    Verdict.MISSING: "skipped",
    Verdict.ERROR: "error",
    Verdict.TIMEOUT: "error",
    Verdict.STOPPED: "error",
}
"""Element that a case gets; the one that is right gets none."""
_COUNTED = {"failure": "failures", "error": "errors", "skipped": "skipped"}


def to_xml(grade: Grade) -> str:
    """Return one suite with a case for every answer."""
    suites = ET.Element("testsuites")
    kinds = [_KIND.get(answer.verdict) for one in grade.exercises for answer in one.answers]
    counts = {plural: kinds.count(kind) for kind, plural in _COUNTED.items()}
    attributes = {
        "name": _clean(in_language(grade.title, grade.language)) or _clean(grade.assignment),
        "package": _clean(grade.assignment),
        "id": "0",
        "hostname": "localhost",
        "timestamp": _timestamp(grade.graded_at),
        "tests": str(len(kinds)),
        **{name: str(number) for name, number in counts.items()},
        "time": "0",
    }
    suite = ET.SubElement(suites, "testsuite", attributes)
    properties = ET.SubElement(suite, "properties")
    for name, value in _properties(grade):
        ET.SubElement(properties, "property", {"name": name, "value": value})
    for exercise in grade.exercises:
        for answer in exercise.answers:
            _case(suite, grade, exercise, answer)
    ET.SubElement(suite, "system-out").text = total(grade)
    ET.SubElement(suite, "system-err")
    ET.indent(suites)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suites, encoding="unicode") + "\n"
    )


def _properties(grade: Grade) -> Iterator[tuple[str, str]]:
    yield "points", exact(grade.earned)
    yield "max-points", exact(grade.possible)
    yield "student", _clean(grade.student)
    yield "attempt", str(grade.attempt)
    yield "variant", _clean(grade.variant)
    for exercise in grade.exercises:
        name = _clean(exercise.exercise)
        yield f"points {name}", exact(exercise.earned)
        yield f"max-points {name}", exact(exercise.possible)


def _case(suite: ET.Element, grade: Grade, exercise: ExerciseGrade, answer: AnswerGrade) -> None:
    language = grade.language
    title = one_line(in_language(exercise.title, language)) or one_line(exercise.exercise)
    label = one_line(in_language(answer.label, language)) or one_line(answer.answer)
    # Without points: GitLab knows a case by its name, and tells what has become better.
    case = ET.SubElement(
        suite,
        "testcase",
        {
            "classname": _clean(f"{grade.assignment}.{exercise.exercise}"),
            "name": _clean(f"{exercise.number}. {title}: {label} ({answer.answer})"),
            "time": "0",
        },
    )
    kind = _KIND.get(answer.verdict)
    if kind is None:
        return
    found = ET.SubElement(case, kind)
    if kind == "skipped":
        return
    points = score(answer.earned, answer.possible, language)
    fatal = [problem.text for problem in grade.problems if problem.fatal]
    reason = in_language(fatal[0], language) if fatal else message(exercise, language)
    said = f"{points}, {verdict_word(answer.verdict, language)}: {reason}"
    found.attrib.update(message=_clean(said), type=answer.verdict.value)
    found.text = _NOT_XML.sub("\ufffd", plain(exercise_text(exercise, language)))


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", one_line(text, most=1000))


def _timestamp(when: str) -> str:
    try:
        return datetime.fromisoformat(when).strftime(_SECONDS)
    except ValueError:
        return _EPOCH
