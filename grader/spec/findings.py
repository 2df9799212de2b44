"""What the reading of one file has found wrong so far, and what every field needs."""

import difflib
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TypeGuard

from grader.errors import ExerciseError, Fault
from grader.expressions import ExpressionFault, parse, walk
from grader.model.expression import Constant, Expression, Name, Tree
from grader.model.text import Text
from grader.spec.reader import Document, Path
from grader.spec.schema import Formula, Texts
from grader.texts import TemplateFault, check_template

_NAMES_OF_LANGUAGES = {"en": "English", "es": "Spanish"}
NOWHERE: Mapping[str, int] = MappingProxyType({})
NOTHING = Expression(source="0", tree=Constant(value=0))
"""Stands in for a formula that could not be read, so that reading can go on to the next mistake."""


class Findings:
    """The faults of one document; reading goes on after each, so that all are found at once."""

    def __init__(
        self, document: Document, *, faults: Iterable[Fault] = (), lost: Iterable[str] = ()
    ) -> None:
        self.document = document
        self.faults = list(faults)
        self.lost = frozenset(lost)

    def add(self, path: Path, fault: str, fix: str = "", *, column: int = 0) -> None:
        """Note a fault at `path`."""
        place = self.document.place(path, column=column)
        self.faults.append(Fault(place=place, fault=fault, fix=fix))

    def raise_if_any(self) -> None:
        """Raise an `ExerciseError` when anything was noted."""
        if self.faults:
            raise ExerciseError(self.faults)

    def formula(self, source: Formula, path: Path, known: Iterable[str]) -> Expression:
        """Return the tree of a formula that may read the variables `known`."""
        try:
            expression = parse(str(source), place=self.document.place(path))
        except ExpressionFault as fault:
            self.add(path, fault.fault, fault.fix, column=fault.column)
            return NOTHING
        self.check_tree(expression.tree, path, known)
        return expression

    def check_tree(self, tree: Tree, path: Path, known: Iterable[str]) -> None:
        """Note every variable of a formula that is read before it exists, where it is read."""
        columns = {part.name: part.column for part in reversed([*walk(tree)]) if _is_name(part)}
        self.check_names(columns, path, known, columns=columns)

    def check_names(
        self,
        read: Iterable[str],
        path: Path,
        known: Iterable[str],
        *,
        columns: Mapping[str, int] = NOWHERE,
    ) -> None:
        """Note every variable that is read before it exists; those `lost` are known to be wrong."""
        available = list(known)
        for name in sorted(set(read) - set(available) - self.lost):
            close = difflib.get_close_matches(name, available, n=1)
            listed = f"known here: {', '.join(available)}" if available else "define it in `params`"
            self.add(
                path,
                f"there is no value called `{name}` here",
                f"did you mean `{close[0]}`?" if close else listed,
                column=columns.get(name, 0),
            )

    def text(self, texts: Texts | None, path: Path, languages: Iterable[str]) -> Text:
        """Return a text that must exist in every language."""
        wanted = tuple(languages)
        if texts is None:
            return {}
        if isinstance(texts, str):
            texts = {wanted[0]: texts}
        for language in wanted:
            if not texts.get(language, "").strip():
                shown = _NAMES_OF_LANGUAGES.get(language, language)
                self.add(path, f"the {shown} text is missing", f"{language}: …")
        for language in sorted(set(texts) - set(wanted)):
            self.add(
                (*path, language),
                f"the title does not exist in `{language}`, this text does",
                "give every text the languages of the title",
            )
        return {language: texts.get(language, "") for language in wanted}

    def template(
        self,
        texts: Texts | None,
        path: Path,
        languages: Iterable[str],
        allowed: Iterable[str],
        hidden: Mapping[str, str],
    ) -> Text:
        """Return a text that may show the variables `allowed`; `hidden` says why others may not."""
        text = self.text(texts, path, languages)
        for language, template in text.items():
            try:
                read = check_template(template, language)
            except TemplateFault as fault:
                self._unreadable((*path, language), fault)
                continue
            for name in sorted(read & set(hidden)):
                self.add((*path, language), hidden[name], "show the parameters only")
            self.check_names(read - set(hidden), (*path, language), allowed)
        return text

    def _unreadable(self, path: Path, fault: TemplateFault) -> None:
        # A text of one language is written without its name.
        at = path if path in self.document.values else path[:-1]
        place = self.document.line_of(at, fault.line)
        if place:
            self.faults.append(Fault(place=place, fault=fault.fault, fix=fault.fix))
        else:
            self.add(at, f"in line {fault.line} of the text: {fault.fault}", fault.fix)


def _is_name(tree: Tree) -> TypeGuard[Name]:
    return isinstance(tree, Name)
