"""Checks of what students read: that it can be rendered, is translated, and gives nothing away."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction

from grader.model.examination import Finding
from grader.model.exercise import Answer
from grader.model.text import Text
from grader.model.value import Value, cells, is_number, shape
from grader.model.variant import ExerciseView
from grader.spec.reader import Path
from grader.texts import TemplateFault, latex, render, show, table
from grader.workflows.linting.contents import texts
from grader.workflows.linting.finding import Repeated, error, percent, warning
from grader.workflows.linting.specimen import Specimen
from grader.workflows.linting.subject import Subject

OFTEN = 0.1
"""A key that stands in fewer texts than this stands there by chance."""
_TINY = 10
"""Numbers below this stand everywhere: as sizes, indices, steps."""
_SHOWN = 5
"""Numbers that are named, where many differ."""
_WORDS = 3
"""Words from which on a text can be translated."""

_NUMBER = re.compile(r"(?<![\w.,])[-−]?\d+(?:[.,]\d+)?(?:/\d+)?(?![\w]|[.,]\d)")
_UNTRANSLATED = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\$[^$]*\$|`[^`]*`", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]{3,}")


def rendering(subject: Subject) -> Iterator[Finding]:
    """Yield the texts that cannot be rendered for some student."""
    for language, faults in subject.unrendered.items():
        for fault in faults:
            yield error(
                fault.place, f"a text in `{language}` cannot be rendered: {fault.fault}", fault.fix
            )
    for path, text in _explanations(subject):
        yield from _unrenderable(subject, path, text)


def _explanations(subject: Subject) -> Iterator[tuple[Path, Text]]:
    """Yield what is said after an answer: the solution, and to who holds a misconception."""
    exercise = subject.exercise
    yield ("solution", "text"), exercise.solution.text
    for item in exercise.misconceptions:
        yield ("misconceptions", item.id, "say"), item.say


def _unrenderable(subject: Subject, path: Path, text: Text) -> Iterator[Finding]:
    for language, template in text.items():
        if "{" not in template:
            continue
        for specimen in subject.specimens:
            try:
                render(template, {**specimen.variant.values, "student": ()}, language)
            except TemplateFault as fault:
                said = f"a text in `{language}` cannot be rendered: {fault.fault}"
                yield error(subject.place(*path, language), said)
                break


def translated(subject: Subject) -> Iterator[Finding]:
    """Yield the texts that are the same in two languages."""
    for path, text in texts(subject.exercise):
        said: dict[str, str] = {}
        for language, template in text.items():
            words = _WORD.findall(_UNTRANSLATED.sub(" ", template))
            if len(words) < _WORDS:
                continue
            plain = " ".join(template.split())
            if plain in said and plain != _made_of(path):
                yield warning(
                    subject.place(*path, language),
                    f"`{said[plain]}` and `{language}` say the same: {_short(plain)}",
                    "translate it",
                )
            said.setdefault(plain, language)


def _made_of(path: Path) -> str:
    """Return the name that a misconception has when its author writes none: its id."""
    return str(path[-2]).replace("_", " ") if path[-1] == "name" else ""


def _short(text: str, most: int = 40) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def same_numbers(subject: Subject) -> Iterator[Finding]:
    """Yield the numbers that a student is told in one language only."""
    first, *others = subject.exercise.languages
    if subject.unrendered:
        return
    repeated = Repeated(len(subject.specimens))
    for specimen in subject.specimens:
        for language in others:
            texts_of_both = (
                *_side_by_side(specimen, first, language),
                *_options_side_by_side(specimen, first, language),
            )
            for path, here, there in texts_of_both:
                for lacks, fault in _lacking({first: here, language: there}):
                    found = warning(subject.place(*path, lacks), fault, "let both say the same")
                    repeated.add(found, kind=f"{path} {lacks}")
    yield from repeated.findings()


def _lacking(both: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield which of two languages lacks numbers, and which."""
    first, second = both
    for lacks, has in ((second, first), (first, second)):
        odd = _numbers(both[has]) - _numbers(both[lacks])
        if odd:
            told = ", ".join([*odd][:_SHOWN]) + (", …" if len(odd) > _SHOWN else "")
            yield lacks, f"`{lacks}` lacks numbers that `{has}` tells: {told}"


def _side_by_side(specimen: Specimen, first: str, second: str) -> Iterator[tuple[Path, str, str]]:
    here, there = specimen.view(first), specimen.view(second)
    yield ("prompt",), here.prompt, there.prompt
    for index, (one, other) in enumerate(zip(here.hints, there.hints, strict=True)):
        yield ("hints", index), one, other


def _options_side_by_side(
    specimen: Specimen, first: str, second: str
) -> Iterator[tuple[Path, str, str]]:
    both = zip(specimen.view(first).answers, specimen.view(second).answers, strict=True)
    for here, there in both:
        for one, other in zip(here.options, there.options, strict=True):
            yield ("answers", here.name, "options"), one.text, other.text


def _numbers(text: str) -> Counter[str]:
    """Return the numbers of a text, whichever sign of decimals its language has."""
    return Counter(item.replace(",", ".").replace("−", "-") for item in _NUMBER.findall(text))


def leaks(subject: Subject) -> Iterator[Finding]:
    """Yield the texts, and the values given, in which a key stands."""
    yield from _given(subject)
    if subject.unrendered:
        return
    for answer in subject.exercise.answers:
        for language in subject.exercise.languages:
            shown = Counter(
                path
                for specimen in subject.specimens
                for path in _showing(answer, specimen, language)
            )
            for path, count in shown.items():
                if count / len(subject.specimens) > OFTEN:
                    yield error(
                        subject.place(*path, language),
                        f"the key of `{answer.name}` stands in this text "
                        f"in {percent(count, len(subject.specimens))} of the variants",
                        "say it in `solution`, which is shown afterwards",
                    )


def _given(subject: Subject) -> Iterator[Finding]:
    for specimen in subject.specimens[:1]:
        keys = specimen.variant.key.values()
        for name in subject.exercise.given:
            value = specimen.variant.values[name]
            if len(cells(value)) > 1 and value in keys:
                yield error(
                    subject.place("given"),
                    f"`{name}` is given to the student and is a key",
                    "take it out",
                )


def _showing(answer: Answer, specimen: Specimen, language: str) -> Iterator[Path]:
    """Yield where the texts of a variant are that show the key of an answer."""
    key = specimen.variant.key[answer.name]
    texts = [(path, text) for path, text, _ in _side_by_side(specimen, language, language)]
    if isinstance(key, str):
        view = specimen.view(language)
        yield from (path for path, text in texts if _shows_option(text, answer, key, view))
    elif key in specimen.shown:
        return
    elif shape(key):
        forms = tuple(_written(key, language))
        yield from (path for path, text in texts if any(form in text for form in forms))
    elif is_number(key):
        yield from (path for path, text in texts if _shows_number(text, key, specimen, language))


def _written(key: Value, language: str) -> Iterator[str]:
    """Yield how a matrix or a list stands in a text."""
    listed = show(key, "en").replace("(", "[").replace(")", "]")
    yield show(key, language)
    yield listed
    yield listed.replace(" ", "")
    if len(shape(key)) > 1:
        yield from (write(key, language) for write in (table, latex))


def _shows_number(text: str, key: float | Fraction, specimen: Specimen, language: str) -> bool:
    if -_TINY < key < _TINY and Fraction(key).denominator == 1:
        return False
    if any(key in cells(value) for value in specimen.shown):
        return False
    return _NUMBER.search(text) is not None and show(key, language) in _NUMBER.findall(
        text.replace("−", "-")
    )


def _shows_option(text: str, answer: Answer, key: str, view: ExerciseView) -> bool:
    """Tell whether the right option is named and no other one is."""
    (seen,) = (one for one in view.answers if one.name == answer.name)
    named = [
        option
        for option, choice in zip(seen.form.options, seen.options, strict=True)
        if re.search(rf"(?<!\w){re.escape(choice.text)}(?!\w)", text)
    ]
    return named == [key]
