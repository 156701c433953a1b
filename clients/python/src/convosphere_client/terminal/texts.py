"""What the terminal says, in English and German. Catalogues: `texts/<language>.json`."""

import json
import os
from collections.abc import Mapping
from importlib.resources import files
from typing import Final, Literal

from convosphere_client.errors import (
    AnswerGoneError,
    ConnectionFailedError,
    ConvoSphereError,
    UnexpectedAnswerError,
)

Language = Literal["en", "de"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "de")
# In the order in which POSIX looks at them.
_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")


class Texts:
    """The texts of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        catalogue = files(__package__).joinpath("texts", f"{language}.json")
        self._texts: dict[str, str] = json.loads(catalogue.read_text(encoding="utf-8"))

    def __call__(self, key: str, **values: object) -> str:
        """A text, filled in."""
        return self._texts[key].format(**values)

    def number(self, written: str) -> str:
        """A number without groups, written as with a decimal point, with the language's own sign."""
        return written.replace(".", self._texts["decimal_sign"])


def explain(error: ConvoSphereError, texts: Texts, url: str) -> str:
    """An error for people; what the server said is in their language already."""
    match error:
        case ConnectionFailedError():
            return texts("unreachable", url=url)
        case AnswerGoneError():
            return texts("gone")
        case UnexpectedAnswerError():
            return texts("unexpected", detail=error)
        case _:
            return str(error)


def language_of(wanted: str | None, environment: Mapping[str, str] = os.environ) -> Language:
    """The language that is asked for, else the environment's, else English."""
    first = next((environment[name] for name in _VARIABLES if environment.get(name)), "")
    found = (wanted or first)[:2].lower()
    return "de" if found == "de" else "en"
