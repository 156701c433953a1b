"""What words of texts and of questions have in common; the same for every index."""

from convosphere.engines.retrieval.analysis.number import ANALYSIS
from convosphere.engines.retrieval.analysis.terms import asked_terms, count_terms, coverage, forms_in, marks, stem_of

__all__ = ["ANALYSIS", "asked_terms", "count_terms", "coverage", "forms_in", "marks", "stem_of"]
