"""What every feature may use, built once in `entry/wiring.py` and handed on as an argument."""

from dataclasses import dataclass

from convosphere.platform.clock import Clock
from convosphere.platform.database import Database
from convosphere.platform.http import GuardedClient
from convosphere.platform.jobs import Jobs
from convosphere.platform.mail import Mailer
from convosphere.platform.realtime import ControlBus, EventLog
from convosphere.platform.security import AccessTokens, KeyRing, PasswordHasher, Vault
from convosphere.platform.settings import Settings
from convosphere.platform.storage import Storage
from convosphere.platform.telemetry import Metrics


@dataclass(frozen=True, slots=True)
class Platform:
    """The platform of one process."""

    settings: Settings
    clock: Clock
    database: Database
    jobs: Jobs
    log: EventLog
    control: ControlBus
    keys: KeyRing
    access_tokens: AccessTokens
    vault: Vault
    passwords: PasswordHasher
    http: GuardedClient
    mailer: Mailer
    storage: Storage
    metrics: Metrics
