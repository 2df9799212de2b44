"""Streams of chance: the same for ever, fair, and independent of one another."""

import hashlib
import hmac

import pytest
from scipy import stats

from grader.variants.streams import PUBLIC_SECRET, Stream, fingerprint, variant_key

KEY = variant_key(b"secret", "area", 1, student="ada")


def test_the_first_numbers_of_a_stream_are_what_they_were():
    stream = Stream(b"key", "0/image")
    assert [stream.below(1000) for _ in range(10)] == [
        801,
        76,
        133,
        594,
        889,
        599,
        218,
        919,
        219,
        493,
    ]


def test_a_stream_is_hmac_in_counter_mode():
    words = b"".join(
        hmac.digest(b"key", f"0/image/{counter}".encode(), hashlib.sha256) for counter in range(3)
    )
    stream = Stream(b"key", "0/image")
    expected = [int.from_bytes(words[at : at + 8], "big") for at in range(0, 96, 8)]
    assert [stream.below(2**64) for _ in range(12)] == expected


def test_a_key_is_what_it_was():
    assert KEY.hex() == "10090c809afe7dda0d1a092cf06af8ffd5ab2703b248e4163e6610558fc623da"


PARTS = {
    "secret": (b"other", "area", 1, "ada", 1),
    "exercise": (b"secret", "volume", 1, "ada", 1),
    "version": (b"secret", "area", 2, "ada", 1),
    "student": (b"secret", "area", 1, "bob", 1),
    "attempt": (b"secret", "area", 1, "ada", 2),
    "capitals": (b"secret", "area", 1, "Ada", 1),
    "a shifted boundary": (b"secret", "are", 1, "aada", 1),
    "digits of another field": (b"secret", "area", 11, "ada", 1),
}


@pytest.mark.parametrize("part", PARTS)
def test_every_part_of_the_draw_changes_the_key(part):
    secret, exercise, version, student, attempt = PARTS[part]
    assert variant_key(secret, exercise, version, student=student, attempt=attempt) != KEY


def test_quotes_in_a_student_id_cannot_imitate_another_attempt():
    forged = variant_key(b"secret", "area", 1, student='ada", 2, "')
    assert forged != variant_key(b"secret", "area", 1, student="ada", attempt=2)


def test_a_fingerprint_tells_secrets_apart_and_is_no_key():
    assert fingerprint(b"one") != fingerprint(b"two")
    assert len(fingerprint(PUBLIC_SECRET)) == 16
    assert fingerprint(b"secret") not in KEY.hex()


@pytest.mark.parametrize("bound", [2, 3, 7, 10, 16, 100])
def test_numbers_below_a_bound_are_equally_likely(bound):
    stream = Stream(KEY, "0/uniform")
    counts = [0] * bound
    for _ in range(200 * bound):
        counts[stream.below(bound)] += 1
    assert stats.chisquare(counts).pvalue > 0.001


def test_neighbors_in_a_stream_are_independent():
    stream = Stream(KEY, "0/pairs")
    table = [[0] * 5 for _ in range(5)]
    for _ in range(2500):
        table[stream.below(5)][stream.below(5)] += 1
    assert stats.chi2_contingency(table).pvalue > 0.001


@pytest.mark.parametrize("label", ["0/b", "1/a", "0/a/", "0/A", "id"])
def test_streams_of_other_labels_are_unrelated(label):
    first, second = Stream(KEY, "0/a"), Stream(KEY, label)
    same = sum(first.below(2**32) == second.below(2**32) for _ in range(50))
    assert same == 0


def test_a_bound_beyond_half_of_all_words_is_not_biased_to_small_numbers():
    # With word % bound alone, results below 2⁶⁴ / 3 would come twice as often as the others.
    bound = 2 * 2**64 // 3
    stream = Stream(KEY, "0/large")
    low = sum(stream.below(bound) < bound // 2 for _ in range(2000))
    assert stats.binomtest(low, 2000).pvalue > 0.001


@pytest.mark.parametrize("bound", [2**64, 2**64 - 1, 2**63 + 1, 2**63, 1])
def test_bounds_near_the_word_size_stay_below_themselves(bound):
    stream = Stream(KEY, "0/edge")
    assert all(0 <= stream.below(bound) < bound for _ in range(200))


@pytest.mark.parametrize("bound", [0, -1, 2**64 + 1])
def test_a_bound_that_cannot_be_drawn_from_is_refused(bound):
    with pytest.raises(ValueError, match="cannot draw"):
        Stream(KEY, "0/none").below(bound)
