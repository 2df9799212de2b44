"""The lines of a code cell as IPython sees them: statements, and what only Jupyter understands.

A student's cell need not be Python at all, so it is scanned and not parsed: the scan is linear and
cannot fail, and the depth of an expression does not matter to it.
"""

import re
from collections.abc import Iterator

# Possessive repeats (`++`, `*+`) keep nothing to go back to: time and memory stay linear.
_TOKEN = re.compile(
    r"""
    \#[^\n]*+
    | \"\"\" (?:[^"\\]++|\\.|"(?!""))*+ (?:\"\"\")?
    | '''    (?:[^'\\]++|\\.|'(?!''))*+ (?:''')?
    | "      (?:[^"\\\n]++|\\.)*+       "?
    | '      (?:[^'\\\n]++|\\.)*+       '?
    | \\\n
    | [()\[\]{}\n]
    """,
    re.VERBOSE | re.DOTALL,
)
_ONE_LINE = re.compile(r"[^'\"()\[\]{}\\\n#]*+(?:#[^\n]*+)?(?=\n|\Z)")
"""A line on which nothing begins that could reach into the next one: most lines."""
_NAME = r"[^\W\d]\w*"
_JUPYTER = re.compile(
    rf"""
    [ \t]*
    (?: [%!?].*
      | {_NAME}[ \t]*=[ \t]*(?:!|%{_NAME}).*          # files = !ls
      | [\w.*]+(?:\[[^\]\n]*\])?\?\??[ \t]*           # engine.correlate?
    )
    """,
    re.VERBOSE,
)
_HINT = re.compile("[%!?]")
_TIMED = re.compile(r"(?P<indent>[ \t]*)(?:%time[ \t]+)++(?P<statement>[^%!?].*)")
_BODY_IS_PYTHON = {"%%time", "%%capture", "%%prun"}
_BINDING = re.compile(
    rf"""
    (?: (?P<assigned>{_NAME}) [ \t]* (?::[^=\n]*)? =(?!=) [ \t]* (?P<value>[^\n]*)
      | (?:async[ \t]+)? def [ \t]+ (?P<defined>{_NAME})
    )
    """,
    re.VERBOSE,
)
_STUB = re.compile(
    rf"""
    ^def [ \t]+ {_NAME} [ \t]*+ \([^()\n]*+\) [ \t]*+ : [ \t]*+ (?:\#[^\n]*+)? \n
    (?: [ \t]*+ (?:\#[^\n]*+)? \n )*+
    [ \t]++ \.\.\. [ \t]*+ (?:\#[^\n]*+)?
    (?: \n [ \t]*+ (?:\#[^\n]*+)? )*+
    (?= \n (?![ \t]) | \Z )
    """,
    re.VERBOSE | re.MULTILINE,
)
"""A function as it was handed out, with nothing in it but ``...`` and comments."""
_ELLIPSIS = re.compile(r"\.\.\.[ \t]*;?[ \t]*(?:\#.*)?")


def without_jupyter(source: str) -> str:
    r"""Return `source` as plain Python with as many lines: magics and shell lines become comments.

    >>> print(without_jupyter("%matplotlib inline\nfiles = !ls\ntext = '''\n%d'''"))
    # %matplotlib inline
    # files = !ls
    text = '''
    %d'''
    """
    if not _HINT.search(source):
        return source
    magic = source.lstrip()
    if magic.startswith("%%") and magic.split()[0] not in _BODY_IS_PYTHON:
        # The whole cell is for another language, or does not leave its variables behind.
        return ""
    return "\n".join(
        _as_python(source[start:end]) if jupyter else source[start:end]
        for start, end, jupyter in _statements(source)
    )


def _as_python(line: str) -> str:
    if timed := _TIMED.fullmatch(line):
        return timed["indent"] + timed["statement"]
    indent = line[: len(line) - len(line.lstrip())]
    # A comment alone would leave an indented block empty.
    return f"{indent}{'pass  ' if indent else ''}# {line.lstrip()}"


def assigned(source: str) -> set[str]:
    r"""Return the names that plain statements of the outermost level set to more than ``...``.

    >>> sorted(assigned("a = [\n1]\nb = ...  # later\nif a:\n    c = 1\ndef d(): pass"))
    ['a', 'd']
    >>> assigned("def d(image):\n    # here\n    ...\n")
    set()
    """
    names: set[str] = set()
    source = _STUB.sub("", source)
    for start, end, _ in _statements(source):
        binding = _BINDING.match(source, start, end)
        if binding and not _ELLIPSIS.fullmatch(binding["value"] or ""):
            names.add(binding["assigned"] or binding["defined"])
    return names


def is_blank(source: str) -> bool:
    r"""Whether a cell still is as it was handed out: comments and ``name = ...`` at most.

    >>> is_blank("# a number\nout = ...\n"), is_blank("print(out)")
    (True, False)
    >>> is_blank("def out(image):\n    ...\n")
    True
    """
    source = _STUB.sub("", source)
    return not any(
        _says_something(source[start:end].strip()) for start, end, _ in _statements(source)
    )


def _says_something(statement: str) -> bool:
    if not statement or statement.startswith("#"):
        return False
    binding = _BINDING.match(statement)
    return not (binding and binding["assigned"] and _ELLIPSIS.fullmatch(binding["value"]))


def _statements(source: str) -> Iterator[tuple[int, int, bool]]:
    """Yield start and end of every logical line, and whether it is one for Jupyter."""
    start = 0
    while start <= len(source):
        newline = source.find("\n", start)
        end = len(source) if newline < 0 else newline
        jupyter = bool(_JUPYTER.fullmatch(source, start, end))
        if not jupyter:
            end = _statement_end(source, start)
        yield start, end, jupyter
        start = end + 1


def _statement_end(source: str, start: int) -> int:
    if simple := _ONE_LINE.match(source, start):
        return simple.end()
    depth = 0
    for token in _TOKEN.finditer(source, start):
        if token[0] in "([{":
            depth += 1
        elif token[0] in ")]}":
            depth = max(0, depth - 1)
        elif token[0] == "\n" and depth == 0:
            return token.start()
    return len(source)
