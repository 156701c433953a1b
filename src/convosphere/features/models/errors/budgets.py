"""Why a budget does not let a call happen."""

from collections.abc import Mapping
from typing import Any, ClassVar

from convosphere.features.models.errors.amounts import amount_text, budget_text, moment_text, sentence_start
from convosphere.features.models.types import BudgetFacts
from convosphere.platform.errors import TooManyRequestsError
from convosphere.platform.i18n import translate


class BudgetExceededError(TooManyRequestsError):
    """What a budget allows in its period is spent, or what is left of it is too little for this call. Base of all
    reasons why a budget refuses a call.

    `retry_after`: seconds until it may be otherwise; `facts`: which budget, and how much of it is left.
    """

    code: ClassVar[str] = "budget_exceeded"
    # Whether waiting helps.
    passes: ClassVar[bool] = True

    def __init__(self, facts: BudgetFacts, *, retry_after: float = 1) -> None:
        super().__init__(retry_after=retry_after, budget=str(facts.budget_id))
        self.facts = facts

    def title(self, locale: str) -> str:
        """That it is used up, or that what is left does not do."""
        return translate(f"{self._texts()}.title", locale)

    def detail(self, locale: str) -> str:
        """Whose budget, how much of it is spent, until when, and whom to ask."""
        facts = self.facts
        budget = budget_text(facts, locale)
        return translate(
            f"{self._texts()}.detail",
            locale,
            budget=budget,
            whose=sentence_start(budget),
            limit=amount_text(facts.limit, facts.unit, locale),
            spent=amount_text(facts.spent, facts.unit, locale),
            needed=amount_text(facts.needed, facts.unit, locale),
            until=moment_text(facts.ends_local, facts.time_zone, locale),
        )

    def body(self, locale: str, request_id: str) -> dict[str, Any]:
        """The problem+json object, with the budget."""
        told = super().body(locale, request_id)
        if not self.passes:
            del told["retry_after"]
        return told | {"budget": self.stored()}

    def headers(self) -> dict[str, str]:
        """`Retry-After`, where waiting helps."""
        return super().headers() if self.passes else {}

    def stored(self) -> dict[str, Any]:
        """The facts as JSON, to tell them again later: see `budget_problem`."""
        return self.facts.stored()

    def _texts(self) -> str:
        # Nobody is told that a budget is used up of which half is left.
        is_short = type(self) is BudgetExceededError and self.facts.leaves_some
        return "models.budgets.short" if is_short else f"errors.{self.code}"


class BudgetHeldError(BudgetExceededError):
    """Not all of the budget is spent, but running answers hold the rest of it."""

    code: ClassVar[str] = "budget_held"


class BudgetTooSmallError(BudgetExceededError):
    """This call alone may take more than the budget allows in a whole period."""

    code: ClassVar[str] = "budget_too_small"
    status: ClassVar[int] = 422
    passes: ClassVar[bool] = False


class PriceUnknownError(BudgetExceededError):
    """The model's price is not known, and the budget refuses what it cannot count."""

    code: ClassVar[str] = "budget_price_unknown"
    status: ClassVar[int] = 409
    passes: ClassVar[bool] = False


_KINDS: dict[str, type[BudgetExceededError]] = {
    kind.code: kind for kind in (BudgetExceededError, BudgetHeldError, BudgetTooSmallError, PriceUnknownError)
}


def budget_problem(code: str, stored: Mapping[str, Any]) -> BudgetExceededError | None:
    """A refusal from its code and what its `stored` gave; None: the code is another error's."""
    kind = _KINDS.get(code)
    return None if kind is None else kind(BudgetFacts.read(stored))
