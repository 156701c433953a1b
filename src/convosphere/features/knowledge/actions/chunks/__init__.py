"""Chunks: loaded for searches and answers, looked through, changed."""

from convosphere.features.knowledge.actions.chunks.load import load_chunks, neighbours

__all__ = ["load_chunks", "neighbours"]
