"""Keeping conversations in order: folders, tags, work on many at once, how long the archive stays."""
