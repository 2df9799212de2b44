"""Lines of cells → a CSV file that reads the same everywhere."""

import csv
import io
from collections.abc import Iterable, Sequence


def to_text(lines: Iterable[Sequence[str]], *, separator: str = ",", quoted: bool = False) -> str:
    """Return a CSV file (RFC 4180), its cells quoted where they have to be, or all of them."""
    stream = io.StringIO(newline="")
    writer = csv.writer(
        stream,
        delimiter=separator,
        quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL,
        lineterminator="\r\n",
    )
    writer.writerows(lines)
    return stream.getvalue()
