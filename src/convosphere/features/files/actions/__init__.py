"""What can be done with files, one verb or noun per module."""

from convosphere.features.files.actions.check import Inspector, check_file, give_up
from convosphere.features.files.actions.content import OpenContent, open_content
from convosphere.features.files.actions.links import link_to, make_link
from convosphere.features.files.actions.present import present_file
from convosphere.features.files.actions.read import delete_file, get_file
from convosphere.features.files.actions.sweep import SWEEP_ALL_JOB, SWEEP_CRON, SWEEP_JOB, sweep, sweep_all
from convosphere.features.files.actions.uploads import (
    CHECK_JOB,
    FileOwner,
    bring_file,
    create_file,
    get_limits,
    get_offset,
    receive_piece,
)
from convosphere.features.files.actions.use import (
    fetch_original,
    hold_files,
    hold_remaining_files,
    load_picture,
    load_preview,
    load_text,
)

__all__ = [
    "CHECK_JOB",
    "SWEEP_ALL_JOB",
    "SWEEP_CRON",
    "SWEEP_JOB",
    "FileOwner",
    "Inspector",
    "OpenContent",
    "bring_file",
    "check_file",
    "create_file",
    "delete_file",
    "fetch_original",
    "get_file",
    "get_limits",
    "get_offset",
    "give_up",
    "hold_files",
    "hold_remaining_files",
    "link_to",
    "load_picture",
    "load_preview",
    "load_text",
    "make_link",
    "open_content",
    "present_file",
    "receive_piece",
    "sweep",
    "sweep_all",
]
