"""The workflow commands of GitHub Actions: writing ours, and disarming what only looks like one.

What the runner takes for a command was read in its source. ``::name::`` counts at the start of a
line, however far it is indented; ``##[name]`` counts anywhere in a line. Both are compared by the
rules of a culture, for which invisible characters are not there at all.
"""

import re
import unicodedata
from collections.abc import Mapping

_FIRST = re.compile(r"(?m)^([^\x21-\x7e\n]*):(?=:)")
_ANYWHERE = re.compile(r"#(?=#\[)")
_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}


def command(name: str, message: str, properties: Mapping[str, str]) -> str:
    r"""Return one workflow command, as a line.

    >>> command("notice", "50%\ndone", {"title": "a: b"})
    '::notice title=a%3A b::50%25%0Adone'
    """
    listed = ",".join(f"{key}={_escaped(text, _PROPERTY)}" for key, text in properties.items())
    return f"::{name}{' ' if listed else ''}{listed}::{_escaped(message, _DATA)}"


def disarmed(text: str) -> str:
    r"""Return `text` for a log, with nothing in it that the runner would obey.

    >>> disarmed("  ::error::x\na[::2] ##[group]")
    '  : :error::x\na[::2] # #[group]'
    """
    visible = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return _ANYWHERE.sub("# ", _FIRST.sub(r"\1: ", visible))


def _escaped(text: str, table: Mapping[str, str]) -> str:
    visible = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    # One pass: the sign of one escape must not be escaped by the next.
    return "".join(table.get(sign, sign) for sign in visible)
