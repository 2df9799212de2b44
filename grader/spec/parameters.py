"""What is drawn, as an exercise file says it."""

from collections.abc import Iterable

from grader.expressions import ExpressionFault, parse_call, unparse
from grader.model.exercise import Parameter
from grader.model.expression import Expression
from grader.spec.findings import Findings
from grader.spec.reader import Path
from grader.spec.schema import Formula

GENERATORS = (
    *("integer", "pick", "flag", "matrix", "distinct_matrix", "vector", "stack"),
    *("sample", "shuffle"),
)
"""The words that begin a parameter; what they draw is said in `grader.variants.generators`."""


def parameter_of(
    name: str, source: Formula, path: Path, findings: Findings, *, known: Iterable[str]
) -> Parameter:
    """Return the parameter `name` that is drawn by the call `source`, which may read `known`."""
    try:
        generator, arguments, options = parse_call(str(source))
    except ExpressionFault as fault:
        findings.add(path, fault.fault, fault.fix, column=fault.column)
        return Parameter(name=name, generator="flag")
    if generator not in GENERATORS:
        findings.add(
            path, f"there is no generator `{generator}`", f"there are: {', '.join(GENERATORS)}"
        )
    before = list(known)
    for tree in (*arguments, *options.values()):
        findings.check_tree(tree, path, before)
    return Parameter(
        name=name,
        generator=generator,
        arguments=tuple(Expression(source=unparse(tree), tree=tree) for tree in arguments),
        options={key: Expression(source=unparse(tree), tree=tree) for key, tree in options.items()},
        source=str(source),
    )
