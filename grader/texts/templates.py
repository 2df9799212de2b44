"""Rendering of prompts, hints and explanations.

Exercise files come from instructors, but also from pull requests and shared banks, so their texts
are rendered without globals, without calls and without attributes; what may be multiplied or
repeated is bounded, and so is the output.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache

import jinja2
from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from grader.model.value import Value, cells
from grader.texts.blocks import with_own_lines
from grader.texts.markdown import hidden, indented, latex, show, table

MAX_OUTPUT = 100_000
MAX_SOURCE = 20_000
MAX_LOOPS = 3
MAX_STEPS = 200_000
"""What the loops of a text may evaluate: each node in them, each time, and each cell of a table."""
MAX_NUMBER = 10**30
MAX_DECIMALS = 9


class TemplateFault(Exception):  # noqa: N818 - it is reported as one fault among others
    """A text that cannot be rendered: what is wrong, what to do, and its line counted from 1."""

    def __init__(self, fault: str, *, fix: str = "", line: int = 1, missing: str = "") -> None:
        super().__init__(fault, fix, line, missing)
        self.fault = fault
        self.fix = fix
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
_COMPARED = {"in": 200, "notin": 200, "eq": 10, "ne": 10}
"""What a comparison counts: `x in values` looks through all of them, `==` mostly at one cell."""
_TESTS = ("even", "odd", "defined")


class _Context(jinja2.runtime.Context):
    """One rendering, and the steps that its loops and tables have taken together."""

    steps = 0

    def spend(self, steps: int) -> None:
        self.steps += steps
        if self.steps > MAX_STEPS:
            raise TemplateFault(
                f"the loops and tables of a text take more than {MAX_STEPS} steps",
                fix="show less, or compute it in `let`",
            )


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
def _counted(context: _Context, items: object, weight: int) -> Iterator[object]:
    """Yield the items of a loop; loops inside loops add up, and none of them need print anything.

    `weight` is what one turn may evaluate.

    A name with a space in it cannot be written in a template, so no author calls this filter.
    """
    if not isinstance(items, tuple | list):
        raise TemplateFault(
            "a loop runs over the rows of a matrix or over a list", fix="make it a list in `let`"
        )
    for item in items:
        context.spend(weight)
        yield item


def _drawn(draw: Callable[[Value, str], str], language: str) -> Callable[[_Context, Value], str]:
    """Return the filter that shows a matrix: its cells count, printed or not."""

    @jinja2.pass_context
    def shown(context: _Context, value: Value) -> str:
        context.spend(len(cells(value)))
        return draw(value, language)

    return shown


@jinja2.pass_context
def _hidden(context: _Context, value: Value, row: int, column: int, mark: str = "?") -> Value:
    """Return a matrix with one cell hidden; a mark that is a matrix would double it each time."""
    if not isinstance(mark, str):
        raise TemplateFault("the mark of a hidden cell is a text", fix='hide(0, 0, "?")')
    context.spend(len(cells(value)))
    return hidden(value, row, column, mark)


def _rounded(value: Fraction | float, digits: Value) -> float:
    """Return a number to so many decimals: a quotient that nobody wants to read as a fraction."""
    if not isinstance(digits, int) or not 0 <= digits <= MAX_DECIMALS:
        raise TemplateFault(f"decimals are 0 to {MAX_DECIMALS}", fix="decimals(2)")
    return float(round(Fraction(value), digits))


@lru_cache(maxsize=4)
def _environment(language: str) -> jinja2.Environment:
    environment = _Environment(undefined=jinja2.StrictUndefined, trim_blocks=True, autoescape=False)
    environment.globals.clear()
    environment.tests = {name: test for name, test in environment.tests.items() if name in _TESTS}
    environment.filters = {
        "matrix": _drawn(table, language),
        "latex": _drawn(latex, language),
        "signed": lambda value: ("+" if value >= 0 else "−") + show(abs(value), language),
        "abs": abs,
        "length": len,
        "hide": _hidden,
        "decimals": _rounded,
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
        raise TemplateFault(f"a text has at most {MAX_SOURCE} characters", fix="shorten it")
    environment = _environment(language)
    try:
        tree = environment.parse(with_own_lines(template, environment))
        _refuse_what_is_unknown(tree)
        _bound_loops(tree)
        return environment.from_string(tree)
    except jinja2.TemplateSyntaxError as error:
        raise TemplateFault(
            error.message or "syntax error",
            fix="there are {{ value }}, {% if %}, {% for %} and {% set %}; close what is opened",
            line=error.lineno,
        ) from None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        # Jinja writes Python, and Python gives up on what is nested a hundred times.
        raise TemplateFault("this text cannot be read", fix="write it simpler") from None


def _refuse_what_is_unknown(tree: nodes.Template) -> None:
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, _KNOWN):
            raise TemplateFault(
                f"only {{{{ }}}}, if, for and set exist here, without calls, attributes, `~` and "
                f"`**`: this is {type(node).__name__}",
                fix="compute it in `let`, and show its value",
                line=node.lineno,
            )
        _require_known(node, nodes.Filter, "filter", known=_filters(tree))
        _require_known(node, nodes.Test, "test", known=_TESTS)
    for node in tree.find_all(nodes.Assign):
        # (a, a) thirty times over has a billion parts.
        if next(node.node.find_all((nodes.Tuple, nodes.List)), None) or _is_list(node.node):
            raise TemplateFault("a list cannot be set", fix="write it in `let`", line=node.lineno)


def _require_known(
    node: nodes.Node,
    kind: type[nodes.Filter | nodes.Test],
    word: str,
    *,
    known: Collection[str],
) -> None:
    if isinstance(node, kind) and node.name not in known:
        raise TemplateFault(
            f"there is no {word} `{node.name}`",
            fix=f"there are: {', '.join(known)}",
            line=node.lineno,
        )


def _filters(tree: nodes.Template) -> list[str]:
    environment = tree.environment
    return [] if environment is None else [name for name in environment.filters if " " not in name]


def _is_list(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Tuple | nodes.List)


def _bound_loops(tree: nodes.Template) -> None:
    loops = list(tree.find_all(nodes.For))
    if len(loops) > MAX_LOOPS:
        raise TemplateFault(
            f"more than {MAX_LOOPS} loops in one text",
            fix="show a matrix as `{{ image|matrix }}`",
            line=loops[-1].lineno,
        )
    for loop in loops:
        weight = nodes.Const(_weight(loop))
        loop.iter = nodes.Filter(loop.iter, _COUNTED, [weight], [], None, None, lineno=loop.lineno)


def _weight(loop: nodes.For) -> int:
    compared = (_COMPARED.get(operand.op, 0) for operand in loop.find_all(nodes.Operand))
    return 1 + sum(1 for _ in loop.find_all(nodes.Expr)) + sum(compared)


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
    return indented("".join(pieces))


def _missing(message: str) -> str:
    return message.split("'")[1] if message.count("'") > 1 else ""
