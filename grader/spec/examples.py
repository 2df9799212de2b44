"""The tests of an exercise file: what somebody hands in, and what must come of it."""

from collections.abc import Mapping, Sequence

from grader.model.exercise import Answer, Example, Part
from grader.model.expression import Expression
from grader.spec.findings import Findings
from grader.spec.numbers import exact
from grader.spec.reader import Path
from grader.spec.schema import Formula, TestBlock


class Examples:
    """What the tests of one file are read against; faults go to `findings`."""

    def __init__(
        self,
        findings: Findings,
        *,
        answers: Sequence[Answer],
        known: Sequence[str],
        ids: Sequence[str],
    ) -> None:
        self.findings = findings
        self.answers = {answer.name: answer for answer in answers}
        self.known = known
        self.ids = ids
        """Of the misconceptions."""

    def read(self, blocks: Sequence[TestBlock]) -> tuple[Example, ...]:
        """Return the tests of the file, in its order."""
        return tuple(self.example(index, block) for index, block in enumerate(blocks))

    def example(self, index: int, block: TestBlock) -> Example:
        """Return one test."""
        path = ("tests", index)
        for name in block.answer:
            if name not in self.answers:
                self.findings.add(
                    (*path, "answer", name),
                    f"there is no answer `{name}`",
                    f"there are: {', '.join(self.answers)}",
                )
        return Example(
            answers={
                name: self._handed_in(name, source, (*path, "answer", name))
                for name, source in block.answer.items()
            },
            score=None if block.expect.score is None else exact(block.expect.score),
            diagnosis=self._diagnosis(block, path),
            place=self.findings.document.place(path),
        )

    def _diagnosis(self, block: TestBlock, path: Path) -> tuple[str, ...] | None:
        expected = block.expect.diagnosis
        diagnosis = [expected] if isinstance(expected, str) else expected
        for wanted in diagnosis or ():
            if wanted not in self.ids:
                self.findings.add(
                    (*path, "expect", "diagnosis"),
                    f"no misconception is called `{wanted}`",
                    f"there are: {', '.join(self.ids)}",
                )
        return None if diagnosis is None else tuple(diagnosis)

    def _arguments(self, name: str) -> tuple[str, ...]:
        return self.answers[name].arguments if name in self.answers else ()

    def _handed_in(
        self, name: str, source: Formula | Mapping[str, Formula], path: Path
    ) -> Expression | tuple[Part, ...]:
        """Return the formula of an answer, or of those of its parts that are named."""
        if not isinstance(source, Mapping):
            return self.findings.formula(source, path, [*self.known, *self._arguments(name)])
        parts = [part.name for part in self.answers[name].parts] if name in self.answers else []
        for part in source:
            if part not in parts:
                self.findings.add(
                    (*path, part),
                    f"`{name}` has no part `{part}`",
                    f"there are: {', '.join(parts)}" if parts else "write its formula alone",
                )
        return tuple(
            Part(name=part, expression=self.findings.formula(formula, (*path, part), self.known))
            for part, formula in source.items()
        )
