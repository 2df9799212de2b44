import pytest

from grader.reports.planes import MOST_CELLS, planes


def test_a_vector_is_one_row_without_a_heading_of_its_own():
    (plane,) = planes((1, 2, 3), (True, False, True))
    assert not plane.numbered
    assert [[cell.right for cell in row] for row in plane.rows] == [[True, False, True]]


def test_an_answer_of_three_dimensions_is_one_table_per_slice():
    listed = planes((((1, 2),), ((3, 4),)))
    assert [plane.index for plane in listed] == [(0,), (1,)]
    assert [[cell.value for cell in row] for plane in listed for row in plane.rows] == [
        [1, 2],
        [3, 4],
    ]


def test_marks_that_do_not_fit_the_answer_are_left_out():
    (plane,) = planes(((1, 2),), (True,))
    assert [cell.right for cell in plane.rows[0]] == [None, None]


@pytest.mark.parametrize(
    "value",
    [None, 7, "text", (), ((), ()), ((1, 2), (3,)), (1, (2,)), (0,) * (MOST_CELLS + 1), (1, 2)],
)
def test_what_is_no_small_array_is_not_drawn_as_a_table(value):
    assert planes(value) == ()
