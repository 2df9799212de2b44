"""How the files of later attempts are told from those of the first."""

import re

_MARK = re.compile(r"\.attempt-([1-9][0-9]{0,2})$", re.IGNORECASE)


def marked(name: str, attempt: int) -> str:
    """Return what a file of that attempt is called; the first attempt has no mark.

    >>> marked("ada", 1), marked("ada", 2)
    ('ada', 'ada.attempt-2')
    """
    return name if attempt == 1 else f"{name}.attempt-{attempt}"


def unmarked(name: str) -> tuple[str, int | None]:
    """Return a name without its mark, and the attempt that the mark says, if there is one.

    >>> unmarked("ada.attempt-2"), unmarked("ada")
    (('ada', 2), ('ada', None))
    """
    found = _MARK.search(name)
    return (name[: found.start()], int(found[1])) if found else (name, None)
