import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader import engine
from grader.model.text import LANGUAGES
from grader.model.worked import Filtering
from grader.reports.feedback_html import to_html
from grader.reports.step_sentences import boundary_rule, conditions, equation
from grader.reports.step_through import (
    MOST_CELLS,
    MOST_FRAMES,
    MOST_SIDE,
    TERM_CELLS,
    step_through,
)

BOUNDARIES = ["zero", "replicate", "reflect", "symmetric", "wrap"]
NUMBERS = st.integers(-9, 9) | st.fractions(-9, 9, max_denominator=4) | st.floats(-9, 9, width=16)


def matrices(*, most):
    sides = st.integers(1, most)
    return st.tuples(sides, sides).flatmap(
        lambda sizes: st.tuples(*(st.tuples(*(NUMBERS,) * sizes[1]),) * sizes[0])
    )


@st.composite
def filterings(draw):
    boundary = draw(st.sampled_from(BOUNDARIES))
    pair = st.tuples(st.integers(1, 3), st.integers(1, 3))
    return Filtering(
        image=draw(matrices(most=6)),
        kernel=draw(matrices(most=4)),
        operation=draw(st.sampled_from(["correlate", "convolve"])),
        mode=draw(st.sampled_from(["same", "full"])),
        boundary=boundary,
        fill_value=draw(st.integers(-3, 3)) if boundary == "zero" else 0,
        stride=draw(pair),
        dilation=draw(pair),
    )


def held(board):
    """Return coordinates → square."""
    return {
        (row, column): square
        for row, squares in zip(board.rows, board.squares, strict=True)
        for column, square in zip(board.columns, squares, strict=True)
    }


@given(filterings())
def test_the_totals_are_the_output_of_the_engine(filtering):
    walk = step_through(filtering)
    output = engine.trace(**filtering.arguments()).output
    assert [frame.total for frame in walk.frames] == output.ravel().tolist()[: len(walk.frames)]


@given(filterings())
def test_the_window_lies_where_the_image_is_marked_and_multiplies_what_stands_there(filtering):
    for frame in step_through(filtering).frames:
        image = held(frame.image)
        window = {(row, column) for row in frame.rows for column in frame.columns}
        assert {place for place, square in image.items() if square.under} == window
        for row, terms in zip(frame.rows, frame.terms, strict=True):
            for column, term in zip(frame.columns, terms, strict=True):
                square = image[row, column]
                assert square.value == term.value
                assert square.outside is not term.inside
                assert term.product == term.coefficient * term.value


@given(filterings())
def test_the_running_sum_ends_in_the_total(filtering):
    for frame in step_through(filtering).frames:
        assert frame.terms[-1][-1].running == frame.total


@given(filterings())
def test_the_output_is_filled_up_to_the_cell_that_is_computed(filtering):
    walk = step_through(filtering)
    totals = {(frame.row, frame.column): frame.total for frame in walk.frames}
    for frame in walk.frames:
        now = frame.row, frame.column
        for place, square in held(frame.output).items():
            assert square.value == (totals.get(place, square.value) if place <= now else None)
            assert square.now is (place == now)


def test_a_convolution_shows_the_rotated_kernel_and_says_so(filtering, with_exercise, ana):
    turned = replace(filtering, operation="convolve")
    squares = step_through(turned).kernel.squares
    assert [[one.value for one in row] for row in squares] == [[-1, 1, 0], [-2, 0, 1], [2, 0, -1]]
    worked = replace(ana.exercises[0].worked, filtering=turned)
    assert "rotated by 180°" in to_html(with_exercise(worked=worked), language="en")


def test_stride_and_dilation_are_told_where_they_are_not_1(filtering):
    changed = replace(filtering, stride=(2, 2), dilation=(1, 3))
    assert conditions(filtering, "en") == (
        "Cross-correlation (⊗): the kernel is laid down as it is written. "
        "Rows and columns are counted from 0."
    )
    assert "Stride 2. Dilation 1 downwards, 3 to the right." in conditions(changed, "en")
    assert "Paso (stride) 2. Dilatación 1 hacia abajo y 3 " in conditions(changed, "es")


def test_a_filtering_inside_the_image_needs_no_word_on_what_lies_outside(
    with_exercise, ana, filtering
):
    worked = replace(ana.exercises[0].worked, filtering=replace(filtering, mode="valid"))
    shown = to_html(with_exercise(worked=worked), language="en")
    assert "outside the image" not in shown


def test_the_equation_has_every_product_and_negative_factors_in_parentheses(filtering):
    frame = step_through(replace(filtering, kernel=((0.5, -2),))).frames[1]
    assert equation(frame, "en") == "0.5·7 + (−2)·2 = −0.5"
    assert equation(frame, "es") == "0,5·7 + (−2)·2 = −0,5"


def test_without_an_answer_the_steps_begin_at_the_beginning(filtering):
    walk = step_through(filtering)
    assert walk.first is walk.frames[0]
    assert all(frame.written is None for frame in walk.frames)


def test_an_answer_of_another_size_is_not_compared(filtering):
    walk = step_through(filtering, given=((1, 2),), right=(False, False))
    assert all(frame.written is None for frame in walk.frames)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_what_stands_outside_is_said_for_every_rule(filtering, boundary, language):
    fill = 3 if boundary == "zero" else 0
    said = boundary_rule(replace(filtering, boundary=boundary, fill_value=fill), language)
    assert said.endswith(" 3." if boundary == "zero" else ".")


def numbered(rows, columns):
    return tuple(tuple(row * columns + column for column in range(columns)) for row in range(rows))


def test_of_a_large_output_the_frames_from_the_first_wrong_cell_on_are_shown(filtering):
    large = replace(filtering, image=numbered(20, 20))
    right = [index != 150 for index in range(400)]
    walk = step_through(large, given=numbered(20, 20), right=right)
    assert walk.steps == 400
    assert walk.first is walk.frames[0]
    assert [frame.number for frame in walk.frames] == [*range(151, 151 + MOST_FRAMES)]


def test_the_last_wrong_cell_of_a_large_output_is_shown_with_the_cells_before_it(filtering):
    large = replace(filtering, image=numbered(20, 20))
    walk = step_through(large, given=numbered(20, 20), right=[True] * 399 + [False])
    assert walk.first is walk.frames[-1]
    assert len(walk.frames) == MOST_FRAMES


def test_a_large_image_is_cut_down_to_what_lies_around_the_window(filtering):
    for frame in step_through(replace(filtering, image=numbered(20, 20))).frames:
        for board in (frame.image, frame.output):
            assert len(board.rows) == len(board.columns) == MOST_SIDE
        assert {*frame.rows} <= {*frame.image.rows}
        assert {*frame.columns} <= {*frame.image.columns}


@pytest.mark.parametrize("side", [5, 15, 41])
def test_the_larger_the_kernel_the_fewer_the_frames(filtering, side):
    large = replace(filtering, image=numbered(40, 40), kernel=numbered(side, side))
    walk = step_through(large)
    drawn = sum(
        len(board.rows) * len(board.columns)
        for frame in walk.frames
        for board in (frame.image, frame.output)
    )
    assert 1 <= len(walk.frames) <= MOST_FRAMES
    assert drawn + len(walk.frames) * TERM_CELLS * side**2 <= MOST_CELLS


def test_a_page_that_shows_some_steps_says_which(with_exercise, ana, filtering):
    worked = replace(ana.exercises[0].worked, filtering=replace(filtering, image=numbered(20, 20)))
    assert "Steps 1 to 64 of 400 are shown." in to_html(with_exercise(worked=worked), language="en")


@pytest.fixture(params=LANGUAGES)
def page(request, ana):
    """Ana's page, in each language."""
    return to_html(ana, language=request.param)


def test_every_id_of_a_page_is_its_own(page):
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) == 2 * 16


def test_every_step_is_a_button_with_a_name_and_the_sentence_of_its_frame(page):
    stops = re.findall(r"<input type=\"radio\"[^>]*>", page)
    assert len(stops) == 16
    for stop in stops:
        assert re.search(r' aria-label="\d+( ✗)?: (row|fila) \d, ', stop)
        described = re.search(r' aria-describedby="([^"]+)"', stop)[1]
        sentence = re.search(rf'<p class="sum" id="{described}">(.*?)</p>', page, re.DOTALL)[1]
        assert re.match(r"(Row|Fila) \d, (column|columna) \d: .+ = −?\d+\.", sentence)


def test_one_step_is_chosen_from_the_start(page):
    assert len(re.findall(r"<input type=\"radio\"[^>]* checked>", page)) == 1


def test_the_neighbors_of_a_step_are_a_click_away(page):
    targets = re.findall(r'<label for="step-1-(\d+)"', page)
    assert sorted(map(int, targets)) == sorted([*range(1, 16), *range(2, 17)])


def test_no_cell_is_marked_by_color_alone(page):
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
    for mark in ("outside", "under", "now"):
        (rule,) = re.findall(rf"\.boards \.{mark}, [^{{]*{{([^}}]*)}}", style)
        assert "border" in rule


def test_sixteen_frames_are_a_small_page(page):
    assert len(page.encode()) < 100_000


@pytest.mark.parametrize(("side", "kernel"), [(8, 3), (20, 3), (64, 3), (40, 15), (64, 41)])
def test_a_page_of_large_matrices_stays_readable(filtering, with_exercise, ana, side, kernel):
    large = replace(filtering, image=numbered(side, side), kernel=numbered(kernel, kernel))
    worked = replace(ana.exercises[0].worked, filtering=large)
    assert len(to_html(with_exercise(worked=worked), language="en").encode()) < 600_000


def test_a_text_that_was_written_for_a_number_cannot_become_markup(with_exercise, ana, matrix):
    rows = [list(row) for row in matrix.given]
    rows[0][1] = "<script>"
    answers = (replace(matrix, given=tuple(map(tuple, rows))),)
    text = to_html(with_exercise(answers=answers), language="en")
    assert "You wrote &lt;script&gt;." in text
    assert "<script" not in text


def test_on_paper_every_frame_is_shown(page):
    screen = re.search(r"@media screen \{(.*?)\n\}", page, re.DOTALL)[1]
    assert ".frame { display: none; }" in screen
    assert page.count("display: none") == 2  # the other hides the buttons on paper


def test_the_same_result_gives_the_same_bytes(ana):
    assert to_html(ana, language="en") == to_html(ana, language="en")
