"""Models as LiteLLM names them: the vendor in front."""

from convosphere.engines.llm.types import ConnectionConfig


def vendor_of(connection: ConnectionConfig) -> str:
    """LiteLLM's prefix for the connection's models, or ""."""
    vendor = connection.extra.get("vendor")
    return vendor if isinstance(vendor, str) else ""


def prefixed(connection: ConnectionConfig, model: str) -> str:
    """The model's name with that prefix, unless it has it."""
    vendor = vendor_of(connection)
    return f"{vendor}/{model}" if vendor and not model.startswith(f"{vendor}/") else model
