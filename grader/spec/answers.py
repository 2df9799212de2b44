"""The answers of an exercise file."""

from collections.abc import Iterator, Mapping, Sequence

from grader.answers import ANSWER_TYPES, factors
from grader.model.exercise import Answer, Because, Carry, Option, Part, Property, Tolerance
from grader.model.expression import Expression, Name
from grader.model.text import Text
from grader.spec.cases import FUNCTION, Cases
from grader.spec.findings import NOTHING, Findings
from grader.spec.numbers import exact
from grader.spec.reader import Path
from grader.spec.schema import (
    AnswerBlock,
    BecauseBlock,
    CarryBlock,
    Formula,
    OptionBlock,
    Options,
    PartBlock,
    Texts,
)

MISCONCEPTIONS = "misconceptions"
"""Options that are the guarded misconceptions of the exercise."""
MAX_OPTIONS = 20
_NEEDS_PARTS = frozenset({"counterexample", "factors", "steps"})


class Answers:
    """What the answers of one file are read against; faults go to `findings`."""

    def __init__(
        self,
        findings: Findings,
        *,
        known: Sequence[str],
        languages: Sequence[str],
        mistakes: Mapping[str, Text],
    ) -> None:
        self.findings = findings
        self.known = known
        self.languages = languages
        self.mistakes = mistakes
        self.cases = Cases(findings, known=known, languages=languages)
        self.earlier: list[str] = []

    def read(self, blocks: Mapping[str, AnswerBlock]) -> tuple[Answer, ...]:
        """Return the answers of the file, in its order."""
        return tuple(self.answer(name, block) for name, block in blocks.items())

    def answer(self, name: str, block: AnswerBlock) -> Answer:
        """Return one answer."""
        path = ("answers", name)
        if block.type not in ANSWER_TYPES:
            self.findings.add(
                (*path, "type"),
                f"there is no answer type `{block.type}`",
                f"there are: {', '.join(sorted(ANSWER_TYPES))}",
            )
        answer = Answer(
            name=name,
            kind=block.type,
            expect=self._key(name, block),
            label=self.findings.text(block.label, (*path, "label"), self.languages),
            weight=exact(block.weight),
            per_cell=block.partial == "per_cell",
            tolerance=_tolerance(block),
            carry=self._carry(name, block),
            options=self._options(block.options, (*path, "options"), block.type),
            many=block.many,
            shuffle=block.shuffle and bool(block.options),
            because=self._because(block.because, path),
            parts=self._parts(name, block),
            properties=tuple(self._properties(name, block)),
            variables=self._variables(name, block),
            arguments=self.cases.arguments(name, block),
            cases=self.cases.groups(name, block),
        )
        self.earlier.append(name)
        return answer

    def _key(self, name: str, block: AnswerBlock) -> Expression:
        """Return the formula of the key; nothing where the options or the parts are the key."""
        path = ("answers", name)
        if block.parts or _say_themselves(block.options):
            if block.expect is not None:
                self.findings.add(
                    (*path, "expect"),
                    f"the key of `{name}` is given twice",
                    "leave `expect` out: its parts or options say what is right",
                )
            return NOTHING
        if block.expect is not None:
            known = [*self.known, *block.arguments]
            return self.findings.formula(block.expect, (*path, "expect"), known)
        if block.type == FUNCTION:
            self.findings.add(
                path, "a function needs `expect`", "write what it returns, over its arguments"
            )
            return NOTHING
        if name not in {*self.known, *self.findings.lost}:
            self.findings.add(
                path, f"no value is called `{name}`", f"define `{name}` in `let`, or write `expect`"
            )
        # That the variable does not exist was said above.
        return self.findings.formula(name, (*path, "expect"), [*self.known, name])

    def _carry(self, name: str, block: AnswerBlock) -> Carry | None:
        if block.carry is None:
            return None
        carry = block.carry
        if not isinstance(carry, CarryBlock):
            carry = CarryBlock(answers=carry)
        for other in carry.answers:
            if other not in self.earlier:
                self.findings.add(
                    ("answers", name, "carry"),
                    f"`{other}` is no answer that comes before `{name}`",
                    f"earlier answers: {', '.join(self.earlier) or 'none'}",
                )
        return Carry(answers=tuple(carry.answers), credit=exact(carry.credit))

    def _options(
        self, options: Options | None, path: Path, kind: str = "choice"
    ) -> tuple[Option, ...]:
        if not options:
            if kind == "choice":
                self.findings.add(path[:-1], "a choice needs options", "options: [first, second]")
            return ()
        if kind != "choice":
            self.findings.add(path, f"`{kind}` has no options", "type: choice")
        read = tuple(self._option(*item, path) for item in self._listed(options))
        if len(read) > MAX_OPTIONS:
            self.findings.add(path, f"{len(read)} options are too many", f"at most {MAX_OPTIONS}")
        for option in read:
            if len(option.id) == 1 and option.id.isalpha():
                self.findings.add(
                    path, f"`{option.id}` could be taken for a letter", "choose a longer name"
                )
        return read

    def _listed(self, options: Options) -> Iterator[tuple[str, str | OptionBlock | Texts]]:
        if options == MISCONCEPTIONS:
            yield from ((name, dict(text)) for name, text in self.mistakes.items())
        elif isinstance(options, dict):
            yield from options.items()
        else:
            # A text that stands for itself is the same in every language.
            yield from ((text, dict.fromkeys(self.languages, text)) for text in options)

    def _option(self, name: str, block: str | OptionBlock | Texts, path: Path) -> Option:
        at = (*path, name) if (*path, name) in self.findings.document.values else path
        right = block.right if isinstance(block, OptionBlock) else None
        text = block.text if isinstance(block, OptionBlock) else block
        return Option(
            id=name,
            text=self.findings.template(text, at, self.languages, self.known, {}),
            right=None
            if right is None
            else self.findings.formula(right, (*at, "right"), self.known),
        )

    def _because(self, block: BecauseBlock | None, path: Path) -> Because | None:
        if block is None:
            return None
        at = (*path, "because")
        return Because(
            options=self._options(block.options, (*at, "options")),
            expect=self.findings.formula(block.expect, (*at, "expect"), self.known),
            share=exact(block.share),
        )

    def _parts(self, name: str, block: AnswerBlock) -> tuple[Part, ...]:
        path = ("answers", name, "parts")
        if block.type in _NEEDS_PARTS and not block.parts:
            self.findings.add(
                path[:-1], f"`{block.type}` needs parts", "parts: {first: …, second: …}"
            )
        if block.parts and block.type not in _NEEDS_PARTS:
            self.findings.add(path, f"`{block.type}` has no parts", "type: steps")
        if block.type == "factors" and block.parts and tuple(block.parts) != factors.PARTS:
            self.findings.add(path, "factors are a column and a row", "parts: {column: …, row: …}")
        known = list(self.known)
        parts = []
        for part, source in block.parts.items():
            at = (*path, part)
            read = self._part(part, source, at, known)
            # What a part means must not depend on who reads it: the key, or a property.
            if part in self.known and read.expression.tree != Name(name=part):
                self.findings.add(
                    at, f"`{part}` is the name of another value", "call the part something else"
                )
            parts.append(read)
            known.append(part)
        return tuple(parts)

    def _part(
        self, name: str, block: Formula | PartBlock, path: Path, known: Sequence[str]
    ) -> Part:
        if not isinstance(block, PartBlock):
            return Part(name=name, expression=self.findings.formula(block, path, known))
        return Part(
            name=name,
            expression=self.findings.formula(block.of, (*path, "of"), known),
            label=self.findings.text(block.label, (*path, "label"), self.languages),
        )

    def _variables(self, name: str, block: AnswerBlock) -> tuple[str, ...]:
        """Return what the student's formula may be written in."""
        path = ("answers", name)
        if block.type == "expression" and not block.variables:
            self.findings.add(path, "an expression needs variables", "variables: [k, C, N]")
        if block.variables and block.type != "expression":
            self.findings.add(
                (*path, "variables"), f"`{block.type}` has no variables", "type: expression"
            )
        if len({*block.variables}) < len(block.variables):
            self.findings.add(
                (*path, "variables"), "a variable stands there twice", "name each once"
            )
        return tuple(block.variables)

    def _properties(self, name: str, block: AnswerBlock) -> Iterator[Property]:
        if block.type == "counterexample" and not block.properties:
            self.findings.add(
                ("answers", name), "a counterexample needs properties", "properties: [{holds: …}]"
            )
        own = [*block.parts] or [name]
        for index, one in enumerate(block.properties):
            path: Path = ("answers", name, "properties", index)
            known = list(dict.fromkeys((*self.known, *own)))
            yield Property(
                holds=self.findings.formula(one.holds, (*path, "holds"), known),
                share=exact(one.share),
                required=one.required,
                say=self.findings.template(one.say, (*path, "say"), self.languages, self.known, {}),
            )


def _say_themselves(options: Options | None) -> bool:
    """Tell whether the options say which of them is right."""
    return isinstance(options, dict) and any(
        isinstance(block, OptionBlock) and block.right is not None for block in options.values()
    )


def _tolerance(block: AnswerBlock) -> Tolerance:
    given = block.tolerance
    if given is None:
        return Tolerance()
    return Tolerance(absolute=exact(given.abs), relative=exact(given.rel), digits=given.digits)
