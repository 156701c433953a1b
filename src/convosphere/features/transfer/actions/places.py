"""Where exports and arriving imports lie in the storage. No name that a person gave is part of it."""

from convosphere.features.transfer.types import TransferKey


def export_folder(key: TransferKey) -> str:
    """The folder of an export's file."""
    return f"exports/{key.organization_id}/{key.id}"


def export_file(key: TransferKey) -> str:
    """An export's file."""
    return f"{export_folder(key)}/file"


def import_folder(key: TransferKey) -> str:
    """The folder of the pieces of an import."""
    return f"imports/{key.organization_id}/{key.id}"
