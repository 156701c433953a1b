"""Searching knowledge: for people, for answers, and to see how well it works."""

from convosphere.features.knowledge.actions.search.passages import Ground, reload_passages, stored_passage
from convosphere.features.knowledge.actions.search.recording import Searched, for_answer, record_search
from convosphere.features.knowledge.actions.search.sources import (
    NamedSource,
    OpenedPassage,
    Source,
    name_sources,
    open_passage,
)
from convosphere.features.knowledge.actions.search.uses import Use, note_use

__all__ = [
    "Ground",
    "NamedSource",
    "OpenedPassage",
    "Searched",
    "Source",
    "Use",
    "for_answer",
    "name_sources",
    "note_use",
    "open_passage",
    "record_search",
    "reload_passages",
    "stored_passage",
]
