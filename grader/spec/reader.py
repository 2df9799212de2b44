"""YAML text → plain data that remembers where everything stood.

Read strictly: no duplicate keys, aliases or tags, and none of YAML 1.1's surprises: ``no``, ``012``
and ``12:30`` are texts, ``1e3`` is a number.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import yaml

from grader.errors import ExerciseError, Fault
from grader.model.value import JsonValue

Path: TypeAlias = tuple[str | int, ...]
MAX_CHARACTERS = 200_000
MAX_DEPTH = 20
MAX_DIGITS = 30

_INTEGER = re.compile(r"[+-]?(0|[1-9]\d*)")
_DECIMAL = re.compile(r"[+-]?(\d+\.\d*|\.\d+|\d+)([eE][+-]?\d+)?")
_CONSTANTS: Mapping[str, bool | None] = {
    "true": True,
    "false": False,
    "null": None,
    "~": None,
    "": None,
}
_BLOCKS = {"|", ">"}
_QUOTED = {"'", '"', *_BLOCKS}
_UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OPENING = (
    yaml.BlockMappingStartToken,
    yaml.BlockSequenceStartToken,
    yaml.FlowMappingStartToken,
    yaml.FlowSequenceStartToken,
)
_CLOSING = (yaml.BlockEndToken, yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)
_TOO_DEEP = "maximum nesting depth"
"""What newer parsers say of their own accord, before the tokens can be counted."""
_HAS_C = hasattr(yaml, "CSafeLoader")


class _Loader(yaml.CSafeLoader if _HAS_C else yaml.SafeLoader):  # type: ignore[misc]
    """PyYAML's loader with every implicit type switched off: the types are decided here."""

    yaml_implicit_resolvers: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The data of one file and the places of its parts."""

    name: str
    data: JsonValue
    keys: Mapping[Path, yaml.Mark]
    values: Mapping[Path, yaml.Mark]
    styles: Mapping[Path, str]
    """How each text is written: between ``'`` or ``"``, as a block ``|`` or ``>``, or plain."""

    def place(self, path: Path, *, column: int = 0, key: bool = False) -> str:
        """Return ``file:line:column`` of the part at `path`, or of the nearest part around it."""
        marks = {**self.values, **self.keys} if key else self.values
        for length in range(len(path), -1, -1):
            mark = marks.get(path[:length])
            if mark is not None:
                extra = self._inside(path, column) if length == len(path) else 0
                return f"{self.name}:{mark.line + 1}:{mark.column + 1 + extra}"
        return self.name

    def line_of(self, path: Path, line: int) -> str:
        """Return ``file:line`` of a line, counted from 1, of the text at `path`.

        Empty where a line of the text is not a line of the file: only a ``|`` block keeps them.
        """
        if self.styles.get(path) != "|":
            return ""
        return f"{self.name}:{self.values[path].line + 1 + line}"

    def _inside(self, path: Path, column: int) -> int:
        """Return how far right of the mark the character at `column` of a text stands."""
        style = self.styles.get(path, "")
        if style in _BLOCKS:
            return 0
        return column + len(style) if column else 0


def read_document(text: str, name: str) -> Document:
    """Return the data of `text`, a file called `name`.

    Raises
    ------
    ExerciseError
        With every place at which the text is no strict YAML.
    """
    if len(text) > MAX_CHARACTERS:
        raise ExerciseError.at(
            name, f"the file has {len(text)} characters", f"at most {MAX_CHARACTERS} are read"
        )
    _refuse_unprintable(text, name)
    try:
        _refuse_tags_and_aliases(text, name)
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise ExerciseError([_syntax_fault(error, name)]) from None
    except yaml.YAMLError as error:
        raise ExerciseError.at(name, f"this is no YAML text: {error}") from None
    if root is None:
        raise ExerciseError.at(
            f"{name}:1:1", "the file is empty", "see exercises/README.md for the fields"
        )
    if not isinstance(root, yaml.MappingNode):
        raise ExerciseError.at(
            _at(name, root.start_mark), "the file has no fields", "begin it with `schema: …`"
        )
    construction = _Construction(name)
    data = construction.value(root, ())
    if construction.faults:
        raise ExerciseError(construction.faults)
    return Document(
        name=name,
        data=data,
        keys=construction.keys,
        values=construction.values,
        styles=construction.styles,
    )


def _refuse_unprintable(text: str, name: str) -> None:
    """Name the place of a character that YAML forbids: its own message has none."""
    found = _UNPRINTABLE.search(text)
    if found is not None:
        before = text[: found.start()]
        column = found.start() - before.rfind("\n")
        raise ExerciseError.at(
            f"{name}:{before.count(chr(10)) + 1}:{column}",
            f"the character U+{ord(found[0]):04X} cannot stand in a YAML file",
            "delete it; it is often invisible",
        )


def _refuse_tags_and_aliases(text: str, name: str) -> None:
    refused = {
        yaml.AliasToken: ("an alias (`*name`)", "write the value out"),
        yaml.AnchorToken: ("an anchor (`&name`)", "write the value out"),
        yaml.TagToken: ("a tag (`!name`)", "write plain data"),
    }
    faults = [
        Fault(
            place=_at(name, token.start_mark),
            fault=f"{refused[type(token)][0]} has no meaning here",
            fix=refused[type(token)][1],
        )
        for token in _tokens(text, name)
        if type(token) in refused
    ]
    if faults:
        raise ExerciseError(faults)


def _tokens(text: str, name: str) -> Iterator[yaml.Token]:
    """Yield the tokens, and stop at the first that is nested too deeply.

    The C parser descends by recursion: some ten thousand brackets would end the process.
    """
    depth = 0
    for token in yaml.scan(text, Loader=_Loader):
        depth += isinstance(token, _OPENING) - isinstance(token, _CLOSING)
        if depth > MAX_DEPTH:
            raise ExerciseError([_too_deep(_at(name, token.start_mark))])
        yield token


def _too_deep(place: str) -> Fault:
    return Fault(
        place=place,
        fault="this is nested too deeply",
        fix=f"at most {MAX_DEPTH} levels are read",
    )


def _syntax_fault(error: yaml.MarkedYAMLError, name: str) -> Fault:
    mark = error.problem_mark or error.context_mark
    place = _at(name, mark) if mark else name
    if _TOO_DEEP in (error.problem or ""):
        return _too_deep(place)
    fix = "indent with spaces; quote a text that contains `: ` or begins with {{, [, * or &"
    return Fault(place=place, fault=f"this is no YAML: {error.problem or error.context}", fix=fix)


def _at(name: str, mark: yaml.Mark) -> str:
    return f"{name}:{mark.line + 1}:{mark.column + 1}"


class _Construction:
    """One pass over the nodes: data, places and faults."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.keys: dict[Path, yaml.Mark] = {}
        self.values: dict[Path, yaml.Mark] = {}
        self.styles: dict[Path, str] = {}
        self.faults: list[Fault] = []

    def value(self, node: yaml.Node, path: Path) -> JsonValue:
        self.values[path] = node.start_mark
        if len(path) > MAX_DEPTH:
            self.faults.append(_too_deep(_at(self.name, node.start_mark)))
            return None
        if isinstance(node, yaml.ScalarNode):
            self.styles[path] = node.style or ""
            return self._scalar(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        return self._mapping(node, path) if isinstance(node, yaml.MappingNode) else None

    def _mapping(self, node: yaml.MappingNode, path: Path) -> JsonValue:
        data: dict[str, JsonValue] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._fault(key_node, "a key must be a name", "quote it if it is a text")
                continue
            key = str(key_node.value)
            if key in data:
                self._fault(key_node, f"`{key}` stands here twice", "keep one of them")
            self.keys[(*path, key)] = key_node.start_mark
            data[key] = self.value(value_node, (*path, key))
        self._explain_cut_formula(node)
        return data

    def _explain_cut_formula(self, node: yaml.MappingNode) -> None:
        """``{out: clip(out, 0, 255)}`` is a mapping of three keys to YAML: say so."""
        plain = (item.value for _, item in node.value if getattr(item, "style", "'") in {None, ""})
        if node.flow_style and any(text.count("(") > text.count(")") for text in plain):
            self._fault(
                node,
                "a comma inside { } cuts the formula in two",
                "write `name: formula` on a line of its own, or quote the formula",
            )

    def _scalar(self, node: yaml.ScalarNode) -> JsonValue:
        text = str(node.value)
        if node.style in _QUOTED:
            return text
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if not _DECIMAL.fullmatch(text) or _octal(text):
            return text
        if len(text) > MAX_DIGITS or not math.isfinite(float(text)):
            self._fault(node, "this number is too large", f"write at most {MAX_DIGITS} digits")
            return 0
        return int(text) if _INTEGER.fullmatch(text) else float(text)

    def _fault(self, node: yaml.Node, fault: str, fix: str) -> None:
        self.faults.append(Fault(place=_at(self.name, node.start_mark), fault=fault, fix=fix))


def _octal(text: str) -> bool:
    """Tell whether `text` is what YAML 1.1 would read to base 8: it is left a text."""
    digits = text.lstrip("+-")
    return digits.startswith("0") and digits.isdigit() and len(digits) > 1
