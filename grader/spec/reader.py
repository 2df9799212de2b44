"""YAML text → plain data that remembers where everything stood.

Read strictly: no duplicate keys, aliases or tags, and none of YAML 1.1's surprises: ``no``, ``012``
and ``12:30`` are texts, ``1e3`` is a number.
"""

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

_INTEGER = re.compile(r"[+-]?(0|[1-9]\d*)")
_DECIMAL = re.compile(r"[+-]?(\d+\.\d*|\.\d+|\d+)([eE][+-]?\d+)?")
_CONSTANTS: Mapping[str, bool | None] = {
    "true": True,
    "false": False,
    "null": None,
    "~": None,
    "": None,
}
_QUOTED = {"'", '"', "|", ">"}
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

    def place(self, path: Path, *, column: int = 0, key: bool = False) -> str:
        """Return ``file:line:column`` of the part at `path`, or of the nearest part around it."""
        marks = {**self.values, **self.keys} if key else self.values
        for length in range(len(path), -1, -1):
            mark = marks.get(path[:length])
            if mark is not None:
                extra = column if length == len(path) else 0
                return f"{self.name}:{mark.line + 1}:{mark.column + 1 + extra}"
        return self.name


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
    try:
        _refuse_tags_and_aliases(text, name)
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise ExerciseError([_syntax_fault(error, name)]) from None
    except yaml.YAMLError as error:
        raise ExerciseError.at(name, f"this is no YAML text: {error}") from None
    if root is None:
        raise ExerciseError.at(name, "the file is empty", "see exercises/README.md for the fields")
    construction = _Construction(name)
    data = construction.value(root, ())
    if construction.faults:
        raise ExerciseError(construction.faults)
    return Document(name=name, data=data, keys=construction.keys, values=construction.values)


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
        for token in _tokens(text)
        if type(token) in refused
    ]
    if faults:
        raise ExerciseError(faults)


def _tokens(text: str) -> Iterator[yaml.Token]:
    return iter(yaml.scan(text, Loader=_Loader))


def _syntax_fault(error: yaml.MarkedYAMLError, name: str) -> Fault:
    mark = error.problem_mark or error.context_mark
    place = _at(name, mark) if mark else name
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
        self.faults: list[Fault] = []

    def value(self, node: yaml.Node, path: Path) -> JsonValue:
        self.values[path] = node.start_mark
        if len(path) > MAX_DEPTH:
            self._fault(node, "this is nested too deeply", f"at most {MAX_DEPTH} levels are read")
            return None
        if isinstance(node, yaml.ScalarNode):
            return _scalar(node)
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
        self._explain_cut_formula(node, data)
        return data

    def _explain_cut_formula(self, node: yaml.MappingNode, data: Mapping[str, JsonValue]) -> None:
        """``{out: clip(out, 0, 255)}`` is a mapping of three keys to YAML: say so."""
        cut = any(
            isinstance(text, str) and text.count("(") > text.count(")") for text in data.values()
        )
        if node.flow_style and cut:
            self._fault(
                node,
                "a comma inside { } cuts the formula in two",
                "write `name: formula` on a line of its own, or quote the formula",
            )

    def _fault(self, node: yaml.Node, fault: str, fix: str) -> None:
        self.faults.append(Fault(place=_at(self.name, node.start_mark), fault=fault, fix=fix))


def _scalar(node: yaml.ScalarNode) -> JsonValue:
    text = str(node.value)
    if node.style in _QUOTED:
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) and not _octal(text) else text


def _octal(text: str) -> bool:
    """Tell whether `text` is what YAML 1.1 would read to base 8: it is left a text."""
    digits = text.lstrip("+-")
    return digits.startswith("0") and digits.isdigit() and len(digits) > 1
