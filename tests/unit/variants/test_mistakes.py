"""What misconceptions give is worked out when somebody asks, and is the same whenever that is."""

import pytest

from grader.errors import ExerciseError
from grader.spec import Bank
from grader.variants import Drawing
from grader.variants.mistakes import LateMistakes

SECRET = b"a secret"
BANK = ("predict-correlation", "trace-window", "count-depthwise-separable", "pad-image")
WRONG = "{{say: {{en: No., es: No.}}, {}}}"


@pytest.fixture(scope="module")
def drawings():
    from grader.assets import bundled

    bank = Bank([bundled("exercises")])
    return [Drawing(bank.exercise(name)) for name in BANK]


def test_the_draw_of_a_known_number_is_the_one_that_the_search_finds(drawings):
    for made in drawings:
        for student in ("ada", "bruno", "carmen"):
            found = made.variant(SECRET, student, attempt=2)
            again = made.variant(SECRET, student, attempt=2, tries=found.tries)
            assert isinstance(again.wrong, LateMistakes)
            assert again == found
            assert list(again.wrong) == list(found.wrong)
            assert again.features == found.features


def test_the_id_of_a_variant_needs_no_draw(drawings):
    for made in drawings:
        assert made.id_of(SECRET, "ada", attempt=3) == made.variant(SECRET, "ada", attempt=3).id


@pytest.fixture
def picky(drawing):
    """An exercise of which few draws are accepted, by its rules and by its misconception."""
    return drawing(
        ["k: integer(1, 9)"],
        ["out: k * k"],
        variants="{require: [k > 1]}",
        misconceptions="{doubled: " + WRONG.format("gives: 2 * k, when: k != 5") + "}",
    )


def test_a_number_that_the_rules_contradict_is_searched_for(picky):
    for student in map(str, range(30)):
        found = picky.variant(SECRET, student)
        for tries in (0, -1, 10**9, *range(1, found.tries)):
            again = picky.variant(SECRET, student, tries=tries)
            # A rejected draw may satisfy the rules: whoever says that it was accepted is believed.
            assert again.tries in {found.tries, tries}
            assert again.values["k"] > 1


def test_what_does_not_apply_is_not_there(picky):
    seen = set()
    for student in map(str, range(60)):
        found = picky.variant(SECRET, student)
        again = picky.variant(SECRET, student, tries=found.tries)
        applies = again.values["k"] != 5
        seen.add(applies)
        assert ("doubled" in again.wrong) is applies is ("doubled" in found.wrong)
        assert len(again.wrong) == applies
        if not applies:
            with pytest.raises(KeyError):
                again.wrong["doubled"]
    assert seen == {True, False}


def test_a_formula_that_fails_later_is_a_fault_of_the_file(drawing):
    made = drawing(
        ["k: integer(1, 9)"],
        ["out: k * k"],
        variants="{separate: []}",
        misconceptions="{lost: " + WRONG.format("gives: 1 / (k - k)") + "}",
    )
    with pytest.raises(ExerciseError, match="division by zero"):
        made.variant(SECRET, "ada")
    again = made.variant(SECRET, "ada", tries=1)
    with pytest.raises(ExerciseError, match="division by zero"):
        again.wrong["lost"]
