"""Who connects as whom: migrations as the owner of the tables, everything else as a role that policies bind."""

from dataclasses import dataclass

from psycopg.conninfo import make_conninfo
from sqlalchemy import URL, make_url

# The role that the application acts as. It owns nothing and cannot bypass row-level security.
APP_ROLE = "convosphere_app"


@dataclass(frozen=True, slots=True)
class DatabaseUrls:
    """Two ways into the same database."""

    owner: URL
    app: URL
    # True: `app` logs in as the owner and acts as APP_ROLE from the first statement on.
    assume_role: bool = False

    @classmethod
    def from_settings(cls, url: str, owner_url: str | None) -> "DatabaseUrls":
        """One URL serves for both; two separate the rights already at the login."""
        app = with_driver(url)
        if owner_url is None:
            return cls(owner=app, app=app, assume_role=True)
        return cls(owner=with_driver(owner_url), app=app)

    @property
    def owner_conninfo(self) -> str:
        """The owner's way as libpq reads it."""
        return self.conninfo(self.owner)

    @property
    def app_conninfo(self) -> str:
        """The application's way as libpq reads it, acting as its role from the first statement on."""
        return make_conninfo(self.conninfo(self.app), **self.connect_options())

    @staticmethod
    def conninfo(url: URL) -> str:
        """A URL as libpq reads it."""
        return url.set(drivername="postgresql").render_as_string(hide_password=False)

    def connect_options(self) -> dict[str, str]:
        """Further connection parameters of the application's connections."""
        return {"options": f"-c role={APP_ROLE}"} if self.assume_role else {}


def with_driver(url: str) -> URL:
    """`url` for SQLAlchemy with psycopg 3."""
    return make_url(url).set(drivername="postgresql+psycopg")
