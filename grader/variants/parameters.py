"""One parameter → its value, and whether a rule about such values holds."""

from collections.abc import Mapping

from grader.expressions import ExpressionFault, Runtime, evaluate
from grader.model.exercise import Parameter
from grader.variants.generators import GENERATORS
from grader.variants.streams import Stream


def drawn(parameter: Parameter, stream: Stream, known: Mapping[str, Runtime]) -> Runtime:
    """Return what is drawn for `parameter`, whose arguments may read what is `known`.

    Raises
    ------
    ExpressionFault
        When an argument cannot be computed, or is none that the generator takes.
    """
    try:
        arguments = [evaluate(item.tree, known) for item in parameter.arguments]
        options = {name: evaluate(item.tree, known) for name, item in parameter.options.items()}
        return GENERATORS[parameter.generator](stream, *arguments, **options)
    except (ArithmeticError, ExpressionFault, TypeError, ValueError) as error:
        fix = error.fix if isinstance(error, ExpressionFault) else ""
        fault = f"`{parameter.name}: {parameter.source}`: {error}"
        raise ExpressionFault(fault, fix=fix) from None


def holds(value: Runtime) -> bool:
    """Return what a requirement came to.

    Raises
    ------
    ExpressionFault
        When it is no truth value.
    """
    if isinstance(value, bool):
        return value
    raise ExpressionFault("a requirement must be true or false", fix="compare something: … <= 60")
