"""Texts that a person reads, in every language they exist in."""

from collections.abc import Mapping
from typing import TypeAlias

Text: TypeAlias = Mapping[str, str]
"""Language code → the text in it, for instance ``{"en": "blank", "es": "en blanco"}``."""

LANGUAGES = ("en", "es")
"""The languages of our own texts. An exercise declares its own."""


def in_language(text: Text, language: str) -> str:
    """Return `text` in `language`, or in the first language it exists in.

    >>> in_language({"en": "left", "es": "izquierda"}, "es")
    'izquierda'
    >>> in_language({"en": "left"}, "es")
    'left'
    """
    return text[language] if language in text else next(iter(text.values()), "")


def phrase(text: Text, **values: object) -> Text:
    """Return `text` with its ``{braces}`` filled in, in every language.

    >>> phrase({"en": "{n} rows", "es": "{n} filas"}, n=3)
    {'en': '3 rows', 'es': '3 filas'}
    """
    return {language: template.format(**values) for language, template in text.items()}
