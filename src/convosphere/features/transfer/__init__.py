"""Chats in and out: exports as files, imports from here and from elsewhere."""
