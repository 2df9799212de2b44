"""Text that goes into a cell of a spreadsheet, and must stay text there."""

import re

from grader.reports.characters import one_line

# `|` and `%` start a command of old programs; the full-width forms too: some spreadsheets read them
# as the ASCII ones.
_ACTIVE = tuple("=+-@|%\t\r\n＝＋－＠")
_INSIDE = re.compile(r"(;\s*)(?=[=+\-@|%＝＋－＠])")
"""Where a file with commas is read as one with semicolons, a new cell begins."""

_MOST = 32_000
"""A spreadsheet cell holds 32,767 characters."""


def disarmed(text: str) -> str:
    """Return `text` as one line that no spreadsheet takes for a formula: with an apostrophe.

    >>> disarmed("=1+1"), disarmed("Ada; =1+1"), disarmed("a-b")
    ("'=1+1", "Ada; '=1+1", 'a-b')
    """
    # Looked at before and after: taking a control character away may bring an `=` to the front.
    line = _INSIDE.sub(r"\1'", one_line(text, most=_MOST))
    return f"'{line}" if text.startswith(_ACTIVE) or line.startswith(_ACTIVE) else line
