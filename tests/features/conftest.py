"""What several features' tests share."""

import pytest

from convosphere.entry.wiring import Application


@pytest.fixture
async def worker(application: Application) -> None:
    """Does the product's jobs until the application ends."""
    await application.platform.jobs.start_worker(alone=True)
