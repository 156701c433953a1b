"""Folders of a base."""
