"""Assistants: the one loop that answers, whoever asks."""
