"""At most ten annotations: what GitHub shows of one step. The rest is in the summary."""

from collections.abc import Iterator

from grader.model.grade import Grade
from grader.model.text import in_language
from grader.platforms.commands import command
from grader.platforms.lines import lines, score, total
from grader.platforms.phrases import say
from grader.reports.characters import one_line

MOST = 10


def to_commands(grade: Grade) -> str:
    """Return the workflow commands, a line each: first the total, then what is not right."""
    return "".join(f"{line}\n" for line in _commands(grade))


def _commands(grade: Grade) -> Iterator[str]:
    language = grade.language
    title = one_line(in_language(grade.title, language)) or one_line(grade.assignment)
    yield command("notice", total(grade), {"title": title})
    fatal = [problem for problem in grade.problems if problem.fatal]
    for problem in fatal[:1]:
        yield command("error", one_line(in_language(problem.text, language)), {"title": title})
    wrong = [line for line in lines(grade) if not line.right]
    room = MOST - 1 - len(fatal[:1])
    shown = wrong if len(wrong) <= room else wrong[: room - 1]
    for line in shown:
        points = score(line.earned, line.possible, language)
        text = f"{points}: {line.message}" if line.message else points
        yield command("warning", text, {"title": line.name})
    if len(shown) < len(wrong):
        yield command("warning", say("more", language, n=len(wrong) - len(shown)), {"title": title})
