"""Rendering of prompts, hints and explanations.

Exercise files come from instructors, but also from pull requests and shared banks, so their texts
are rendered without globals, without calls and without attributes; what may be multiplied or
repeated is bounded, and so is the output.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache

import jinja2
from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from grader.model.value import Value
from grader.texts.markdown import hidden, latex, show, table

MAX_OUTPUT = 100_000
MAX_SOURCE = 20_000
MAX_LOOPS = 3
MAX_STEPS = 20_000
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


_KNOWN = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.Assign),
    *(nodes.Name, nodes.Const, nodes.List, nodes.Tuple, nodes.Getitem, nodes.CondExpr),
    *(nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not),
    *(nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Neg, nodes.Pos),
)
_FAILURES = (
    *(ArithmeticError, TypeError, ValueError, LookupError, RecursionError),
    NameError,  # jinja writes the constant 1e999 as `inf`, which is then no name
)
_COUNTED = "counted steps"


class _Context(jinja2.runtime.Context):
    """One rendering, and the steps that its loops have taken together."""

    steps = 0


class _Environment(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset(["*", "%", "+"])
    context_class = _Context

    def is_safe_callable(self, obj: object) -> bool:
        del obj
        return False

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        del obj, attr, value
        return False

    def call_binop(
        self, context: jinja2.runtime.Context, operator: str, left: object, right: object
    ) -> object:
        if not _bounded(left) or not _bounded(right):
            raise jinja2.exceptions.SecurityError(
                f"`{operator}` works on numbers only; compute it in `let`"
            )
        return super().call_binop(context, operator, left, right)


def _bounded(value: object) -> bool:
    return isinstance(value, int | float | Fraction) and -MAX_NUMBER < value < MAX_NUMBER


@jinja2.pass_context
def _counted(context: _Context, items: object) -> Iterator[object]:
    """Yield the items of a loop; loops inside loops add up, and none of them need print anything.

    A name with a space in it cannot be written in a template, so no author calls this filter.
    """
    if not isinstance(items, tuple | list):
        raise TemplateFault("a loop runs over the rows of a matrix or over a list")
    for item in items:
        context.steps += 1
        if context.steps > MAX_STEPS:
            raise TemplateFault(f"the loops of a text take more than {MAX_STEPS} steps")
        yield item


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
        "hide": hidden,
        _COUNTED: _counted,
    }
    environment.finalize = lambda value: _shown(value, language)
    return environment


def _shown(value: object, language: str) -> object:
    if isinstance(value, int | float | tuple):
        return show(value, language)
    if isinstance(value, str | Fraction | jinja2.Undefined):
        return value  # an undefined one says which it is when it is written out
    raise TemplateFault(f"a {type(value).__name__} cannot be shown")


@lru_cache(maxsize=4096)
def _compiled(template: str, language: str) -> jinja2.Template:
    if len(template) > MAX_SOURCE:
        raise TemplateFault(f"a text has at most {MAX_SOURCE} characters")
    environment = _environment(language)
    try:
        tree = environment.parse(template)
        _refuse_what_is_unknown(tree)
        _bound_loops(tree)
        return environment.from_string(tree)
    except jinja2.TemplateSyntaxError as error:
        raise TemplateFault(error.message or "syntax error", line=error.lineno) from None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        # Jinja writes Python, and Python gives up on what is nested a hundred times.
        raise TemplateFault("this text cannot be read; write it simpler") from None


def _refuse_what_is_unknown(tree: nodes.Template) -> None:
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, _KNOWN):
            raise TemplateFault(
                f"only {{{{ }}}}, if, for and set exist here, without calls, attributes, `~` and "
                f"`**`: this is {type(node).__name__}",
                line=node.lineno,
            )
    for node in tree.find_all(nodes.Assign):
        # (a, a) thirty times over has a billion parts.
        if next(node.node.find_all((nodes.Tuple, nodes.List)), None) or _is_list(node.node):
            raise TemplateFault("a list cannot be set; write it in `let`", line=node.lineno)


def _is_list(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Tuple | nodes.List)


def _bound_loops(tree: nodes.Template) -> None:
    loops = list(tree.find_all(nodes.For))
    if len(loops) > MAX_LOOPS:
        raise TemplateFault(f"more than {MAX_LOOPS} loops in one text", line=loops[-1].lineno)
    for loop in loops:
        loop.iter = nodes.Filter(loop.iter, _COUNTED, [], [], None, None, lineno=loop.lineno)


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
        for piece in compiled.generate(dict(values)):
            pieces.append(piece)
            length += len(piece)
            if length > MAX_OUTPUT:
                raise TemplateFault(f"the text grows beyond {MAX_OUTPUT} characters")
    except jinja2.UndefinedError as error:
        raise TemplateFault(str(error.message), missing=_missing(str(error.message))) from None
    except jinja2.TemplateError as error:
        raise TemplateFault(str(error.message or error)) from None
    except _FAILURES as error:
        raise TemplateFault(str(error)) from None
    return "".join(pieces)


def _missing(message: str) -> str:
    return message.split("'")[1] if message.count("'") > 1 else ""
