"""Addresses of the web client's pages that people are sent to."""


def reset_link(base_url: str, token: str) -> str:
    """Where a new password is set."""
    return f"{base_url}/reset-password?token={token}"


def invitation_link(base_url: str, token: str) -> str:
    """Where an invited person registers."""
    return f"{base_url}/invite/{token}"
