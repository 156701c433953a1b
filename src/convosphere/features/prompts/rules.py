"""Variables in texts: which there are, what may stand in their place, and putting it there. No I/O in here."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from convosphere.features.prompts.schemas import Variable
from convosphere.platform.errors import FieldProblem, InvalidInputError

_PLACE = re.compile(r"\{\{\s*(\w{1,40})\s*\}\}")


def variables_in(text: str) -> list[str]:
    """The names in `{{…}}`, each once, in their order."""
    return list(dict.fromkeys(_PLACE.findall(text)))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Puts values in the places that have one; a value is text and never looked through for places again."""
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), text)


def length_filled(text: str, values: Mapping[str, str]) -> int:
    """How many characters `fill` would make, without making them: a value may stand in many places."""
    places = _PLACE.finditer(text)
    return len(text) + sum(len(values[place[1]]) - len(place[0]) for place in places if place[1] in values)


def values_for(variables: Sequence[Variable], given: Mapping[str, str]) -> dict[str, str]:
    """What stands in each variable's place: what was given, else its default.

    Raises:
        InvalidInputError: something is missing or does not fit; `errors` names each.
    """
    values = {variable.name: given.get(variable.name, "").strip() or variable.default for variable in variables}
    problems = [
        FieldProblem(field=f"body.variables.{variable.name}", code=code)
        for variable in variables
        if (code := _problem(variable, values[variable.name])) is not None
    ]
    known = {variable.name for variable in variables}
    problems += [
        FieldProblem(field=f"body.variables.{name}", code="extra_forbidden") for name in sorted(set(given) - known)
    ]
    if problems:
        raise InvalidInputError(problems=problems)
    return values


def _problem(variable: Variable, value: str) -> str | None:
    if not value:
        return "missing" if variable.required else None
    if variable.type == "choice" and value not in variable.options:
        return "no_option"
    if variable.type == "number" and not _is_number(value):
        return "float_parsing"
    if variable.type == "date" and not _is_date(value):
        return "date_parsing"
    return None


def _is_number(value: str) -> bool:
    try:
        return Decimal(value).is_finite()
    except InvalidOperation:
        return False


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
