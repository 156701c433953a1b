"""Answers without any model: quotes from given passages, sums, time and date, help. Says plainly what it
is.
"""

from convosphere.engines.llm.builtin.adapter import BUILTIN_MODEL, BuiltinAdapter
from convosphere.engines.llm.builtin.extraction import content_words

__all__ = ["BUILTIN_MODEL", "BuiltinAdapter", "content_words"]
