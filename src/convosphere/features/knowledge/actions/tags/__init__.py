"""Tags of a base."""
