"""Texts in the reader's language: catalogues of the API and the mails, and which language to take."""

from convosphere.platform.i18n.catalogue import MissingTextError, has_text, placeholders, texts, translate
from convosphere.platform.i18n.locales import DEFAULT_LOCALE, LOCALES, Locale, as_locale, negotiate

__all__ = [
    "DEFAULT_LOCALE",
    "LOCALES",
    "Locale",
    "MissingTextError",
    "as_locale",
    "has_text",
    "negotiate",
    "placeholders",
    "texts",
    "translate",
]
