"""Reads the settings once, at the door; everything behind it gets them as arguments."""

import os
from collections.abc import Iterator

from pydantic import HttpUrl, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from pydantic_settings import (
    SettingsError as SourceError,
)

from convosphere.platform.settings.area import Area
from convosphere.platform.settings.contradictions import contradiction
from convosphere.platform.settings.model import Settings

PREFIX = "CONVOSPHERE_"
# No settings of the server: read by the tests, the tool chain, and the client.
RESERVED_PREFIXES = ("CONVOSPHERE_TEST_", "CONVOSPHERE_DEV_", "CONVOSPHERE_URL", "CONVOSPHERE_API_KEY")


class SettingsError(Exception):
    """A setting is wrong; the message names the variable and says what it takes."""


class _LoadedSettings(BaseSettings, Settings):
    """`Settings` that reads the environment, then `convosphere.toml`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="_",
        env_nested_max_split=1,
        enable_decoding=False,
        # Compose files hand on unset variables as empty ones.
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        toml_file="convosphere.toml",
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is the library's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is the library's
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        if isinstance(env_settings, EnvSettingsSource):
            # The area `api` would take CONVOSPHERE_API_KEY for one of its own.
            env_settings.env_vars = {
                name: value
                for name, value in env_settings.env_vars.items()
                if not name.upper().startswith(RESERVED_PREFIXES)
            }
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def variable_name(path: tuple[str | int, ...]) -> str:
    """The environment variable of a settings path: `("mail", "host")` is `CONVOSPHERE_MAIL_HOST`."""
    return PREFIX + "_".join(str(part).upper() for part in path if not isinstance(part, int))


def setting_paths() -> Iterator[tuple[str, ...]]:
    """Every path that can be set."""
    for name, field in Settings.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, Area):
            yield from ((name, inner) for inner in field.annotation.model_fields)
        else:
            yield (name,)


def load_settings() -> Settings:
    """The effective settings.

    Raises:
        SettingsError: a value does not fit, two do not go together, or a `CONVOSPHERE_…` variable does not exist.
    """
    known = {variable_name(path) for path in setting_paths()}
    unknown = sorted(
        name
        for name in os.environ
        if name.startswith(PREFIX) and not name.startswith(RESERVED_PREFIXES) and name not in known
    )
    if unknown:
        raise SettingsError(f"{unknown[0]}: there is no such setting. `convosphere settings` lists them all.")
    try:
        settings = _LoadedSettings()
    except ValidationError as error:
        raise SettingsError(_describe(error)) from error
    except (SourceError, OSError, ValueError) as error:
        # The TOML parser and the source raise ValueErrors of their own.
        raise SettingsError(f"convosphere.toml or a CONVOSPHERE_… variable cannot be read: {error}") from error
    wrong = contradiction(settings)
    if wrong is not None:
        raise SettingsError(wrong)
    return settings


def _describe(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False)[0]
    path = tuple(str(part) for part in first["loc"] if not isinstance(part, int))
    name = variable_name(path)
    if first["type"] == "extra_forbidden":
        return f"{name} (or its key in convosphere.toml): there is no such setting."
    if path not in set(setting_paths()):
        return f"{'.'.join(path)} in convosphere.toml: an area is a table, [{path[0]}], with its settings below it."
    given = "" if _is_secret(path) else f" (given: {first['input']!r})"
    return f"{name}: {first['msg'].removeprefix('Value error, ')}{given}."


def _is_secret(path: tuple[str, ...]) -> bool:
    """Whether what was given stays out of messages: secrets, and addresses, which may hold a password."""
    area = Settings.model_fields[path[0]].annotation
    nested = len(path) > 1 and isinstance(area, type) and issubclass(area, Area)
    field = area.model_fields[path[1]] if nested else Settings.model_fields[path[0]]  # type: ignore[union-attr]  # narrowed by `nested`
    return any(kind.__name__ in str(field.annotation) for kind in (SecretStr, HttpUrl)) or path[-1].endswith("url")


__all__ = ["SettingsError", "load_settings", "setting_paths", "variable_name"]
