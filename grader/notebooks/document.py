"""The Markdown document that a notebook is cut from.

Everything that `{{ … }}` inserts is kept out of the document until it has been cut: a prompt may
contain fences, comments or anything else, and the cells stay where the template puts them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from grader.errors import UsageError
from grader.notebooks.tags import CODE_ROLES, Tag

_FENCE = re.compile(r"```python (?P<words>\S.*)")
_COMMENT = re.compile(r"<!-- (?P<words>\S.*) -->")
_INSERTED = re.compile("\0([0-9]+)\0")
_STORE = "inserted values"
"""Not an identifier, so that no template can name it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One cell of the document."""

    tag: Tag
    text: str

    @property
    def is_code(self) -> bool:
        """Whether it becomes a code cell."""
        return self.tag.role in CODE_ROLES


def cut(template: str, values: Mapping[str, object]) -> list[Piece]:
    r"""Return the cells of a notebook: `template` with `values` inserted, cut at its markers.

    >>> document = "# {{ title }}\n```python answer a b\nout = ...\n```"
    >>> [piece.text for piece in cut(document, {"title": "```python answer```"})]
    ['# ```python answer```', 'out = ...']
    """
    inserted: list[str] = []
    try:
        document = _compiled(template).render(values, **{_STORE: inserted})
    except TemplateError as error:
        line = error.lineno if isinstance(error, TemplateSyntaxError) else 1
        raise UsageError.at(f"notebook template:{line}", str(error), "see its comment") from error

    def insert(text: str) -> str:
        return _INSERTED.sub(lambda match: inserted[int(match[1])], text)

    pieces = [(words, insert("\n".join(lines).strip("\n"))) for words, lines in _split(document)]
    return [Piece(tag=_tag(insert(words)), text=text) for words, text in pieces if text.strip()]


def _split(document: str) -> list[tuple[str, list[str]]]:
    """Return the words that open each cell, and its lines."""
    pieces: list[tuple[str, list[str]]] = [("text", [])]
    fenced = False
    for line in document.split("\n"):
        opening = None if fenced else _FENCE.fullmatch(line) or _COMMENT.fullmatch(line)
        if opening:
            fenced = line.startswith("```")
            pieces.append((opening["words"], []))
        elif fenced and line == "```":
            fenced = False
            pieces.append(("text", []))
        else:
            pieces[-1][1].append(line)
    if fenced:
        raise UsageError.at(
            "notebook template", f"the cell {pieces[-1][0]!r} has no end", "add a line ```"
        )
    return pieces


def _tag(words: str) -> Tag:
    role, exercise, answer, *_ = [*words.split(), "", ""]
    return Tag(role=role, exercise=exercise, answer=answer)


@pass_context
def _set_aside(context: Context, value: object) -> str:
    inserted: list[str] = context[_STORE]
    inserted.append(str(value))
    return f"\0{len(inserted) - 1}\0"


@lru_cache(maxsize=8)
def _compiled(template: str) -> Template:
    environment = ImmutableSandboxedEnvironment(
        finalize=_set_aside,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # Markdown, not HTML: the viewers sanitize
    )
    return environment.from_string(template)
