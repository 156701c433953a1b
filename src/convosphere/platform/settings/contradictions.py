"""What single values cannot show: settings that do not go together."""

from convosphere.platform.settings.model import Settings

# A worker that is late once is not dead.
_LEAST_HEARTBEATS = 2


def contradiction(settings: Settings) -> str | None:
    """What is wrong, beginning with the variable to change; None: they go together."""
    jobs, mail = settings.jobs, settings.mail
    if settings.database.owner_url is not None and settings.database.url is None:
        return "CONVOSPHERE_DATABASE_OWNER_URL: it says who migrates CONVOSPHERE_DATABASE_URL, which is not set."
    if jobs.stalled_after_seconds < _LEAST_HEARTBEATS * jobs.heartbeat_seconds:
        return (
            "CONVOSPHERE_JOBS_STALLED_AFTER_SECONDS: must be at least twice CONVOSPHERE_JOBS_HEARTBEAT_SECONDS, "
            "or workers take each other's jobs while all of them live."
        )
    if mail.username is not None and mail.password is None:
        return "CONVOSPHERE_MAIL_PASSWORD: is needed with CONVOSPHERE_MAIL_USERNAME."
    if mail.password is not None and mail.username is None:
        return "CONVOSPHERE_MAIL_USERNAME: is needed with CONVOSPHERE_MAIL_PASSWORD."
    return None
