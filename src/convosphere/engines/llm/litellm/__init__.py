"""All providers that LiteLLM knows and we do not; imports LiteLLM only when such a connection is used."""

from convosphere.engines.llm.litellm.adapter import LiteLLMAdapter

__all__ = ["LiteLLMAdapter"]
