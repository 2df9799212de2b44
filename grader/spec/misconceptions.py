"""The misconceptions of an exercise file: from the library by name, or the author's own."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from grader.expressions import names, unparse
from grader.expressions.derivation import reference_of, variable_of
from grader.misconceptions import LIBRARY, Operator, compose
from grader.model.exercise import Answer, Definition, Misconception
from grader.model.expression import Expression, Name
from grader.model.text import Text
from grader.spec.findings import NOTHING, Findings
from grader.spec.reader import Path
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
        self.definitions = {item.name: item.expression.tree for item in definitions}
        self.known = known
        self.languages = languages
        self.findings = findings

    def read(self, blocks: Mapping[str, MisconceptionBlock | None]) -> tuple[Misconception, ...]:
        """Return the misconceptions of the file, in its order."""
        return tuple(
            self.misconception(name, block or MisconceptionBlock())
            for name, block in blocks.items()
        )

    def combined(self, first: str, second: str, path: Path) -> Misconception | None:
        """Return what somebody answers who makes two mistakes of the library at once."""
        for name in (first, second):
            if name not in LIBRARY:
                self.findings.add(
                    path, f"the library has no misconception `{name}`", "combine two of the library"
                )
                return None
        operator = compose(LIBRARY[first], LIBRARY[second])
        gives = self._derived(operator)
        if not gives:
            self.findings.add(
                path, f"`{first}` and `{second}` do not apply together", "take it out"
            )
        return Misconception(
            id=operator.id,
            gives=gives,
            say=_in(operator.say, self.languages),
            name=_in(operator.name, self.languages),
            credit=operator.credit,
        )

    def misconception(self, name: str, block: MisconceptionBlock) -> Misconception:
        """Return one misconception: its own fields, and the library's where it has none."""
        operator = LIBRARY.get(name)
        path = ("misconceptions", name)
        return Misconception(
            id=name,
            gives=self._gives(name, block, operator),
            say=self._say(name, block, operator),
            name=name_of(name, block, self.findings, self.languages),
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
                "it rewrites the formula of an answer: see the library for what it needs there",
            )
        for missing in sorted(self._needed(derived) - set(self.known)):
            self.findings.add(
                path,
                f"`{name}` needs a value called `{missing}`",
                "define it in `let`: the library says what it stands for",
            )
        return derived

    def _needed(self, derived: Mapping[str, Expression]) -> frozenset[str]:
        """Return the names in wrong formulas that are in no right one."""
        right = [reference_of(item.tree, self.definitions) for _, item in self._references()]
        wrong = [formula.tree for formula in derived.values()]
        return frozenset().union(*map(names, wrong)).difference(*map(names, right))

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
        answers += [part.name for answer in self.answers for part in answer.parts]
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
            variable: self.findings.formula(source, at(variable), self._known(variable))
            for variable, source in gives.items()
        }

    def _known(self, target: str) -> list[str]:
        """Return what a formula for `target` may read: for a function, its arguments as well."""
        arguments = (one.arguments for one in self.answers if one.name == target)
        return [*self.known, *next(arguments, ())]

    def _derived(self, operator: Operator) -> Mapping[str, Expression]:
        """Return the wrong formula of every answer to which the operator applies."""
        derived = {}
        for target, expression in self._references():
            wrong = operator.rewrite(reference_of(expression.tree, self.definitions))
            if wrong is not None:
                derived[target] = Expression(source=unparse(wrong), tree=wrong)
        return derived

    def _references(self) -> Iterator[tuple[str, Expression]]:
        """Yield what is asked for: where a wrong value goes, and the formula of the right one."""
        for answer in self.answers:
            if answer.parts:
                for part in answer.parts:
                    tree = part.expression.tree
                    if isinstance(tree, Name) and tree.name in self.definitions:
                        yield tree.name, part.expression
            elif answer.expect is not NOTHING:
                yield variable_of(answer) or answer.name, answer.expect

    def _unread(self) -> bool:
        """Tell whether the formula of some answer could not be read, which was said already."""
        read = [self.trees.get(variable_of(answer) or "", answer.expect) for answer in self.answers]
        return any(expression is NOTHING for expression in read)

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
        return self.findings.text(_in(operator.say, self.languages), path, self.languages)


def _in(text: Text, languages: Sequence[str]) -> dict[str, str]:
    return {language: text.get(language, "") for language in languages}


def name_of(
    id: str,  # noqa: A002 - it is one
    block: MisconceptionBlock,
    findings: Findings,
    languages: Sequence[str],
) -> Text:
    """Return a misconception in a few words: the file's, the library's, or else its id."""
    if block.name is not None:
        return findings.text(block.name, ("misconceptions", id, "name"), languages)
    known = LIBRARY[id].name if id in LIBRARY else {}
    return {language: known.get(language, id.replace("_", " ")) for language in languages}


def _credit(block: MisconceptionBlock, operator: Operator | None) -> Fraction:
    if block.credit is not None:
        return Fraction(str(block.credit))
    return operator.credit if operator is not None else Fraction(0)
