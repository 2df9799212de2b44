"""The assignments that documents show are assignments that work, their dates included."""

from datetime import timedelta
from pathlib import Path

import pytest

from grader.spec import Bank, read_assignment

ROOT = Path(__file__).parents[2]
BANK = Bank([ROOT / "exercises"])
HOW_TO = "docs/how-to/hand-out.md"
WHOLE = "schema: assignment/1"


def shown(fences):
    """Return the parts of an assignment on the page about handing out, the whole one first."""
    found = [fence.text for fence in fences(HOW_TO) if fence.language == "yaml"]
    return sorted(found, key=lambda text: WHOLE not in text)


@pytest.fixture
def read(tmp_path):
    def of(text):
        path = tmp_path / "week-3.yaml"
        path.write_text(text, encoding="utf-8")
        return read_assignment(path, BANK)

    return of


def test_the_assignment_that_is_shown_can_be_read(fences, read):
    whole, *_ = shown(fences)
    assert read(whole).points == 10


def test_every_part_that_is_shown_can_be_added_to_it(fences, read):
    whole, *parts = shown(fences)
    bare = whole[: whole.index("overrides:")]
    dates, late, attempts = (read(bare + part) for part in parts)
    assert dates.schedule.due is not None
    assert len(dates.schedule.windows) == 2
    assert late.schedule.late.percent(timedelta(days=2)) == 80
    assert len(attempts.attempts) == 3
