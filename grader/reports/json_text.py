"""JSON that can be shown anywhere: on a terminal, and in the log of a platform."""

import json
import re
import unicodedata

from grader.model.value import JsonValue

_UNUSUAL = re.compile(r"[^\x20-\x7e\n]")
_ACTIVE = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def json_text(data: JsonValue) -> str:
    r"""Return `data` as JSON in UTF-8, in which nothing acts: the same value, written otherwise.

    Control characters, marks of writing direction, what is invisible, and half a surrogate pair,
    which has no UTF-8, are written as JSON's own escapes; so is the bracket of ``##[``, which
    GitHub would take for a command.

    >>> print(json_text(["a\x9b31m", "##[error]", "ñ"]), end="")
    [
      "a\u009b31m",
      "##\u005berror]",
      "ñ"
    ]
    """
    text = json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False)
    # Outside of a text there is no such sign, and in a text every character may be escaped.
    return _UNUSUAL.sub(_shown, text).replace("##[", r"##\u005b") + "\n"


def _shown(found: re.Match[str]) -> str:
    sign = found[0]
    return json.dumps(sign)[1:-1] if unicodedata.category(sign) in _ACTIVE else sign
