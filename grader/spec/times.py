"""Texts → points in time. A time without its offset would mean another one on another machine."""

from datetime import datetime

_YEARS = range(2000, 2200)
EXAMPLE = "2026-03-09T23:59+01:00"


class TimeFault(Exception):  # noqa: N818 - becomes a fault with a place
    """Why a text is no point in time, and what to write instead."""

    def __init__(self, fault: str, fix: str) -> None:
        super().__init__(fault, fix)
        self.fault = fault
        self.fix = fix


def moment(text: str) -> datetime:
    """Return the point in time that a text in ISO 8601 names.

    >>> moment("2026-03-09T23:59+01:00").isoformat()
    '2026-03-09T23:59:00+01:00'

    Raises
    ------
    TimeFault
        When it names none, or leaves its offset from UTC open.
    """
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise TimeFault(f"{text!r} is no date and time", f"write it as {EXAMPLE}") from None
    if found.year not in _YEARS:
        raise TimeFault(f"no course is held in the year {found.year}", f"write it as {EXAMPLE}")
    if found.tzinfo is None:
        raise TimeFault(
            f"{text!r} does not say in which time zone",
            f"add the offset from UTC: {found.isoformat(timespec='minutes')}+01:00, or Z for UTC",
        )
    return found
