"""What every misconception of the library keeps to."""

import re
from fractions import Fraction

import pytest

from grader.expressions import ExpressionFault, evaluate, parse, to_runtime, unparse
from grader.misconceptions import LIBRARY
from grader.model.text import LANGUAGES
from grader.texts import check_template

VALUES = {
    "image": to_runtime(((3, 0, 7, 2), (1, 5, 4, 8), (6, 2, 9, 0), (4, 7, 1, 3))),
    "kernel": to_runtime(((1, 0, -2), (2, 1, 0), (0, -1, 1))),
}
LARGER = {
    **VALUES,
    "image": to_runtime(tuple((i, 2 * i, 7, i * i, 9 - i) for i in range(6))),
    "operation": "convolve",
    "k": 3,
    "cin": 4,
    "cout": 8,
    "output": to_runtime((6, 5)),
    "input": to_runtime((8, 7)),
}
SENTENCE = re.compile(r"[.!?](?=\s|$)")
REFERENCES = [
    f"{operation}(image, {kernel}{options})"
    for operation in ("correlate", "convolve")
    for kernel in ("kernel", "rotate180(kernel)", "kernel / 4")
    for options in (
        "",
        ", fill_value=5",
        ", mode='valid'",
        ", mode='full'",
        ", boundary='wrap'",
        ", boundary='reflect'",
        ", boundary='replicate'",
        ", boundary='symmetric'",
        ", stride=2",
        ", dilation=2",
    )
    if not ("dilation" in options and "valid" in options)
]
REFERENCES += [
    "correlate(correlate(image, kernel), as_row([1, 2, 1]))",
    "correlate(image, outer([1, 2, 1], [1, 0, -1]))",
    "outer([1, 2, 1], [1, 0, -1])",
    'shift_of(delta(5, 1, 4), operation="correlate")',
    "shift_of(delta(5, 1, 4), operation=operation)[0]",
    'shift_kernel(1, -2, operation="convolve")',
    "output_shape([9, 7], [3, 5])",
    'output_shape([9, 7], [3, 5], mode="full")',
    'output_shape([9, 7], [3, 5], mode="same")',
    "output_shape([19, 17], [3, 5], padding=2, stride=3, dilation=2)",
    "conv_params(k, cin, cout)",
    "conv_params(3, 4, 8, bias=False)",
    "depthwise_params(3, 4, multiplier=2)",
    "pointwise_params(4, 8)",
    "depthwise_separable_params(3, 4, 8)",
    "conv_params(3, 4, 8) / depthwise_separable_params(3, 4, 8)",
    "depthwise_params(3, 4) + pointwise_params(4, 8)",
    "2 * conv_macs(3, 4, 8, output_shape=output)",
    "depthwise_macs(3, 4, output_shape=output)",
    "depthwise_separable_macs([3, 5], 4, 8, output_shape=output)",
]
ELSEWHERE = ["image", "1 + 2", "[1]", "correlate(image)", "correlate(image, kernel, 3)"]


def rewritten(name, source):
    return LIBRARY[name].rewrite(parse(source).tree)


@pytest.mark.parametrize("name", LIBRARY)
def test_a_misconception_is_listed_under_its_own_name(name):
    assert LIBRARY[name].id == name


@pytest.mark.parametrize("name", LIBRARY)
def test_a_misconception_speaks_every_language_and_reads_nothing(name):
    operator = LIBRARY[name]

    for text in (operator.name, operator.say):
        assert set(text) == set(LANGUAGES)
        assert len(set(text.values())) == len(LANGUAGES)
        for language, template in text.items():
            assert check_template(template, language) == frozenset()


@pytest.mark.parametrize("name", LIBRARY)
def test_a_misconception_is_told_in_at_most_two_sentences(name):
    for text in LIBRARY[name].say.values():
        assert 1 <= len(SENTENCE.findall(text)) <= 2
        assert text.endswith(".")


@pytest.mark.parametrize("name", LIBRARY)
def test_the_name_of_a_misconception_fits_a_list_to_choose_from(name):
    for text in LIBRARY[name].name.values():
        assert len(text) <= 70
        assert not text.endswith(".")
        assert text[0].islower()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("field", ["name", "say"])
def test_no_two_misconceptions_are_told_with_the_same_words(field, language):
    texts = [getattr(operator, field)[language] for operator in LIBRARY.values()]

    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("name", LIBRARY)
def test_a_misconception_explains_itself_to_the_author_in_one_line(name):
    assert LIBRARY[name].why
    assert "\n" not in LIBRARY[name].why


@pytest.mark.parametrize("name", LIBRARY)
def test_a_misconception_earns_at_most_half_of_a_right_answer(name):
    assert 0 <= LIBRARY[name].credit <= Fraction(1, 2)


@pytest.mark.parametrize("name", LIBRARY)
@pytest.mark.parametrize("source", ELSEWHERE)
def test_a_misconception_does_not_apply_where_there_is_nothing_to_mistake(name, source):
    assert rewritten(name, source) is None


@pytest.mark.parametrize("name", LIBRARY)
def test_what_a_misconception_makes_can_be_read_again_and_computed(name):
    wrong = [(source, rewritten(name, source)) for source in REFERENCES]
    assert any(tree is not None for _, tree in wrong)

    for source, tree in wrong:
        if tree is not None:
            assert tree != parse(source).tree
            assert parse(unparse(tree)).tree == tree
            try:
                evaluate(tree, LARGER)
            except ExpressionFault as fault:
                pytest.fail(f"{source} → {unparse(tree)}: {fault}")


def test_the_worked_example_tells_all_mistakes_apart():
    """The example of a cross-correlation that most mistakes were checked on by hand."""
    key = evaluate(parse("correlate(image, kernel)").tree, VALUES)
    grids = {"": key.tolist()}
    for name in LIBRARY:
        tree = rewritten(name, "correlate(image, kernel)")
        if tree is not None:
            grids[name] = evaluate(tree, VALUES).tolist()
    # The other operation of this one is the convolution, no sum is above 255, the sizes fit no
    # product, and so close to the edge two rules repeat the same pixel.
    alike = {"other_operation", "saturate", "cellwise_product", "matrix_product"}
    alike |= {"symmetric_border"}
    told_apart = {name: grid for name, grid in grids.items() if name not in alike}

    assert key.tolist() == [[7, 5, 11, 8], [-3, 3, 1, 23], [-1, 1, 4, 19], [0, 3, 17, 14]]
    assert grids["convolve"] == [
        [8, 16, 9, -6],
        [10, 13, 9, -5],
        [16, 9, -1, -6],
        [12, 13, 0, 12],
    ]
    assert grids["zero_border"] == [[0, 0, 0, 0], [0, 3, 1, 0], [0, 1, 4, 0], [0, 0, 0, 0]]
    assert len({str(grid) for grid in told_apart.values()}) == len(told_apart)
    assert len(told_apart) > 17


def test_the_convolution_of_the_worked_example_is_the_one_checked_by_hand():
    tree = rewritten("convolve", 'correlate(image, kernel, mode="valid")')

    assert evaluate(tree, VALUES).tolist() == [[13, 9], [9, -1]]
