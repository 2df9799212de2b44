"""What a misconception of the library consists of."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from grader.model.expression import Tree
from grader.model.text import Text

_AND = {"en": ", and ", "es": " y, además, "}


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """A wrong method that can be applied to any expression it fits."""

    id: str
    name: Text
    """The mistake in a few words, as in a list of mistakes to choose from."""
    why: str
    """Why students do this, in one line, for the author who chooses it."""
    say: Text
    """What to tell the student: a template that may use the values of the variant."""
    rewrite: Callable[[Tree], Tree | None]
    """The wrong expression, or None when the operator does not apply."""
    credit: Fraction = Fraction(0)
    """The share of the points that the mistake still earns."""


def compose(first: Operator, second: Operator) -> Operator:
    """Return the mistake of whoever makes both, the first one first; it applies where both do."""

    def rewrite(tree: Tree) -> Tree | None:
        once = first.rewrite(tree)
        both = None if once is None else second.rewrite(once)
        # One may undo the other.
        return None if both == tree else both

    return Operator(
        id=f"{first.id}_and_{second.id}",
        name={
            language: f"{name}{_AND[language]}{second.name[language]}"
            for language, name in first.name.items()
        },
        why=f"{first.why}; {second.why}",
        say={language: f"{say} {second.say[language]}" for language, say in first.say.items()},
        rewrite=rewrite,
        credit=min(first.credit, second.credit),
    )
