"""The addresses of assistants; so far the OpenAI-compatible door."""

from convosphere.features.assistants.routes.openai import router as openai_router

__all__ = ["openai_router"]
