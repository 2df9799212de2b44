"""What holds for every exercise of the bank, in each of two hundred variants."""

from collections import Counter
from fractions import Fraction

from grader.answers import ANSWER_TYPES
from grader.model.value import cells, shape

CEILING = Fraction(9, 10)
FEW = 3
"""Of so few cells one alone may tell a misconception, and a slip may look like it."""


def share(graded):
    return Fraction(graded.earned) / Fraction(graded.possible)


def test_the_key_earns_full_marks_and_no_diagnosis(law):
    for variant in law.variants:
        graded = law.judged(variant, variant.key)
        assert share(graded) == 1, variant.student
        assert not graded.diagnoses, variant.student


def test_a_guarded_misconception_is_diagnosed_by_its_name_alone(law):
    guarded = {item.id for item in law.guarded}
    for variant in law.variants:
        for item in guarded & variant.wrong.keys():
            graded = law.judged(variant, variant.wrong[item])
            found = {diagnosis.misconception for diagnosis in graded.diagnoses}
            assert found & guarded == {item}, (variant.student, item, found)


def test_a_guarded_misconception_scores_exactly_its_credit(law):
    """In every answer that it changes; what follows from one's own earlier answer is carried."""
    for variant in law.variants:
        marker = law.marker(variant)
        for item in law.guarded:
            if item.id not in variant.wrong:
                continue
            graded = law.judged(variant, variant.wrong[item.id])
            for answer, own in zip(law.exercise.answers, graded.answers, strict=True):
                wrong, key = variant.wrong[item.id][answer.name], variant.key[answer.name]
                earned = Fraction(own.earned) / Fraction(own.possible)
                told = (variant.student, item.id, answer.name, earned)
                if all(marker.marks(answer, wrong, key)):
                    assert earned == 1, told
                    continue
                credits_ = {expected(item, answer, wrong, key, marker)}
                if marker.is_null(answer, wrong):
                    # A copy of the kernel is what a misconception gives, and no work either.
                    credits_ = {Fraction(0)}
                if answer.carry is not None:
                    credits_ |= {min(CEILING, max(answer.carry.credit, *credits_))}
                assert any(abs(earned - one) <= Fraction(1, 100) for one in credits_), told


def expected(item, answer, wrong, key, marker):
    """Return the credit of a misconception: a result of another shape has no form to be marked."""
    if answer.cases:
        # The groups of cases that a wrong method gets right count for themselves.
        return min(CEILING, max(item.credit, marker.corrected(answer, wrong, key)))
    cellwise = answer.kind in {"matrix", "vector"}
    return Fraction(0) if cellwise and shape(wrong) != shape(key) else item.credit


def test_one_slip_in_a_right_matrix_loses_its_cell_only_and_is_no_misconception(law):
    for variant in law.variants:
        marker = law.marker(variant)
        for answer in law.exercise.answers:
            key = variant.key[answer.name]
            if answer.kind not in {"matrix", "vector"} or len(cells(key)) <= FEW:
                continue
            stream = law.stream(variant, f"slip/{answer.name}")
            index, amount = stream.below(len(cells(key))), 1 + stream.below(9)
            slipped = altered(key, index, amount if stream.below(2) else -amount)
            if marker.is_null(answer, slipped):
                continue
            graded = law.judged(variant, {**variant.key, answer.name: slipped})
            (own,) = (one for one in graded.answers if one.answer == answer.name)
            assert [number for number, good in enumerate(own.right) if not good] == [index]
            assert not graded.diagnoses, (variant.student, answer.name, index, amount)
            earned = Fraction(own.earned) / Fraction(own.possible)
            worth = min(CEILING, marker.corrected(answer, slipped, key))
            assert abs(earned - worth) <= Fraction(1, 100)


def altered(matrix, index, amount):
    """Return `matrix` with `amount` added to its cell number `index` in reading order."""
    flat = list(cells(matrix))
    flat[index] += amount
    if len(shape(matrix)) == 1:
        return tuple(flat)
    width = shape(matrix)[1]
    return tuple(tuple(flat[start : start + width]) for start in range(0, len(flat), width))


def test_an_answer_made_without_work_scores_nothing(law):
    for variant in law.variants:
        shown = law.marker(variant)._shown
        for answer in law.exercise.answers:
            key = variant.key[answer.name]
            for null in dict.fromkeys(ANSWER_TYPES[answer.kind].nulls(key, shown)):
                graded = law.judged(variant, {answer.name: null})
                assert graded.earned == 0, (variant.student, answer.name, null)


def test_a_blank_sheet_scores_nothing_and_is_told_nothing(law):
    for variant in law.variants[:20]:
        graded = law.judged(variant, {})
        assert graded.earned == 0
        assert not graded.diagnoses


def test_students_get_different_numbers(law):
    keys = Counter(tuple(variant.values.items()) for variant in law.variants)
    assert len(keys) >= 8, law.name
