"""Settings: one nested model per area, read from the environment and `convosphere.toml`."""

from convosphere.platform.settings.load import SettingsError, load_settings, variable_name
from convosphere.platform.settings.model import (
    AccountsSettings,
    ChatSettings,
    DatabaseSettings,
    FilesSettings,
    HttpSettings,
    JobsSettings,
    LimitsSettings,
    LogSettings,
    MailSettings,
    ModelsSettings,
    RealtimeSettings,
    RedisSettings,
    Settings,
    StorageSettings,
    TelemetrySettings,
    TransferSettings,
)

__all__ = [
    "AccountsSettings",
    "ChatSettings",
    "DatabaseSettings",
    "FilesSettings",
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
    "StorageSettings",
    "TelemetrySettings",
    "TransferSettings",
    "load_settings",
    "variable_name",
]
