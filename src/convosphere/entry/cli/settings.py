"""`convosphere settings`."""

import sys

from pydantic import BaseModel, SecretStr

from convosphere.entry.cli.session import effective_settings
from convosphere.platform.settings import Settings, variable_name
from convosphere.platform.settings.load import setting_paths


def print_settings(*, explain: bool) -> None:
    """One line a setting: its variable and its value; secrets only say whether they are set."""
    settings = effective_settings()
    for path in setting_paths():
        if explain:
            sys.stdout.write(f"# {_description(path)}\n")
        sys.stdout.write(f"{variable_name(path)}={_shown(settings, path)}\n")


def _description(path: tuple[str, ...]) -> str:
    model: type[BaseModel] = Settings
    for name in path[:-1]:
        area = model.model_fields[name].annotation
        if isinstance(area, type) and issubclass(area, BaseModel):
            model = area
    return model.model_fields[path[-1]].description or ""


def _shown(settings: Settings, path: tuple[str, ...]) -> str:
    value: object = settings
    for name in path:
        value = getattr(value, name)
    match value:
        case None:
            return ""
        case SecretStr():
            return "********"
        case list():
            return ",".join(str(item) for item in value)
        case _:
            return str(value)
