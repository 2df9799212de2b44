"""How a function of the student's is tried, as an exercise file says it."""

import keyword
from collections.abc import Iterator, Sequence

from grader.model.exercise import CaseGroup, Parameter
from grader.spec.findings import Findings
from grader.spec.numbers import exact
from grader.spec.parameters import parameter_of
from grader.spec.reader import Path
from grader.spec.schema import AnswerBlock, CaseGroupBlock

FUNCTION = "function"
"""The answer type that is tried on cases."""
MAX_CASES = 30
"""Of one function: all calls together have the time of one submission."""


class Cases:
    """What the cases of one file are read against; faults go to `findings`."""

    def __init__(
        self, findings: Findings, *, known: Sequence[str], languages: Sequence[str]
    ) -> None:
        self.findings = findings
        self.known = known
        self.languages = languages

    def arguments(self, name: str, block: AnswerBlock) -> tuple[str, ...]:
        """Return what a function takes; what is wrong with that is noted."""
        path: Path = ("answers", name, "arguments")
        if block.type != FUNCTION:
            for field in ("arguments", "cases"):
                if getattr(block, field):
                    self.findings.add(
                        ("answers", name, field), f"`{block.type}` has no {field}", "type: function"
                    )
            return ()
        for field in ("parts", "properties", "carry", "because"):
            if getattr(block, field):
                self.findings.add(
                    ("answers", name, field),
                    f"a function has no `{field}`: it is tried on cases",
                    "take it out",
                )
        if not block.arguments:
            self.findings.add(path[:-1], "a function needs arguments", "arguments: [image, kernel]")
        for index, argument in enumerate(block.arguments):
            self._argument(argument, block.arguments[:index], (*path, index))
        return tuple(block.arguments)

    def _argument(self, argument: str, before: Sequence[str], path: Path) -> None:
        if argument in before:
            self.findings.add(path, f"`{argument}` stands here twice", "keep one of them")
        elif argument in self.known:
            self.findings.add(
                path, f"`{argument}` is a value of the exercise already", "choose another name"
            )
        elif keyword.iskeyword(argument):
            self.findings.add(path, f"`{argument}` is a word of Python", "choose another name")

    def groups(self, name: str, block: AnswerBlock) -> tuple[CaseGroup, ...]:
        """Return the groups of cases of a function."""
        path: Path = ("answers", name)
        if block.type != FUNCTION:
            return ()
        if not block.cases:
            self.findings.add(path, "a function needs cases", "cases: {square: {draw: {…}}}")
        count = sum(group.times for group in block.cases.values())
        if count > MAX_CASES:
            self.findings.add(
                (*path, "cases"), f"{count} cases are too many", f"at most {MAX_CASES} in all"
            )
        return tuple(
            self._group(group, one, block.arguments, (*path, "cases", group))
            for group, one in block.cases.items()
        )

    def _group(
        self, name: str, block: CaseGroupBlock, arguments: Sequence[str], path: Path
    ) -> CaseGroup:
        drawn = tuple(self._drawn(block, (*path, "draw")))
        for argument in arguments:
            if argument not in block.draw:
                self.findings.add(
                    (*path, "draw"), f"`{argument}` is not drawn", f"{argument}: matrix(…)"
                )
        own = [*self.known, *block.draw]
        return CaseGroup(
            name=name,
            draw=drawn,
            times=block.times,
            share=exact(block.share),
            require=tuple(
                self.findings.formula(source, (*path, "require", index), own)
                for index, source in enumerate(block.require)
            ),
            label=self.findings.text(block.label, (*path, "label"), self.languages),
            say=self.findings.template(block.say, (*path, "say"), self.languages, self.known, {}),
        )

    def _drawn(self, block: CaseGroupBlock, path: Path) -> Iterator[Parameter]:
        known = list(self.known)
        for name, source in block.draw.items():
            if name in self.known:
                self.findings.add(
                    (*path, name), f"`{name}` is a value of the exercise", "choose another name"
                )
            yield parameter_of(name, source, (*path, name), self.findings, known=known)
            known.append(name)
