"""How a check says what it found."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from grader.errors import Fault
from grader.model.examination import Finding, Severity


def error(place: str, fault: str, fix: str = "") -> Finding:
    """Return what a student would meet."""
    return _finding(Severity.ERROR, place, fault, fix)


def warning(place: str, fault: str, fix: str = "") -> Finding:
    """Return what is most likely not meant."""
    return _finding(Severity.WARNING, place, fault, fix)


def note(place: str, fault: str, fix: str = "") -> Finding:
    """Return what is worth knowing."""
    return _finding(Severity.NOTE, place, fault, fix)


def _finding(severity: Severity, place: str, fault: str, fix: str) -> Finding:
    return Finding(severity=severity, fault=Fault(place=place, fault=fault, fix=fix))


def percent(part: int, whole: int) -> str:
    """Return a share for people: never 0 % of something that happened, nor 100 % of what did not.

    >>> percent(1, 3), percent(1, 1000), percent(999, 1000), percent(4, 4)
    ('33 %', 'less than 1 %', 'more than 99 %', '100 %')
    """
    if 0 < part < whole / 100:
        return "less than 1 %"
    if whole * 99 / 100 < part < whole:
        return "more than 99 %"
    return f"{100 * part / whole:.0f} %"


@dataclass(slots=True)
class Repeated:
    """What goes wrong in many variants, said once with how many."""

    variants: int
    _seen: dict[str, tuple[Finding, int]] = field(default_factory=dict)

    def add(self, finding: Finding, *, kind: str = "") -> None:
        """Note a finding about one more variant; those of one `kind` are told as the first is."""
        first, count = self._seen.get(kind or finding.fault.fault, (finding, 0))
        self._seen[kind or finding.fault.fault] = first, count + 1

    def findings(self) -> Iterator[Finding]:
        """Yield each of them, with its share of the variants where it is not all of them."""
        for first, count in self._seen.values():
            if count == self.variants:
                yield first
                continue
            where = f" (in {percent(count, self.variants)} of the variants)"
            fault = first.fault
            yield _finding(first.severity, fault.place, fault.fault + where, fault.fix)
