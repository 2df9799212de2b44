"""An exercise file → `Exercise`, with every mistake of the file at once."""

import hashlib
from collections.abc import Mapping

from grader.answers import ANSWER_TYPES
from grader.errors import ExerciseError
from grader.expressions import ExpressionFault, parse_call, unparse
from grader.model.exercise import (
    Answer,
    Carry,
    Definition,
    Example,
    Exercise,
    Limits,
    Parameter,
    Solution,
    Tolerance,
)
from grader.model.expression import Expression, Name
from grader.spec.findings import Findings
from grader.spec.misconceptions import Misconceptions
from grader.spec.numbers import exact
from grader.spec.reader import read_document
from grader.spec.rules import rules_of
from grader.spec.schema import (
    AnswerBlock,
    CarryBlock,
    ExerciseFile,
    Formula,
    LimitsBlock,
    Texts,
)
from grader.spec.validation import salvage

GENERATORS = (
    *("integer", "pick", "flag", "matrix", "distinct_matrix", "vector", "stack"),
    *("sample", "shuffle"),
)
"""The words that begin a parameter; what they draw is said in `grader.variants.generators`."""


def read_exercise(text: str, name: str) -> Exercise:
    """Return the exercise that `text`, a file called `name`, describes.

    Raises
    ------
    ExerciseError
        With one fault for every mistake of the file, each with its line, column and a remedy.
    """
    document = read_document(text, name)
    found = salvage(document, ExerciseFile)
    if found.model is None:
        raise ExerciseError(found.faults)
    findings = Findings(document, faults=found.faults, lost=found.lost)
    reading = _Reading(found.model, findings)
    exercise = reading.exercise(digest=hashlib.sha256(text.encode()).hexdigest())
    reading.findings.raise_if_any()
    return exercise


def limits_of(block: LimitsBlock) -> Limits:
    """Return the limits as a record."""
    return Limits(
        wall_s=block.wall_s,
        cpu_s=block.cpu_s,
        memory_mb=block.memory_mb,
        output_kb=block.output_kb,
    )


def languages_of(title: Texts) -> tuple[str, ...]:
    """Return the languages of a file: those of its title."""
    return tuple(title) if isinstance(title, dict) else ("en",)


class _Reading:
    """One file on its way to an exercise: the variables that exist so far, and the findings."""

    def __init__(self, file: ExerciseFile, findings: Findings) -> None:
        self.file = file
        self.findings = findings
        self.languages = languages_of(file.title)
        self.known: list[str] = []

    def exercise(self, digest: str) -> Exercise:
        file = self.file
        parameters = tuple(self._parameter(name, call) for name, call in file.params.items())
        definitions = tuple(self._definition(name, item) for name, item in file.let.items())
        answers = tuple(self._answer(name, block) for name, block in file.answers.items())
        hidden = self._hidden(answers)
        found = Misconceptions(
            self.findings,
            answers=answers,
            definitions=definitions,
            known=self.known,
            languages=self.languages,
        ).read(file.misconceptions)
        return Exercise(
            id=file.id,
            version=file.version,
            title=self.findings.text(file.title, ("title",), self.languages),
            prompt=self.findings.template(
                file.prompt, ("prompt",), self.languages, self.known, hidden
            ),
            parameters=parameters,
            definitions=definitions,
            answers=answers,
            rules=rules_of(
                file.variants,
                self.findings,
                known=self.known,
                ids=tuple(item.id for item in found),
            ),
            misconceptions=found,
            hints=tuple(
                self.findings.template(hint, ("hints", index), self.languages, self.known, hidden)
                for index, hint in enumerate(file.hints)
            ),
            solution=self._solution(),
            examples=self._examples(tuple(item.id for item in found)),
            topics=tuple(file.topics),
            minutes=file.minutes,
            limits=limits_of(file.limits),
            given=self._given(hidden),
            place=self.findings.document.name,
            digest=digest,
        )

    def _parameter(self, name: str, source: Formula) -> Parameter:
        path = ("params", name)
        self._introduce(name, path)
        try:
            generator, arguments, options = parse_call(str(source))
        except ExpressionFault as fault:
            self.findings.add(path, fault.fault, fault.fix, column=fault.column)
            return Parameter(name=name, generator="flag")
        if generator not in GENERATORS:
            self.findings.add(
                path, f"there is no generator `{generator}`", f"there are: {', '.join(GENERATORS)}"
            )
        before = [known for known in self.known if known != name]
        for tree in (*arguments, *options.values()):
            self.findings.check_tree(tree, path, before)
        return Parameter(
            name=name,
            generator=generator,
            arguments=tuple(Expression(source=unparse(tree), tree=tree) for tree in arguments),
            options={
                key: Expression(source=unparse(tree), tree=tree) for key, tree in options.items()
            },
            source=str(source),
        )

    def _definition(self, name: str, source: Formula) -> Definition:
        path = ("let", name)
        expression = self.findings.formula(source, path, self.known)
        self._introduce(name, path)
        return Definition(name=name, expression=expression)

    def _introduce(self, name: str, path: tuple[str, str]) -> None:
        if name in self.known:
            self.findings.add(path, f"`{name}` is defined twice", "choose another name")
        else:
            self.known.append(name)

    def _answer(self, name: str, block: AnswerBlock) -> Answer:
        path = ("answers", name)
        if block.type not in ANSWER_TYPES:
            self.findings.add(
                (*path, "type"),
                f"there is no answer type `{block.type}`",
                f"there are: {', '.join(sorted(ANSWER_TYPES))}",
            )
        if block.expect is None and name not in {*self.known, *self.findings.lost}:
            self.findings.add(
                path, f"no value is called `{name}`", f"define `{name}` in `let`, or write `expect`"
            )
        if block.type == "choice" and not block.options:
            self.findings.add(path, "a choice needs options", "options: [first, second]")
        expect, known = block.expect, self.known
        if expect is None:
            # That the variable does not exist was said above.
            expect, known = name, [*self.known, name]
        return Answer(
            name=name,
            kind=block.type,
            expect=self.findings.formula(expect, (*path, "expect"), known),
            label=self.findings.text(block.label, (*path, "label"), self.languages),
            weight=exact(block.weight),
            per_cell=block.partial == "per_cell",
            tolerance=_tolerance(block),
            carry=self._carry(name, block),
            options=tuple(block.options or ()),
        )

    def _carry(self, name: str, block: AnswerBlock) -> Carry | None:
        if block.carry is None:
            return None
        carry = block.carry
        if not isinstance(carry, CarryBlock):
            carry = CarryBlock(answers=carry)
        earlier = list(self.file.answers)[: list(self.file.answers).index(name)]
        for other in carry.answers:
            if other not in earlier:
                self.findings.add(
                    ("answers", name, "carry"),
                    f"`{other}` is no answer that comes before `{name}`",
                    f"earlier answers: {', '.join(earlier) or 'none'}",
                )
        return Carry(answers=tuple(carry.answers), credit=exact(carry.credit))

    def _hidden(self, answers: tuple[Answer, ...]) -> Mapping[str, str]:
        """Return the variables that no prompt, hint or given cell may show: they are keys."""
        keys = {
            answer.expect.tree.name: answer.name
            for answer in answers
            if isinstance(answer.expect.tree, Name)
        }
        return {
            variable: f"`{variable}` is the key of the answer `{answer}`: it cannot be shown"
            for variable, answer in keys.items()
        }

    def _given(self, hidden: Mapping[str, str]) -> tuple[str, ...]:
        for index, name in enumerate(self.file.given):
            if name in hidden:
                self.findings.add(("given", index), hidden[name], "give the parameters only")
            else:
                self.findings.check_names([name], ("given", index), self.known)
        return tuple(self.file.given)

    def _solution(self) -> Solution:
        block = self.file.solution
        if block.trace is not None and block.trace not in self.file.let:
            self.findings.add(
                ("solution", "trace"),
                f"`{block.trace}` is not defined in `let`",
                "name a filtering",
            )
        text = self.findings.template(
            block.text, ("solution", "text"), self.languages, self.known, {}
        )
        return Solution(text=text, trace=block.trace)

    def _examples(self, ids: tuple[str, ...]) -> tuple[Example, ...]:
        return tuple(self._example(index, ids) for index in range(len(self.file.tests)))

    def _example(self, index: int, ids: tuple[str, ...]) -> Example:
        test, path = self.file.tests[index], ("tests", index)
        for name in test.answer:
            if name not in self.file.answers:
                self.findings.add(
                    (*path, "answer", name),
                    f"there is no answer `{name}`",
                    f"there are: {', '.join(self.file.answers)}",
                )
        expected = test.expect.diagnosis
        diagnosis = [expected] if isinstance(expected, str) else expected
        for wanted in diagnosis or ():
            if wanted not in ids:
                self.findings.add(
                    (*path, "expect", "diagnosis"),
                    f"no misconception is called `{wanted}`",
                    f"there are: {', '.join(ids)}",
                )
        return Example(
            answers={
                name: self.findings.formula(source, (*path, "answer", name), self.known)
                for name, source in test.answer.items()
            },
            score=None if test.expect.score is None else exact(test.expect.score),
            diagnosis=None if diagnosis is None else tuple(diagnosis),
            place=self.findings.document.place(path),
        )


def _tolerance(block: AnswerBlock) -> Tolerance:
    given = block.tolerance
    if given is None:
        return Tolerance()
    return Tolerance(absolute=exact(given.abs), relative=exact(given.rel), digits=given.digits)
