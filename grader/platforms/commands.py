"""The workflow commands of GitHub Actions."""

from collections.abc import Mapping

from grader.reports.characters import visible

_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}


def command(name: str, message: str, properties: Mapping[str, str]) -> str:
    r"""Return one workflow command, as a line.

    >>> command("notice", "50%\ndone", {"title": "a: b"})
    '::notice title=a%3A b::50%25%0Adone'
    """
    listed = ",".join(f"{key}={_escaped(text, _PROPERTY)}" for key, text in properties.items())
    return f"::{name}{' ' if listed else ''}{listed}::{_escaped(message, _DATA)}"


def _escaped(text: str, table: Mapping[str, str]) -> str:
    # One pass: the sign of one escape must not be escaped by the next.
    return "".join(table.get(sign, sign) for sign in visible(text))
