"""How much of a model's context texts take up: counted where the tokeniser is at hand, else estimated."""

from convosphere.engines.llm.tokens.counting import TokenCounter, counter_for, in_thread_if_large

__all__ = ["TokenCounter", "counter_for", "in_thread_if_large"]
