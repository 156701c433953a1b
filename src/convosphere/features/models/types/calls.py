"""Calls to models: what for, for whom, and who lets them happen."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from convosphere.features.models.types.catalogue import ResolvedModel

# In place of an assistant's id: whoever answers where nobody has made an assistant.
BUILT_IN = "built_in"
# The outcome of a call whose end nobody reported; the engine's own outcomes stand beside it.
LOST = "lost"


class Purpose(StrEnum):
    """What a call was made for."""

    CHAT = "chat"
    API = "api"
    TITLE = "title"
    SUGGESTIONS = "suggestions"
    SUMMARY = "summary"
    REWRITE = "rewrite"
    KNOWLEDGE = "knowledge"

    @property
    def of_assistant(self) -> bool:
        """Whether an assistant's work needs it: the built-in one's, where the call names no other."""
        return self not in {Purpose.API, Purpose.KNOWLEDGE}


class UsageBy(StrEnum):
    """What sums of calls are split by."""

    DAY = "day"
    MODEL = "model"
    PERSON = "person"
    ASSISTANT = "assistant"
    PURPOSE = "purpose"
    API_KEY = "api_key"


@dataclass(frozen=True, slots=True)
class CallContext:
    """For whom and what for a model is asked: what the call's record does not know itself."""

    organization_id: UUID
    purpose: Purpose
    person_id: UUID | None = None
    conversation_id: UUID | None = None
    message_id: UUID | None = None
    # The program's key, when it is a program that asks.
    api_key_id: UUID | None = None
    # Whose work it is, where somebody made an assistant for it; None: the built-in one's, or nobody's.
    assistant_id: UUID | None = None


class CallGuard(Protocol):
    """Stands before every call to a model: `models.actions.budget_guard` makes one for a `CallContext`."""

    async def admit(self, model: ResolvedModel, input_tokens: int, max_output_tokens: int | None) -> UUID | None:
        """Notes that the call is under way and reserves what it may take; to be asked before each call that goes over
        the network, again for a retry.

        No transaction may be open. What is returned goes into the call's record (`CallRecord.reservation`), so that
        `record_usage` settles it, and a call that nobody records is not forgotten; None: nobody asks over the network.

        Raises:
            BudgetExceededError: a budget does not leave that much.
        """
        ...
