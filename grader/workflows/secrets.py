"""Where the course secret comes from."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.errors import UsageError
from grader.variants import PUBLIC_SECRET, fingerprint

VARIABLE = "GRADER_SECRET"
MIN_LENGTH = 16
PUBLIC_WARNING = (
    "No course secret is set, so the public seed is used: anybody who has the exercise files can "
    f"compute every variant and its key. For graded work set {VARIABLE}, or use --secret-file."
)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Secret:
    """A course secret. It has no repr, so that no log or traceback shows it."""

    key: bytes
    public: bool = False

    @property
    def fingerprint(self) -> str:
        """By which the secret is recognized but not found out."""
        return fingerprint(self.key)


PUBLIC = Secret(key=PUBLIC_SECRET, public=True)


def find_secret(path: Path | None, environment: Mapping[str, str] | None = None) -> Secret:
    """Return the secret from a file, else from the environment, else the public one.

    Raises
    ------
    UsageError
        When the file cannot be read, or the secret is shorter than 16 characters.
    """
    variables = os.environ if environment is None else environment
    if path is not None:
        try:
            return _checked(path.read_bytes(), str(path))
        except OSError as error:
            raise UsageError.at(str(path), f"cannot be read: {error.strerror}") from None
    if VARIABLE in variables:
        return _checked(os.fsencode(variables[VARIABLE]), VARIABLE)
    return PUBLIC


def _checked(raw: bytes, place: str) -> Secret:
    key = raw.strip()
    if len(key) < MIN_LENGTH:
        raise UsageError.at(
            place,
            f"the secret has {len(key)} characters, at least {MIN_LENGTH} are needed",
            'make one: python -c "import secrets; print(secrets.token_hex(32))"',
        )
    return Secret(key=key)
