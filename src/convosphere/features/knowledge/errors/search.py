"""What can be wrong with a search, and with what is kept of searches."""

from typing import ClassVar

from convosphere.platform.errors import ConflictError, UnavailableError


class SearchUnavailableError(UnavailableError):
    """The index does not answer."""

    code: ClassVar[str] = "knowledge_search_unavailable"


class TooManySavedSearchesError(ConflictError):
    """The person has saved as many searches as one may."""

    code: ClassVar[str] = "knowledge_too_many_saved_searches"


class TooManyQuestionSetsError(ConflictError):
    """The base has as many question sets as one may have."""

    code: ClassVar[str] = "knowledge_too_many_question_sets"
