"""Documents: brought in, listed, looked at, changed."""
