"""The prompt library and chat templates."""
