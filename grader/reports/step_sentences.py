"""What is said about the steps of a filtering."""

from grader.model.value import Scalar, cells
from grader.model.worked import Filtering
from grader.reports.numerals import scalar
from grader.reports.phrases import say
from grader.reports.step_through import Frame


def equation(frame: Frame, language: str) -> str:
    """Return the sum written out: ``3·1 + 0·(−2) = 3``."""
    products = (
        f"{factor(term.coefficient, language)}·{factor(term.value, language)}"
        for row in frame.terms
        for term in row
    )
    return f"{' + '.join(products)} = {scalar(frame.total, language)}"


def factor(number: Scalar, language: str) -> str:
    """Return a number as it stands in a product, a negative one in parentheses."""
    text = scalar(number, language)
    return f"({text})" if text.startswith("−") else text


def boundary_rule(filtering: Filtering, language: str) -> str:
    """Return the sentence that says what stands outside the image."""
    fill = scalar(cells(filtering.fill_value)[0], language)
    return say(f"rule_{filtering.boundary}", language, fill=fill)


def conditions(filtering: Filtering, language: str) -> str:
    """Return the sentences on how the kernel is laid down and moved."""
    said = [say(f"operation_{filtering.operation}", language)]
    for name, (down, across) in (("stride", filtering.stride), ("dilation", filtering.dilation)):
        if down != across:
            said.append(say(f"{name}_two", language, down=down, across=across))
        elif down > 1:
            said.append(say(f"{name}_one", language, n=down))
    return " ".join((*said, say("counted_from_0", language)))
