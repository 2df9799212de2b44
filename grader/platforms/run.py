"""What a platform has to be told beside the result: where the run took place."""

from collections.abc import Mapping
from dataclasses import dataclass

NAMELESS = "unknown"
"""Classroom 50 takes no empty texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run of CI, as far as formats name it. Nothing of it changes points."""

    formative: bool = False
    """Whether it took place where the student could have changed it; formats say so."""
    classroom: str = NAMELESS
    assignment: str = NAMELESS
    """As Classroom 50 knows it."""
    kind: str = "individual"
    """Of the assignment: alone, or in a group."""
    submission: str = f"submit/{NAMELESS}"
    """The tag."""
    commit: str = NAMELESS
    """Web addresses, like the two below."""
    release: str = NAMELESS
    review: str = NAMELESS

    @classmethod
    def of(cls, environment: Mapping[str, str], *, formative: bool = False) -> "Run":
        """Return the run that the environment of Classroom 50 describes; other ones have none."""

        def told(name: str, default: str = NAMELESS) -> str:
            return environment.get(name) or default

        return cls(
            formative=formative,
            classroom=told("CLASSROOM"),
            assignment=told("ASSIGNMENT"),
            kind=told("ASSIGNMENT_TYPE", "individual"),
            submission=told("SUBMISSION_TAG", f"submit/{NAMELESS}"),
            commit=told("COMMIT_URL"),
            release=told("RELEASE_URL"),
            review=told("REVIEW_URL", told("COMMIT_URL")),
        )
