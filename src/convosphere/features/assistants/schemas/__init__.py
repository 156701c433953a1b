"""API shapes of assistants; so far those of the OpenAI-compatible door."""
