"""Writes docs/guides/settings.md from the settings model: `python -m checks.settings_page` prints it."""

import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import UnionType
from typing import Annotated, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic import HttpUrl, SecretStr
from pydantic.fields import FieldInfo

from convosphere.platform.settings import Settings, variable_name
from convosphere.platform.settings.area import Area

PAGE = "docs/guides/settings.md"

_INTRODUCTION = """\
# Settings

Made from the model in `src/convosphere/platform/settings/model.py` by `make docs`; do not edit.

Every setting is an environment variable or a key of `convosphere.toml` in the folder that ConvoSphere is
started from; the variable wins. Lists are written `a, b` in a variable. A variable that does not exist or
does not fit ends the start with exit code 2 and a line naming it. `convosphere settings` prints what is in
effect, with secrets masked.
"""
_HEAD = "| variable | takes | default | meaning |\n|---|---|---|---|"
_NAMES: dict[object, str] = {
    str: "text",
    int: "whole number",
    float: "number",
    Decimal: "number",
    bool: "true or false",
    Path: "path",
    SecretStr: "secret",
    HttpUrl: "URL",
}
_SIGNS: tuple[tuple[type, str, str], ...] = (
    (Ge, "ge", "≥"),
    (Gt, "gt", ">"),
    (Le, "le", "≤"),
    (Lt, "lt", "<"),
)


def _kind(annotation: object) -> str:
    """Say in words what a field takes."""
    if annotation in _NAMES:
        return _NAMES[annotation]
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return ", ".join(f"`{value}`" for value in inner)
    if origin is Annotated:
        return _kind(inner[0])
    if origin is list:
        return "list"
    if origin in (Union, UnionType):
        return " or ".join(_kind(each) for each in inner if each is not type(None))
    raise TypeError(f"{annotation!r} has no words yet; add them to checks/settings_page.py")


def _bounds(field: FieldInfo) -> str:
    found = [
        f"{sign} {getattr(constraint, name):,}"
        for constraint in field.metadata
        for kind, name, sign in _SIGNS
        if isinstance(constraint, kind)
    ]
    return f" {', '.join(found)}" if found else ""


def _default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=True, validated_data={})
    if value is None or value in ([], ""):
        return "–"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _row(path: tuple[str, ...], field: FieldInfo) -> str:
    meaning = (field.description or "").replace("|", "\\|")
    takes = f"{_kind(field.annotation)}{_bounds(field)}"
    return f"| `{variable_name(path)}` | {takes} | {_default(field)} | {meaning} |"


def _areas() -> Iterator[tuple[str, type[Area]]]:
    for name, field in Settings.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, Area):
            yield name, field.annotation


def render() -> str:
    """Return the whole page."""
    areas = dict(_areas())
    plain = [_row((name,), field) for name, field in Settings.model_fields.items() if name not in areas]
    parts = [_INTRODUCTION, "## Without an area\n", _HEAD, *plain]
    for name, area in areas.items():
        heading = f"\n## {name}\n\n{(area.__doc__ or '').strip()} In `convosphere.toml`: `[{name}]`.\n"
        parts += [heading, _HEAD, *(_row((name, inner), field) for inner, field in area.model_fields.items())]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.stdout.write(render())
