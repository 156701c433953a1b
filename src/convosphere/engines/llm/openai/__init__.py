"""Everything that speaks OpenAI's chat completions: OpenAI, Azure, Ollama, vLLM, LM Studio, OpenRouter,
Groq, …
"""

from convosphere.engines.llm.openai.adapter import OpenAIAdapter

__all__ = ["OpenAIAdapter"]
