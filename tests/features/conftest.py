"""What several features' tests share."""

from collections.abc import Iterator

import pytest

from convosphere.entry.wiring import Application
from convosphere.platform.context import Platform
from tests.harness.statements import counted


@pytest.fixture
async def worker(application: Application) -> None:
    """Does the product's jobs until the application ends."""
    await application.platform.jobs.start_worker(alone=True)


@pytest.fixture
def statements(platform: Platform) -> Iterator[list[str]]:
    """What SQLAlchemy sends, see `counted`."""
    with counted(platform) as sent:
        yield sent
