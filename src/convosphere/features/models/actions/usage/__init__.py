"""What calls took: one record each, and their sums."""

from convosphere.features.models.actions.usage.calibrating import learn_counts
from convosphere.features.models.actions.usage.export import export_usage
from convosphere.features.models.actions.usage.pricing import milliseconds, price_at_most, price_of
from convosphere.features.models.actions.usage.recording import record_usage
from convosphere.features.models.actions.usage.storing import store_calls
from convosphere.features.models.actions.usage.summary import summarize_usage

__all__ = [
    "export_usage",
    "learn_counts",
    "milliseconds",
    "price_at_most",
    "price_of",
    "record_usage",
    "store_calls",
    "summarize_usage",
]
