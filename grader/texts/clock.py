"""Points in time as a student reads them."""

from datetime import datetime, tzinfo


def clock_time(time: datetime, zone: tzinfo | None = None) -> str:
    """Return a time on the clock of `zone`, by default its own, in every language the same.

    >>> from datetime import UTC
    >>> late = datetime.fromisoformat("2026-03-09T23:59:30+01:00")
    >>> clock_time(late), clock_time(late, UTC)
    ('2026-03-09 23:59:30 (UTC+01:00)', '2026-03-09 22:59:30 (UTC)')
    """
    local = time.astimezone(zone or time.tzinfo)
    return local.strftime(
        "%Y-%m-%d %H:%M:%S (%Z)" if local.second or local.microsecond else "%Y-%m-%d %H:%M (%Z)"
    )
