"""Chance as an argument: HMAC-SHA-256 in counter mode.

No library generator is used: their streams change between versions, and one shared stream couples
parameters that have nothing to do with each other. Here every parameter of every try has a stream
of its own, so adding a parameter changes no other.
"""

import hashlib
import hmac
import json
import struct

PUBLIC_SECRET = b"public seed: everybody can compute these variants"
"""Used where a course has set no secret. Whoever has the exercises can then compute every key."""

_WORDS = 2**64
_BLOCK = struct.Struct(">4Q")
"""The words of one digest."""


def variant_key(
    secret: bytes, exercise: str, version: int, *, student: str, attempt: int = 1
) -> bytes:
    """Return the key from which everything about one variant is drawn (32 bytes).

    Parameters
    ----------
    secret
        The course secret.
    exercise, version
        What is drawn: a new version is a new draw.
    student, attempt
        For whom; raising `attempt` re-issues a variant to one student.
    """
    drawn_for = json.dumps([exercise, version, student, attempt], ensure_ascii=True)
    return hmac.digest(secret, f"grader/variant/1\0{drawn_for}".encode(), hashlib.sha256)


def class_key(secret: bytes, exercise: str, version: int) -> bytes:
    """Return the key from which is drawn what everybody in a class gets alike (32 bytes)."""
    drawn_for = json.dumps([exercise, version], ensure_ascii=True)
    return hmac.digest(secret, f"grader/class/1\0{drawn_for}".encode(), hashlib.sha256)


def fingerprint(secret: bytes) -> str:
    """Return 16 hexadecimal digits by which a secret is recognized but not found out."""
    return hmac.digest(secret, b"grader/fingerprint/1", hashlib.sha256).hex()[:16]


class Stream:
    """Uniform integers from a key and a label; equal on every machine and for ever.

    >>> Stream(b"key", "0/image").below(10), Stream(b"key", "0/image").below(10)
    (1, 1)
    """

    def __init__(self, key: bytes, label: str) -> None:
        self._key = key
        self._label = label
        self._counter = 0
        self._words: list[int] = []
        """Of the last block, those that are left, the next one at the end."""

    def below(self, bound: int) -> int:
        """Return an integer in ``0 … bound - 1``, each equally likely.

        Raises
        ------
        ValueError
            When `bound` is not positive, or beyond 2⁶⁴.
        """
        return self.several(bound, 1)[0]

    def several(self, bound: int, count: int) -> list[int]:
        """Return what `below` returns when it is called `count` times.

        Raises
        ------
        ValueError
            When `bound` is not positive, or beyond 2⁶⁴.
        """
        if not 0 < bound <= _WORDS:
            raise ValueError(f"cannot draw from {bound} possibilities")
        # Words beyond the last full multiple of `bound` would favor small results.
        limit = _WORDS - _WORDS % bound
        drawn: list[int] = []
        while len(drawn) < count:
            if not self._words:
                self._refill()
            word = self._words.pop()
            if word < limit:
                drawn.append(word % bound)
        return drawn

    def _refill(self) -> None:
        message = f"{self._label}/{self._counter}".encode()
        self._words[:] = reversed(_BLOCK.unpack(hmac.digest(self._key, message, hashlib.sha256)))
        self._counter += 1
