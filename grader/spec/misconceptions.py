"""The misconceptions of an exercise file: from the library by name, or the author's own."""

import difflib
from collections.abc import Mapping, Sequence
from fractions import Fraction

from grader.expressions import unparse
from grader.expressions.derivation import variable_of
from grader.misconceptions import LIBRARY, Operator
from grader.model.exercise import Answer, Definition, Misconception
from grader.model.expression import Expression
from grader.model.text import Text
from grader.spec.findings import NOTHING, Findings
from grader.spec.schema import MisconceptionBlock

STUDENT = "student"
"""In `say`, the answers as the student gave them."""


class Misconceptions:
    """What the misconceptions of one file are read against; faults go to `findings`."""

    def __init__(
        self,
        findings: Findings,
        *,
        answers: Sequence[Answer],
        definitions: Sequence[Definition],
        known: Sequence[str],
        languages: Sequence[str],
    ) -> None:
        self.answers = answers
        self.trees = {item.name: item.expression for item in definitions}
        self.known = known
        self.languages = languages
        self.findings = findings

    def read(self, blocks: Mapping[str, MisconceptionBlock | None]) -> tuple[Misconception, ...]:
        """Return the misconceptions of the file, in its order."""
        return tuple(
            self.misconception(name, block or MisconceptionBlock())
            for name, block in blocks.items()
        )

    def misconception(self, name: str, block: MisconceptionBlock) -> Misconception:
        """Return one misconception: its own fields, and the library's where it has none."""
        operator = LIBRARY.get(name)
        path = ("misconceptions", name)
        return Misconception(
            id=name,
            gives=self._gives(name, block, operator),
            say=self._say(name, block, operator),
            credit=_credit(block, operator),
            when=None
            if block.when is None
            else self.findings.formula(block.when, (*path, "when"), self.known),
        )

    def _gives(
        self, name: str, block: MisconceptionBlock, operator: Operator | None
    ) -> Mapping[str, Expression]:
        path = ("misconceptions", name)
        if block.gives is not None:
            return self._written(name, block)
        if operator is None:
            close = difflib.get_close_matches(name, LIBRARY, n=1)
            self.findings.add(
                path,
                f"the library has no misconception `{name}`",
                f"did you mean `{close[0]}`?" if close else "write what it `gives`",
            )
            return {}
        derived = self._derived(operator)
        if not derived and not self._unread():
            self.findings.add(
                path,
                f"`{name}` does not apply to any answer of this exercise",
                "it rewrites a `let` that is a call of correlate() or convolve()",
            )
        return derived

    def _written(self, name: str, block: MisconceptionBlock) -> Mapping[str, Expression]:
        path = ("misconceptions", name, "gives")
        gives = block.gives
        if not isinstance(gives, dict):
            if len(self.answers) > 1:
                self.findings.add(
                    path,
                    "there are several answers: which one is this?",
                    f"gives: {{{self.answers[0].name}: …}}, on lines of their own",
                )
            gives = {self.answers[0].name: gives if gives is not None else 0}
        answers = [answer.name for answer in self.answers]
        for variable in gives:
            if variable not in self.trees and variable not in answers:
                self.findings.add(
                    (*path, variable),
                    f"`{variable}` is neither an answer nor defined in `let`",
                    f"there are: {', '.join(dict.fromkeys((*answers, *self.trees)))}",
                )
        # A single formula is written without the name of its answer.
        at = (lambda name: (*path, name)) if isinstance(block.gives, dict) else (lambda _: path)
        return {
            variable: self.findings.formula(source, at(variable), self.known)
            for variable, source in gives.items()
        }

    def _derived(self, operator: Operator) -> Mapping[str, Expression]:
        """Return the wrong formula of every answer to which the operator applies."""
        derived = {}
        for answer in self.answers:
            variable = variable_of(answer)
            reference = self.trees.get(variable) if variable else answer.expect
            wrong = operator.rewrite(reference.tree) if reference else None
            if wrong is not None:
                target = variable or answer.name
                derived[target] = Expression(source=unparse(wrong), tree=wrong)
        return derived

    def _unread(self) -> bool:
        """Tell whether the formula of some answer could not be read, which was said already."""
        read = [self.trees.get(variable_of(answer) or "", answer.expect) for answer in self.answers]
        return NOTHING in read

    def _say(self, name: str, block: MisconceptionBlock, operator: Operator | None) -> Text:
        path = ("misconceptions", name)
        if block.say is not None:
            return self.findings.template(
                block.say, (*path, "say"), self.languages, [*self.known, STUDENT], {}
            )
        if operator is None:
            if block.gives is not None:
                self.findings.add(path, "nothing is said to the student", "say: {en: …, es: …}")
            return {}
        return self.findings.text(
            {language: operator.say.get(language, "") for language in self.languages},
            path,
            self.languages,
        )


def _credit(block: MisconceptionBlock, operator: Operator | None) -> Fraction:
    if block.credit is not None:
        return Fraction(str(block.credit))
    return operator.credit if operator is not None and block.gives is None else Fraction(0)
