"""Shapes of the API of knowledge, a noun a module."""
