"""Anthropic's Messages API."""

from convosphere.engines.llm.anthropic.adapter import AnthropicAdapter

__all__ = ["AnthropicAdapter"]
