"""Every misconception of the library gives the answer that its formula says.

The formulas are computed here from padded copies of the image with numpy alone.
"""

from fractions import Fraction

import numpy as np
import pytest

from grader.expressions import ExpressionFault, evaluate, parse, to_runtime, unparse
from grader.misconceptions import LIBRARY
from grader.model.text import LANGUAGES
from grader.texts import check_template

F = np.array([[3, 0, 7, 1], [5, 2, 8, 6], [0, 9, 4, 1], [2, 6, 3, 7]])
H = np.array([[1, -2, 0], [3, 0, -1], [2, 1, -3]])
VALUES = {
    "image": to_runtime(tuple(map(tuple, F.tolist()))),
    "kernel": to_runtime(tuple(map(tuple, H.tolist()))),
}
RIGHT = {
    "correlate": "correlate(image, kernel)",
    "convolve": "convolve(image, kernel, mode='same', boundary='zero')",
}
NUMPY_PADDING = {"zero": "constant", "replicate": "edge", "reflect": "reflect"}


def laid_down(image, kernel, *, boundary="zero"):
    """Return the cross-correlation by its definition: one window, one sum, for every pixel."""
    padded = np.pad(image, 1, mode=NUMPY_PADDING[boundary])
    return np.array(
        [
            [(padded[i : i + 3, j : j + 3] * kernel).sum() for j in range(image.shape[1])]
            for i in range(image.shape[0])
        ]
    )


def asked(operation):
    """Return the kernel as it has to be laid down."""
    return H if operation == "correlate" else H[::-1, ::-1]


def without_border(grid):
    inner = np.zeros_like(grid)
    inner[1:-1, 1:-1] = grid[1:-1, 1:-1]
    return inner


FORMULAS = {
    "convolve": lambda _: laid_down(F, H[::-1, ::-1]),
    "correlate": lambda _: laid_down(F, H),
    "flip_rows": lambda _: laid_down(F, H[::-1]),
    "flip_columns": lambda _: laid_down(F, H[:, ::-1]),
    "transpose_kernel": lambda _: laid_down(F, H.T),
    "rotate_output": lambda _: laid_down(F, H)[::-1, ::-1],
    "zero_border": lambda op: without_border(laid_down(F, asked(op))),
    "replicate_border": lambda op: laid_down(F, asked(op), boundary="replicate"),
    "reflect_border": lambda op: laid_down(F, asked(op), boundary="reflect"),
    "clip_negatives": lambda op: np.clip(laid_down(F, asked(op)), 0, 255),
}
NOT_FILTERINGS = ["image", "1 + 2", "pad(image, 1, boundary='wrap')", "rotate180(kernel)", "[1]"]
INSIDE = ["correlate(image, kernel) + 1", "max(correlate(image, kernel))", "correlate(image)"]
BORDERS = ["replicate_border", "reflect_border"]


def rewritten(name, source):
    return LIBRARY[name].rewrite(parse(source).tree)


def grid(tree):
    return np.asarray(evaluate(tree, VALUES))


def test_every_misconception_has_a_formula_here():
    assert set(LIBRARY) == set(FORMULAS)


@pytest.mark.parametrize("name", LIBRARY)
def test_a_misconception_is_listed_under_its_own_name(name):
    assert LIBRARY[name].id == name


@pytest.mark.parametrize("name", LIBRARY)
def test_a_misconception_speaks_every_language_and_reads_nothing(name):
    assert set(LIBRARY[name].say) == set(LANGUAGES)
    assert len(set(LIBRARY[name].say.values())) == len(LANGUAGES)
    for language, text in LIBRARY[name].say.items():
        assert check_template(text, language) == frozenset()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_misconceptions_have_the_same_name_in_a_language(language):
    names = [operator.name[language] for operator in LIBRARY.values()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", LIBRARY)
def test_a_misconception_explains_itself_to_the_author(name):
    assert LIBRARY[name].why


@pytest.mark.parametrize("name", LIBRARY)
def test_a_misconception_earns_less_than_a_right_answer(name):
    assert 0 <= LIBRARY[name].credit <= Fraction(1, 2)


@pytest.mark.parametrize("operation", RIGHT)
def test_the_reference_is_the_definition(operation):
    assert np.array_equal(grid(parse(RIGHT[operation]).tree), laid_down(F, asked(operation)))


@pytest.mark.parametrize("operation", RIGHT)
@pytest.mark.parametrize("name", LIBRARY)
def test_a_misconception_gives_what_its_formula_says(name, operation):
    tree = rewritten(name, RIGHT[operation])
    if name == operation:
        assert tree is None
    else:
        assert np.array_equal(grid(tree), FORMULAS[name](operation))


@pytest.mark.parametrize("operation", RIGHT)
def test_all_misconceptions_can_be_told_apart(operation):
    results = [grid(parse(RIGHT[operation]).tree)]
    results += [grid(rewritten(name, RIGHT[operation])) for name in LIBRARY if name != operation]
    # A border rule apart, the list is what the separation guard has to work with.
    assert len({result.tobytes() for result in results}) == len(results)


@pytest.mark.parametrize("name", LIBRARY)
@pytest.mark.parametrize("source", NOT_FILTERINGS + INSIDE)
def test_a_misconception_applies_to_a_filtering_and_to_nothing_else(name, source):
    assert rewritten(name, source) is None


@pytest.mark.parametrize("name", LIBRARY)
def test_a_misconception_keeps_the_options_of_the_filtering(name):
    source = "correlate(image, kernel, mode='full', stride=2)"
    tree = rewritten(name, source)
    if tree is not None:
        assert "mode='full', stride=2" in unparse(tree)


@pytest.mark.parametrize("name", LIBRARY)
def test_a_misconception_can_be_written_out_and_read_again(name):
    tree = rewritten(name, RIGHT["convolve" if name == "correlate" else "correlate"])
    again = parse(unparse(tree)).tree if tree is not None else None
    assert again == tree


@pytest.mark.parametrize(
    "options",
    [
        "mode='valid'",
        "boundary='wrap'",
        "boundary='replicate'",
        "boundary='reflect'",
        "fill_value=5",
    ],
)
@pytest.mark.parametrize("name", BORDERS)
def test_another_border_is_a_mistake_only_where_zeros_were_asked_for(name, options):
    assert rewritten(name, f"correlate(image, kernel, {options})") is None


@pytest.mark.parametrize("options", ["", ", fill_value=5", ", mode='valid'", ", mode='full'"])
@pytest.mark.parametrize("operation", RIGHT)
@pytest.mark.parametrize("name", LIBRARY)
def test_what_a_misconception_rewrites_can_be_computed(name, operation, options):
    tree = rewritten(name, f"{operation}(image, kernel{options})")
    if tree is not None:
        try:
            evaluate(tree, VALUES)
        except ExpressionFault as fault:
            pytest.fail(f"{unparse(tree)}: {fault}")
