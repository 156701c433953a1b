"""Bases: made, changed, deleted; who may what in them."""
