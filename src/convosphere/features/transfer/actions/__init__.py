"""What can be done with exports and imports, one verb or noun per file."""

from convosphere.features.transfer.actions.content import OpenExport, open_export
from convosphere.features.transfer.actions.exports import (
    create_export,
    delete_export,
    get_export,
    list_exports,
    make_link,
)
from convosphere.features.transfer.actions.imports import (
    create_import,
    delete_import,
    get_import,
    get_offset,
    list_imports,
    receive_piece,
    run_import,
)
from convosphere.features.transfer.actions.present import present_export, present_import

__all__ = [
    "OpenExport",
    "create_export",
    "create_import",
    "delete_export",
    "delete_import",
    "get_export",
    "get_import",
    "get_offset",
    "list_exports",
    "list_imports",
    "make_link",
    "open_export",
    "present_export",
    "present_import",
    "receive_piece",
    "run_import",
]
