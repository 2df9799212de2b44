"""Mistakes that were really made, in courses whose keys and homework are public.

Built from their descriptions. A course key on signals takes half a point off, twice, whoever does
not flip, and prints what they get. A homework has 5 where −5 belongs, and goes on with it into the
next part. The official key of an exam has 7 where 8 belongs, in one cell of seventeen.
"""

from fractions import Fraction

import pytest

SIGNALS = """\
schema: exercise/1
id: signals
version: 1
title: {en: Convolve a signal, es: Convoluciona una señal}
params:
  which: pick(0)
let:
  signal: "[0, 3, 1, 4, 2, 0]"
  kernel: "[1, 2, 3]"
  full: convolve(signal, kernel, mode="full")
  same: convolve(signal, kernel, mode="same")
given: [signal, kernel]
prompt: {en: Go., es: Ya.}
answers:
  full: {type: vector, partial: per_cell}
  same: {type: vector, partial: per_cell}
misconceptions:
  correlate:
  clip_negatives: {when: min(full) < 0}
"""
HOMEWORK = """\
schema: exercise/1
id: homework
version: 1
title: {en: Two filters in a row, es: Dos filtros seguidos}
params:
  which: pick(0)
let:
  image: "[[0, 0, 0, 0], [0, 5, 2, 0], [0, 0, 3, 1], [0, 4, 0, 2]]"
  kernel: "[[0, 0, 0], [0, 0, -1], [0, 2, 0]]"
  first: correlate(image, kernel)
  second: correlate(first, kernel)
given: [image, kernel]
prompt: {en: Go., es: Ya.}
answers:
  first: {type: matrix, partial: per_cell}
  second: {type: matrix, partial: per_cell, carry: [first]}
misconceptions:
  convolve:
  flip_rows:
  flip_columns:
solution: {trace: first}
"""
EXAM = """\
schema: exercise/1
id: exam
version: 1
title: {en: Seventeen numbers, es: Diecisiete números}
params:
  which: pick(0)
let:
  signal: "[1, 3, 2, 0, 4, 1, 1, 5, 2, 3, 0, 1, 6, 2, 1]"
  kernel: "[1, 2, -1]"
  out: convolve(signal, kernel, mode="full")
given: [signal, kernel]
prompt: {en: Go., es: Ya.}
answers:
  out: {type: vector, partial: per_cell}
misconceptions:
  correlate:
solution: {trace: out}
"""


def names(grade):
    return [found.misconception for found in grade.diagnoses]


def test_a_key_that_deducts_for_not_flipping_is_diagnosed_by_name(drawn, graded):
    made = drawn(SIGNALS)
    as_written = (0, 9, 9, 17, 15, 8, 2, 0)
    assert made.wrong["correlate"]["full"] == as_written
    grade = graded(made, full=as_written, same=as_written[1:-1])
    assert names(grade) == ["correlate"]
    assert grade.diagnoses[0].agree == grade.diagnoses[0].differ > 8
    assert "cross-correlation" in grade.diagnoses[0].say["en"]


def test_who_forgets_to_flip_once_only_loses_it_once(drawn, graded):
    made = drawn(SIGNALS)
    grade = graded(made, full=made.key["full"], same=made.wrong["correlate"]["same"])
    assert grade.answers[0].earned == grade.answers[0].possible
    assert grade.answers[1].earned < grade.answers[1].possible / 2


def test_five_for_minus_five_is_a_slip_of_sign_and_the_next_part_is_carried(drawn, graded):
    made = drawn(HOMEWORK)
    first = [list(row) for row in made.key["first"]]
    assert first[1][0] == -5
    first[1][0] = 5
    image = made.values["image"]
    second = correlated(first, made.values["kernel"])
    assert second != made.key["second"]
    grade = graded(made, first=tuple(map(tuple, first)), second=second)

    assert names(grade) == []
    own, follow_up = grade.answers
    assert [index for index, good in enumerate(own.right) if not good] == [4]
    assert [remark.code for remark in own.remarks] == ["slip-sign"]
    assert "(-1) · 5" in own.remarks[0].text["en"]
    assert image[1][1] == 5
    assert Fraction(follow_up.earned) / Fraction(follow_up.possible) == Fraction(9, 10)
    assert [remark.code for remark in follow_up.remarks] == ["carried"]


def correlated(image, kernel):
    """Return the cross-correlation with zeros outside, written out."""
    rows, columns = len(image), len(image[0])
    return tuple(
        tuple(
            sum(
                kernel[u][v] * image[y + u - 1][x + v - 1]
                for u in range(3)
                for v in range(3)
                if 0 <= y + u - 1 < rows and 0 <= x + v - 1 < columns
            )
            for x in range(columns)
        )
        for y in range(rows)
    )


def test_seven_for_eight_in_one_of_seventeen_numbers_is_no_misconception(drawn, graded):
    made = drawn(EXAM)
    key = made.key["out"]
    assert len(key) == 17
    place = key.index(8)
    printed = (*key[:place], 7, *key[place + 1 :])
    grade = graded(made, points=100, out=printed)

    assert names(grade) == []
    (own,) = grade.answers
    assert own.right == tuple(index != place for index in range(17))
    assert own.earned == 90


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_lost_term_of_a_signal_is_named_by_its_position(language, drawn, graded):
    made = drawn(EXAM)
    key = list(made.key["out"])
    # Position 1: 1·3 + 2·1.
    assert key[1] == 5
    key[1] -= 3
    (own,) = graded(made, out=tuple(key)).answers
    assert [remark.code for remark in own.remarks] == ["slip-dropped"]
    assert {"en": "position 1", "es": "posición 1"}[language] in own.remarks[0].text[language]
