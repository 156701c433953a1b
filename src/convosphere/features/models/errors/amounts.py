"""Budgets and amounts as people read them."""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from convosphere.features.models.types import CURRENCY, BudgetFacts, BudgetSubject, BudgetUnit
from convosphere.platform.i18n import translate

_CENT = Decimal("0.01")


def amount_text(amount: Decimal, unit: BudgetUnit, locale: str) -> str:
    """`1,234.50 USD`, `0.00042 USD`, `1,234,567 tokens`; in German with its own signs."""
    if unit is BudgetUnit.TOKENS:
        written = f"{int(amount):,}"
    elif amount == 0 or amount >= _CENT:
        written = f"{amount.quantize(_CENT, ROUND_HALF_UP):,f}"
    else:
        written = f"{amount.normalize():f}"
    if locale == "de":
        written = written.translate(str.maketrans(",.", ".,"))
    name = CURRENCY if unit is BudgetUnit.MONEY else translate("models.budgets.tokens", locale)
    return f"{written} {name}"


def moment_text(local: datetime, time_zone: str, locale: str) -> str:
    """A moment by the clocks of a time zone, which is named."""
    return f"{local:%d.%m.%Y, %H:%M} ({time_zone})" if locale == "de" else f"{local:%Y-%m-%d %H:%M} ({time_zone})"


def budget_text(facts: BudgetFacts, locale: str) -> str:
    """Whose budget it is, within a sentence: «your daily budget»."""
    personal = facts.each_member or facts.subject_kind is BudgetSubject.PERSON
    whose = BudgetSubject.PERSON if personal else facts.subject_kind
    return translate(f"models.budgets.whose.{whose}.{facts.period}", locale, name=facts.name or "")


def sentence_start(text: str) -> str:
    """The text as a sentence begins with it."""
    return text[:1].upper() + text[1:]
