"""Jobs of files: checking what has arrived, removing what nobody needs."""

from uuid import UUID

from convosphere.features.files.actions.check import Inspector, check_file, give_up
from convosphere.features.files.actions.sweep import sweep, sweep_all
from convosphere.features.files.types import FileKey


class FileJobs:
    """Job handlers with what they work with."""

    def __init__(self, inspector: Inspector) -> None:
        self._inspector = inspector

    async def check(self, *, organization_id: str, file_id: str) -> None:
        """Checks one file; begins anew after an interruption."""
        await check_file(self._inspector, FileKey(UUID(organization_id), UUID(file_id)))

    async def give_up(self, *, organization_id: str, file_id: str) -> None:
        """Every attempt to check a file has failed."""
        await give_up(self._inspector.platform, FileKey(UUID(organization_id), UUID(file_id)))

    async def sweep(self, *, organization_id: str) -> None:
        """Cleans up in one organisation."""
        await sweep(self._inspector.platform, UUID(organization_id))

    async def sweep_all(self) -> None:
        """Cleans up in every organisation."""
        await sweep_all(self._inspector.platform)
