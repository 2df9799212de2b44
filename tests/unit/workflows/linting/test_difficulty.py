"""What lint proposes for uneven work makes it even."""

import re

import pytest

from grader.workflows.linting.difficulty import equal_work

UNEVEN = "\n  image: matrix(6, 6, 0, 4)\n  kernel: matrix(3, 3, -1, 2)"


@pytest.mark.parametrize(
    "options",
    [
        'mode="valid"',
        'mode="same"',
        'mode="same", boundary="replicate"',
        'mode="same", stride=2',
        'mode="valid", dilation=2',
    ],
)
def test_the_band_that_is_proposed_is_enough(subject, options):
    parts = {
        "params": UNEVEN,
        "let": f"\n  out: correlate(image, kernel, {options})",
        "variants": "{separate: []}",
    }
    (finding,) = equal_work(subject(**parts))
    proposed = re.fullmatch(r"difficulty: (\{.*\})", finding.fault.fix)
    assert proposed
    banded = f"{{difficulty: {proposed[1]}, separate: []}}"
    assert list(equal_work(subject(**{**parts, "variants": banded}))) == []
    assert subject(**{**parts, "variants": banded}).figures.products.factor <= 1.5
