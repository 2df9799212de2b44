"""The environment that HTML pages are rendered in."""

from functools import cache, partial

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from grader.assets import bundled
from grader.model.text import Text, in_language
from grader.reports.characters import one_line, plain
from grader.reports.numerals import literal, percentage, points, scalar
from grader.reports.phrases import MARKS, evidence, group_line, say, verdict_word
from grader.reports.prose import paragraphs


def render(template: str, *, language: str, **values: object) -> str:
    """Return the page that `template` makes of `values`, with the words of `language`."""
    words = {
        "language": language,
        "say": partial(say, language=language),
        "tell": lambda text: _told(text, language),
        "points": partial(points, language=language),
        "scalar": partial(scalar, language=language),
        "literal": partial(literal, language=language),
        "verdict_word": partial(verdict_word, language=language),
        "group_line": partial(group_line, language=language),
        "evidence": partial(evidence, language=language),
        "percent": lambda share: say("percent", language, n=points(share, language)),
    }
    return _environment().get_template(template).render(words | values)


def _told(text: Text, language: str) -> str:
    return plain(in_language(text, language))


@cache
def _environment() -> Environment:
    # One environment for all pages: compiling a template costs far more than rendering it.
    environment = Environment(
        loader=FileSystemLoader(bundled("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(marks=MARKS, percentage=percentage)
    environment.filters.update(plain=plain, one_line=one_line, paragraphs=paragraphs)
    return environment
