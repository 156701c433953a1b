"""Settings: one nested model per area, read from the environment and `convosphere.toml`."""

from convosphere.platform.settings.load import SettingsError, load_settings, variable_name
from convosphere.platform.settings.model import (
    AccountsSettings,
    DatabaseSettings,
    HttpSettings,
    JobsSettings,
    LimitsSettings,
    LogSettings,
    MailSettings,
    ModelsSettings,
    RealtimeSettings,
    RedisSettings,
    Settings,
    TelemetrySettings,
)

__all__ = [
    "AccountsSettings",
    "DatabaseSettings",
    "HttpSettings",
    "JobsSettings",
    "LimitsSettings",
    "LogSettings",
    "MailSettings",
    "ModelsSettings",
    "RealtimeSettings",
    "RedisSettings",
    "Settings",
    "SettingsError",
    "TelemetrySettings",
    "load_settings",
    "variable_name",
]
