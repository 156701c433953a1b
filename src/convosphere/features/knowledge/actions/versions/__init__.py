"""Versions of a document."""
