import pytest

from grader import engine
from grader.expressions import evaluate, parse, to_runtime
from grader.expressions.traces import filtering_of, trace_of
from grader.model.exercise import Definition, Exercise
from grader.model.worked import Filtering

IMAGE = ((1, 2, 3), (4, 5, 6), (7, 8, 9))
KERNEL = ((0, 1), (2, -1))
VALUES = {"image": IMAGE, "kernel": KERNEL, "step": 2}


@pytest.fixture
def exercise():
    """Return an exercise whose `out` is the formula."""

    def build(formula):
        return Exercise(
            id="traced",
            version=1,
            title={"en": "Traced"},
            prompt={},
            parameters=(),
            definitions=(Definition(name="out", expression=parse(formula)),),
            answers=(),
        )

    return build


@pytest.mark.parametrize(
    "formula",
    [
        "correlate(image, kernel)",
        "convolve(image, kernel)",
        'correlate(image, rotate180(kernel), mode="valid")',
        'convolve(image / 2, kernel, boundary="wrap", mode="full")',
        'correlate(image, kernel, fill_value=3, boundary="zero")',
        "correlate(image, kernel, stride=step, dilation=2)",
        "correlate(image, kernel, stride=[1, step], anchor=[0, 0])",
        "correlate(image=image, kernel=kernel)",
        "correlate(image > 4, kernel)",
        "correlate(image, kernel) if step > 1 else convolve(image, kernel)",
        "correlate(image, kernel) if step > 2 else convolve(image, kernel)",
    ],
)
def test_what_is_recorded_gives_what_the_formula_gives(exercise, formula):
    made = exercise(formula)
    filtering = filtering_of(made, "out", VALUES)
    known = {name: to_runtime(value) for name, value in VALUES.items()}
    expected = evaluate(parse(formula).tree, known).tolist()
    assert engine.trace(**filtering.arguments()).output.tolist() == expected
    assert trace_of(made, "out", VALUES).output.tolist() == expected


def test_a_signal_is_traced_as_a_matrix_of_one_row(exercise):
    filtering = filtering_of(
        exercise("correlate([1, 2, 3], [1, 0], anchor=step - 1)"), "out", VALUES
    )
    assert filtering == Filtering(image=((1, 2, 3),), kernel=((1, 0),), anchor=(0, 1))


def test_one_number_for_both_axes_is_recorded_for_each(exercise):
    assert filtering_of(exercise("correlate(image, kernel, stride=step)"), "out", VALUES) == (
        Filtering(image=IMAGE, kernel=KERNEL, stride=(2, 2))
    )


@pytest.mark.parametrize("formula", ["image", "correlate(image, kernel) + 1", "max(image)"])
def test_what_is_no_filtering_by_itself_has_no_steps(exercise, formula):
    assert filtering_of(exercise(formula), "out", VALUES) is None
    assert trace_of(exercise(formula), "out", VALUES) is None


def test_a_name_that_is_not_defined_has_no_steps(exercise):
    assert filtering_of(exercise("image"), "other", VALUES) is None
