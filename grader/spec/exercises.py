"""An exercise file → `Exercise`, with every mistake of the file at once."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from grader.errors import ExerciseError
from grader.expressions.derivation import keys_of
from grader.model.exercise import (
    Answer,
    Definition,
    Exercise,
    Misconception,
    Parameter,
    Solution,
)
from grader.model.text import Text
from grader.spec.answers import Answers
from grader.spec.bugs import MISTAKE, Bug, bug_of, mistake_of
from grader.spec.examples import Examples
from grader.spec.findings import Findings
from grader.spec.limits import limits_of
from grader.spec.misconceptions import Misconceptions, name_of
from grader.spec.parameters import parameter_of
from grader.spec.reader import Path, read_document
from grader.spec.rules import rules_of
from grader.spec.schema import (
    ExerciseFile,
    Formula,
    MisconceptionBlock,
    Texts,
)
from grader.spec.validation import salvage

_EMPTY = MisconceptionBlock()


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
        mistakes = self._mistakes()
        parameters = tuple(self._parameter(name, call) for name, call in file.params.items())
        if file.find_the_bug is not None:
            self._introduce(MISTAKE, ("find_the_bug",))
            parameters = (*parameters, mistake_of(tuple(mistakes)))
        definitions = tuple(self._definition(name, item) for name, item in file.let.items())
        bug = self._bug(mistakes, definitions)
        definitions = (*definitions, *bug.definitions)
        answers = self._answers(mistakes)
        hidden = self._hidden(answers)
        found = self._misconceptions(answers, definitions)
        rules = rules_of(
            file.variants, self.findings, known=self.known, ids=tuple(item.id for item in found)
        )
        return Exercise(
            id=file.id,
            version=file.version,
            title=self.findings.text(file.title, ("title",), self.languages),
            prompt=self._text(file.prompt, ("prompt",), hidden),
            parameters=parameters,
            definitions=definitions,
            answers=answers,
            rules=replace(rules, require=(*rules.require, *bug.require)),
            misconceptions=found,
            hints=tuple(
                self._text(hint, ("hints", index), hidden) for index, hint in enumerate(file.hints)
            ),
            solution=self._solution(),
            examples=Examples(
                self.findings,
                answers=answers,
                known=self.known,
                ids=tuple(item.id for item in found),
            ).read(file.tests),
            topics=tuple(file.topics),
            facts=tuple(file.facts),
            minutes=file.minutes,
            limits=limits_of(file.limits),
            given=self._given(hidden),
            place=self.findings.document.name,
            digest=digest,
        )

    def _text(self, texts: Texts, path: Path, hidden: Mapping[str, str]) -> Text:
        return self.findings.template(texts, path, self.languages, self.known, hidden)

    def _mistakes(self) -> dict[str, MisconceptionBlock]:
        """Return the misconceptions that every draw keeps apart: one may be asked for by name."""
        blocks = {name: block or _EMPTY for name, block in self.file.misconceptions.items()}
        guarded = self.file.variants.separate
        return blocks if guarded == "all" else {n: b for n, b in blocks.items() if n in guarded}

    def _bug(
        self, mistakes: Mapping[str, MisconceptionBlock], definitions: tuple[Definition, ...]
    ) -> Bug:
        variable = self.file.find_the_bug
        if variable is None:
            return Bug(definitions=(), require=())
        if variable not in self.file.let:
            self.findings.add(
                ("find_the_bug",), f"`{variable}` is not defined in `let`", "name the right result"
            )
            return Bug(definitions=(), require=())
        if len(mistakes) < 2:  # noqa: PLR2004 - a choice
            self.findings.add(
                ("find_the_bug",), "there is nothing to choose from", "list misconceptions"
            )
        bug = bug_of(variable, mistakes, definitions, self.findings)
        for item in bug.definitions:
            self._introduce(item.name, ("find_the_bug",))
        return bug

    def _answers(self, mistakes: Mapping[str, MisconceptionBlock]) -> tuple[Answer, ...]:
        return Answers(
            self.findings,
            known=self.known,
            languages=self.languages,
            mistakes={
                name: name_of(name, block, self.findings, self.languages)
                for name, block in mistakes.items()
            },
        ).read(self.file.answers)

    def _misconceptions(
        self, answers: tuple[Answer, ...], definitions: tuple[Definition, ...]
    ) -> tuple[Misconception, ...]:
        """Return the wrong methods of students; those that are asked for by name are none."""
        if self.file.find_the_bug is not None:
            return ()
        reading = Misconceptions(
            self.findings,
            answers=answers,
            definitions=definitions,
            known=self.known,
            languages=self.languages,
        )
        combined = (
            reading.combined(first, second, ("combinations", index))
            for index, (first, second) in enumerate(self.file.combinations)
        )
        return (*reading.read(self.file.misconceptions), *filter(None, combined))

    def _parameter(self, name: str, source: Formula) -> Parameter:
        path = ("params", name)
        self._introduce(name, path)
        before = [known for known in self.known if known != name]
        return parameter_of(name, source, path, self.findings, known=before)

    def _definition(self, name: str, source: Formula) -> Definition:
        path = ("let", name)
        expression = self.findings.formula(source, path, self.known)
        self._introduce(name, path)
        return Definition(name=name, expression=expression)

    def _introduce(self, name: str, path: Path) -> None:
        if name in self.known:
            self.findings.add(path, f"`{name}` is defined twice", "choose another name")
        else:
            self.known.append(name)

    def _hidden(self, answers: tuple[Answer, ...]) -> Mapping[str, str]:
        """Return the variables that no prompt, hint or given cell may show: they are keys."""
        keys = {name: answer.name for answer in answers for name in keys_of(answer)}
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
