"""The file behind a link."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from convosphere.features.files.rules import disposition
from convosphere.features.transfer import repository
from convosphere.features.transfer.actions.links import unseal
from convosphere.features.transfer.actions.places import export_file
from convosphere.features.transfer.errors import ExportLinkInvalidError
from convosphere.features.transfer.tables import Export
from convosphere.features.transfer.types import ExportStatus
from convosphere.platform.context import Platform


@dataclass(frozen=True, slots=True)
class OpenExport:
    """A file that is being handed out: to be saved, whatever it is."""

    key: str
    size: int
    media_type: str
    disposition: str
    _platform: Platform

    def read(self) -> AsyncIterator[bytes]:
        """Its bytes."""
        return self._platform.storage.read(self.key, 0, self.size)


async def open_export(platform: Platform, token: str) -> OpenExport:
    """Checks the link and looks the export up; nothing is read yet.

    Raises:
        ExportLinkInvalidError: see there.
    """
    key = unseal(platform, token)
    async with platform.database.transaction(key.organization_id) as session:
        row = await repository.find(session, Export, key.id)
    if row is None or row.status != ExportStatus.READY or row.size is None or row.expires_at <= platform.clock.now():
        raise ExportLinkInvalidError
    return OpenExport(
        key=export_file(key),
        size=row.size,
        media_type=row.media_type or "application/octet-stream",
        disposition=disposition(row.file_name or "export", inline=False),
        _platform=platform,
    )
