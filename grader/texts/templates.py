"""Rendering of prompts, hints and explanations.

Exercise files come from instructors, but also from pull requests and shared banks, so their texts
are rendered without globals, without calls and without attributes; what may be multiplied or
repeated is bounded, and so is the output.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from grader.model.value import Value
from grader.texts.markdown import latex, show, table

MAX_OUTPUT = 100_000
MAX_LOOPS = 3
MAX_NUMBER = 10**30


class TemplateFault(Exception):  # noqa: N818 - it is reported as one fault among others
    """A text that cannot be rendered: what is wrong, and its line counted from 1."""

    def __init__(self, fault: str, *, line: int = 1, missing: str = "") -> None:
        super().__init__(fault, line, missing)
        self.fault = fault
        self.line = line
        self.missing = missing

    def __str__(self) -> str:
        return self.fault


class _Environment(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset(["*", "**", "%", "+"])

    def is_safe_callable(self, obj: object) -> bool:
        del obj
        return False

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        del obj, attr, value
        return False

    def call_binop(
        self, context: jinja2.runtime.Context, operator: str, left: object, right: object
    ) -> object:
        if not _bounded(left) or not _bounded(right) or operator == "**":
            raise jinja2.exceptions.SecurityError(
                f"`{operator}` works on numbers only; compute it in `let`"
            )
        return super().call_binop(context, operator, left, right)


def _bounded(value: object) -> bool:
    return isinstance(value, int | float | Fraction) and -MAX_NUMBER < value < MAX_NUMBER


@lru_cache(maxsize=4)
def _environment(language: str) -> jinja2.Environment:
    environment = _Environment(undefined=jinja2.StrictUndefined, trim_blocks=True, autoescape=False)
    environment.globals.clear()
    environment.tests = {
        name: test for name, test in environment.tests.items() if name in {"even", "odd", "defined"}
    }
    environment.filters = {
        "matrix": lambda value: table(value, language),
        "latex": lambda value: latex(value, language),
        "signed": lambda value: ("+" if value >= 0 else "−") + show(abs(value), language),
        "abs": abs,
        "length": len,
    }
    environment.finalize = lambda value: (
        show(value, language) if isinstance(value, int | float | tuple) else value
    )
    return environment


@lru_cache(maxsize=4096)
def _compiled(template: str, language: str) -> jinja2.Template:
    environment = _environment(language)
    try:
        tree = environment.parse(template)
        _refuse_what_repeats(tree)
        return environment.from_string(tree)
    except jinja2.TemplateSyntaxError as error:
        raise TemplateFault(error.message or "syntax error", line=error.lineno) from None


def _refuse_what_repeats(tree: nodes.Template) -> None:
    loops = list(tree.find_all(nodes.For))
    if len(loops) > MAX_LOOPS:
        raise TemplateFault(f"more than {MAX_LOOPS} loops in one text", line=loops[-1].lineno)
    for node in tree.find_all((nodes.Macro, nodes.Include, nodes.Import, nodes.Extends)):
        raise TemplateFault("only {{ }}, if, for and set exist here", line=node.lineno)


def check_template(template: str, language: str) -> frozenset[str]:
    """Return the variables that a text reads.

    Raises
    ------
    TemplateFault
        When it is not well formed, or uses what does not exist here.
    """
    from jinja2 import meta  # noqa: PLC0415 - only authors' commands come here

    _compiled(template, language)
    return frozenset(meta.find_undeclared_variables(_environment(language).parse(template)))


def render(template: str, values: Mapping[str, Value], language: str) -> str:
    """Return the text with the values filled in.

    Raises
    ------
    TemplateFault
        When a variable is missing, or the text does what no text may.

    Examples
    --------
    >>> render("{{ k }} × {{ k }}", {"k": 3}, "en")
    '3 × 3'
    """
    compiled = _compiled(template, language)
    pieces: list[str] = []
    length = 0
    try:
        for piece in compiled.generate(**_visible(values)):
            pieces.append(piece)
            length += len(piece)
            if length > MAX_OUTPUT:
                raise TemplateFault(f"the text grows beyond {MAX_OUTPUT} characters")
    except jinja2.UndefinedError as error:
        raise TemplateFault(str(error.message), missing=_missing(str(error.message))) from None
    except jinja2.TemplateError as error:
        raise TemplateFault(str(error.message or error)) from None
    except (ArithmeticError, TypeError, ValueError, LookupError) as error:
        raise TemplateFault(str(error)) from None
    return "".join(pieces)


def _visible(values: Mapping[str, Value]) -> dict[str, Any]:
    return dict(values)


def _missing(message: str) -> str:
    return message.split("'")[1] if message.count("'") > 1 else ""
