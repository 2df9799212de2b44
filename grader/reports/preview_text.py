"""One variant for its author, as plain text: everything that students do not see."""

from collections.abc import Iterator

from grader import engine
from grader.engine import Step
from grader.model.exercise import Answer
from grader.model.value import Value, shape
from grader.model.variant import Variant
from grader.reports.previews import Preview
from grader.reports.trials import passed, trials
from grader.texts import show


def preview_text(preview: Preview) -> str:
    """Return the preview as lines of text."""
    return "\n".join(_lines(preview)) + "\n"


def _lines(preview: Preview) -> Iterator[str]:
    variant, view = preview.variant, preview.view
    exercise = variant.exercise
    yield f"{view.title}  ({exercise.id}, version {exercise.version})"
    yield f"variant {variant.id}, accepted at draw {variant.tries}"
    for name, value in variant.features.items():
        yield f"{name}: {show(value, preview.language)}"
    yield from ("", view.prompt, "")
    yield from _heading("Key")
    for answer in exercise.answers:
        if answer.cases:
            yield from _function(answer, variant, preview.language)
        else:
            yield from _valued(answer.name, variant.key[answer.name], preview.language)
    for index, hint in enumerate(view.hints, start=1):
        yield from ("", f"Hint {index}: {hint}")
    yield from ("", *_heading("Misconceptions"), *_misconceptions(preview))
    yield from ("", *_heading("Worked solution"))
    yield from (preview.solution, "") if preview.solution else ()
    if preview.filtering is not None:
        trace = engine.trace(**preview.filtering.arguments())
        yield from (_step(step, preview.language) for step in trace)


def _misconceptions(preview: Preview) -> Iterator[str]:
    variant = preview.variant
    for item in variant.exercise.misconceptions:
        if item.id not in variant.wrong:
            yield f"{item.id}: does not apply to this variant"
            continue
        yield f"{item.id}  (credit {show(item.credit, preview.language)})"
        for answer in variant.exercise.answers:
            value, key = variant.wrong[item.id][answer.name], variant.key[answer.name]
            if answer.cases:
                groups = passed(answer, value, key)
                told = (f"{group.group} {group.right}/{group.cases}" for group in groups)
                yield f"  {answer.name}: {', '.join(told)}"
            elif value != key:
                yield from _valued(f"  {answer.name}", value, preview.language)


def _function(answer: Answer, variant: Variant, language: str) -> Iterator[str]:
    """Yield how a function is tried, with the first case of every group."""
    yield f"{answer.name}({', '.join(answer.arguments)})"
    for trial in trials(answer, variant):
        group = trial.group
        share = show(group.share, language)
        noun = "case" if group.times == 1 else "cases"
        yield f"  {group.name}: {group.times} {noun}, share {share}; the first:"
        for name, value in trial.arguments.items():
            yield from _valued(f"    {name}", value, language)
        yield from _valued("    returns", trial.returns, language)


def _heading(text: str) -> Iterator[str]:
    yield text
    yield "─" * len(text)


def _valued(name: str, value: Value, language: str) -> Iterator[str]:
    if len(shape(value)) < 2 or not isinstance(value, tuple):  # noqa: PLR2004 - a matrix
        yield f"{name} = {show(value, language)}"
        return
    rows = [[show(cell, language) for cell in row] for row in value if isinstance(row, tuple)]
    width = max(len(cell) for row in rows for cell in row)
    lead = f"{name} = "
    for row in rows:
        yield lead + " ".join(cell.rjust(width) for cell in row)
        lead = " " * len(lead)


def _step(step: Step, language: str) -> str:
    terms = [
        f"{_factor(coefficient, language)}·{_factor(value, language)}"
        for coefficients, values in zip(step.coefficients, step.values, strict=True)
        for coefficient, value in zip(coefficients, values, strict=True)
        if coefficient and value
    ]
    row, column = step.index
    return f"({row}, {column}): {' + '.join(terms) or '0'} = {show(step.sum, language)}"  # type: ignore[arg-type]


def _factor(number: object, language: str) -> str:
    shown = show(number, language)  # type: ignore[arg-type]
    return f"({shown})" if shown.startswith("-") else shown
