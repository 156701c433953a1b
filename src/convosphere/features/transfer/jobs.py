"""Jobs of transfer: writing exports, looking through and taking in imports, cleaning up."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from convosphere.features.transfer.actions import sweep, take_in, write_export
from convosphere.features.transfer.types import TransferKey
from convosphere.platform.context import Platform
from convosphere.platform.storage import StorageFullError, StorageUnavailableError, is_full


class TransferJobs:
    """Job handlers with what they work on. Each begins anew, or goes on, after an interruption."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    async def export(self, *, organization_id: str, export_id: str) -> None:
        """Writes an export."""
        await self._with_room(write_export.write_export, write_export.give_up, _key(organization_id, export_id))

    async def give_export_up(self, *, organization_id: str, export_id: str) -> None:
        """Every attempt at an export has failed."""
        await write_export.give_up(self._platform, _key(organization_id, export_id))

    async def inspect(self, *, organization_id: str, import_id: str) -> None:
        """The dry run of an import."""
        await self._with_room(take_in.inspect_import, take_in.give_up, _key(organization_id, import_id))

    async def carry_out(self, *, organization_id: str, import_id: str) -> None:
        """The real run of an import."""
        await self._with_room(take_in.carry_out_import, take_in.give_up, _key(organization_id, import_id))

    async def give_import_up(self, *, organization_id: str, import_id: str) -> None:
        """Every attempt at an import has failed."""
        await take_in.give_up(self._platform, _key(organization_id, import_id))

    async def _with_room(
        self,
        run: Callable[[Platform, TransferKey], Awaitable[None]],
        give_up: Callable[[Platform, TransferKey, str], Awaitable[None]],
        key: TransferKey,
    ) -> None:
        try:
            await run(self._platform, key)
        except (StorageUnavailableError, OSError) as error:
            if not is_full(error):
                raise
            # At once: it is no matter of trying again.
            await give_up(self._platform, key, StorageFullError.code)

    async def sweep(self, *, organization_id: str) -> None:
        """Cleans up in one organisation."""
        await sweep.sweep(self._platform, UUID(organization_id))

    async def sweep_all(self) -> None:
        """Cleans up in all of them, by the clock."""
        await sweep.sweep_all(self._platform)


def _key(organization_id: str, row_id: str) -> TransferKey:
    return TransferKey(UUID(organization_id), UUID(row_id))
