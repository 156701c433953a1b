"""What words of texts and of questions have in common; the same for every index."""

from convosphere.engines.retrieval.analysis.terms import asked_terms, count_terms, coverage, marks, stem_of

__all__ = ["asked_terms", "count_terms", "coverage", "marks", "stem_of"]
