"""The catalogues: `catalogues/<locale>/<area>.json`, nested objects of texts, read once and flattened.

A text's key is its path through the objects ("errors.not_found.title"); the area is only the file. `{name}`
is a placeholder. A key with the forms `…_one` and `…_other` is chosen by the parameter `count`, as i18next
does on the web side. Features add files of their own; a key may stand in one file only.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Final

import orjson

from convosphere.platform.i18n.locales import LOCALES, Locale, as_locale

_PLACEHOLDER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")


class MissingTextError(LookupError):
    """No catalogue has this key."""


class CatalogueError(ValueError):
    """A catalogue file is not nested objects of texts, or says again what another one says."""


def load_catalogue(directory: Path) -> Mapping[str, str]:
    """All texts of the `*.json` files in `directory`, flattened.

    Raises:
        CatalogueError: a file is malformed, or two files define the same key.
    """
    found: dict[str, str] = {}
    for path in sorted(directory.glob("*.json")):
        try:
            content = orjson.loads(path.read_bytes())
        except orjson.JSONDecodeError as error:
            raise CatalogueError(f"{path}: {error}") from error
        for key, text in _flatten(content, path):
            if key in found:
                raise CatalogueError(f"{path}: {key} stands in another file already")
            found[key] = text
    return MappingProxyType(found)


def _flatten(node: object, path: Path, prefix: str = "") -> Iterator[tuple[str, str]]:
    if not isinstance(node, dict):
        raise CatalogueError(f"{path}: {prefix or 'the file'} must be an object")
    for name, value in node.items():
        key = f"{prefix}.{name}" if prefix else str(name)
        if isinstance(value, str):
            yield key, value
        else:
            yield from _flatten(value, path, key)


_DIRECTORY = Path(__file__).parent / "catalogues"
# Read at import: never on the event loop, and a broken catalogue shows at start.
_CATALOGUES: Final[Mapping[Locale, Mapping[str, str]]] = MappingProxyType(
    {locale: load_catalogue(_DIRECTORY / locale) for locale in LOCALES}
)


def texts(locale: str) -> Mapping[str, str]:
    """Every text of a language by its flattened key."""
    return _CATALOGUES[as_locale(locale)]


def placeholders(text: str) -> frozenset[str]:
    """The names in braces in a text."""
    return frozenset(_PLACEHOLDER.findall(text))


def has_text(key: str, /) -> bool:
    """Whether `translate` knows the key (also as a pair of plural forms)."""
    known = _CATALOGUES["en"]
    return key in known or f"{key}_other" in known


def translate(key: str, locale: str, /, **params: object) -> str:
    """The text in the language of `locale` (an unknown one gets English), its placeholders filled.

    A placeholder without a parameter stays as it is: a message with a hole beats none.

    Raises:
        MissingTextError: there is no such key.
    """
    language = as_locale(locale)
    catalogue = _CATALOGUES[language]
    text = catalogue.get(key)
    if text is None:
        form = "one" if params.get("count") == 1 else "other"
        text = catalogue.get(f"{key}_{form}")
    if text is None:
        raise MissingTextError(key)
    if "{" not in text:
        return text
    return _PLACEHOLDER.sub(lambda match: _shown(params[match[1]], language) if match[1] in params else match[0], text)


def _shown(value: object, language: Locale) -> str:
    """A parameter as a reader of the language writes it."""
    if isinstance(value, float | Decimal):
        written = f"{value:g}" if isinstance(value, float) else str(value)
        return written.replace(".", ",") if language == "de" else written
    if isinstance(value, datetime):
        form = "%d.%m.%Y, %H:%M UTC" if language == "de" else "%Y-%m-%d %H:%M UTC"
        return value.astimezone(UTC).strftime(form)
    return str(value)
