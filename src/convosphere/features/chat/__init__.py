"""Conversations, their messages, and answers that are never lost."""
