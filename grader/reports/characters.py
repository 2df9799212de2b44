"""Text that a student wrote, made fit to be shown.

Escaping for HTML is the template's work; this is about characters that act instead of being read: a
terminal obeys escape sequences, marks of writing direction reorder what stands beside them, and the
log of a platform obeys lines that look like its commands.
"""

import re
import unicodedata

# Whole sequences first: removing only the escape character would leave "[31m" behind, and the
# tracebacks of IPython are full of them.
_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # colors and cursor movements
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?"  # window titles, links
    r"|\x1b."
)
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# As GitHub's runner reads a log: `::name::` counts at the start of a line, however far that is
# indented, and `##[name]` counts anywhere. Both are compared by the rules of a culture, for which
# invisible characters are not there.
_FIRST = re.compile(r"(?m)^([^\x21-\x7e\n]*):(?=:)")
_ANYWHERE = re.compile(r"#(?=#\[)")
_SURROGATES = re.compile("[\ud800-\udfff]")


def plain(text: str) -> str:
    r"""Return `text` without control characters, its lines ended by a line feed.

    A lone surrogate, which no encoding can write, becomes the replacement character.

    >>> plain("a\x1b[31mb\x1b[0m\r\nc\x00")
    'ab\nc'
    """
    text = _LINE_ENDS.sub("\n", _ESCAPES.sub("", text))
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))


def one_line(text: str, *, most: int = 200) -> str:
    r"""Return `text` as one line of at most `most` characters, cut with an ellipsis.

    >>> one_line("a\n b"), one_line("abcdef", most=4)
    ('a b', 'abc…')
    """
    line = " ".join(plain(text).split())
    return line if len(line) <= most else line[: most - 1] + "…"


def visible(text: str) -> str:
    """Return `text` without characters that nobody sees, such as a soft hyphen."""
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


def disarmed(text: str) -> str:
    r"""Return `text` for a log, with nothing in it that the runner would obey.

    >>> disarmed("  ::error::x\na[::2] ##[group]")
    '  : :error::x\na[::2] # #[group]'
    """
    return _ANYWHERE.sub("# ", _FIRST.sub(r"\1: ", visible(text)))
