"""What LiteLLM knows of a vendor's models."""

from types import ModuleType

from convosphere.engines.llm.litellm.loading import load_litellm
from convosphere.engines.llm.types import ModelInfo, ModelKind


def known_models(vendor: str) -> list[ModelInfo]:
    """All of them; blocks while LiteLLM is imported."""
    litellm = load_litellm()
    return [_model_info(litellm, vendor, name) for name in sorted(litellm.models_by_provider.get(vendor, ()))]


def _model_info(litellm: ModuleType, vendor: str, name: str) -> ModelInfo:
    facts = litellm.model_cost.get(name) or litellm.model_cost.get(f"{vendor}/{name}") or {}
    context = facts.get("max_input_tokens")
    return ModelInfo(
        name=name,
        display_name=name.removeprefix(f"{vendor}/"),
        context_window=context if isinstance(context, int) else None,
        vision=facts.get("supports_vision"),
        tools=facts.get("supports_function_calling"),
        reasoning=facts.get("supports_reasoning"),
        kind=_kind(facts.get("mode")),
    )


def _kind(mode: object) -> ModelKind:
    """Where LiteLLM does not say, it is one that chats."""
    if mode == "embedding":
        return "embedding"
    return "chat" if mode in {None, "chat", "completion", "responses"} else "other"
