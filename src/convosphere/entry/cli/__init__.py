"""The command `convosphere`."""

from convosphere.entry.cli.main import main

__all__ = ["main"]
