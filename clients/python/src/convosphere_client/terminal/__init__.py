"""The chat in the terminal: the command `convosphere-client`, and the server's `convosphere chat`."""

from convosphere_client.terminal.command import main

__all__ = ["main"]
