"""Reads the list of models, with whatever each kind of server adds to OpenAI's `{id}`."""

import re
from typing import Any

from convosphere.engines.llm.errors import ProtocolError
from convosphere.engines.llm.kinds import kind_of
from convosphere.engines.llm.types import ModelInfo, ModelKind

# OpenAI lists all it has under one roof; these neither chat nor embed.
_OTHERS = re.compile(
    r"whisper|tts|dall-e|moderation|transcribe|realtime|davinci|babbage|gpt-image|sora|omni-audio|rerank"
    r"|^text-|-instruct-0914|gpt-3\.5-turbo-instruct|audio-preview|-search-api|computer-use",
    re.IGNORECASE,
)


def read_models(body: dict[str, Any]) -> list[ModelInfo]:
    """The models of a `GET /models` answer, by name, those last that neither chat nor embed. Raises ProtocolError."""
    entries = body.get("data", body.get("models"))
    if not isinstance(entries, list):
        raise ProtocolError("no list of models in the answer; is the base URL right?")
    known = [entry for entry in entries if isinstance(entry, dict) and isinstance(entry.get("id"), str)]
    models = [_model(entry, _kind(entry)) for entry in known]
    return sorted(models, key=lambda model: (model.kind == "other", model.name.lower()))


def _kind(entry: dict[str, Any]) -> ModelKind:
    """What a model is for."""
    kind = entry.get("type")  # Together, LM Studio
    architecture = entry.get("architecture")  # OpenRouter
    gives = architecture.get("output_modalities") if isinstance(architecture, dict) else None
    if kind in {"embedding", "embeddings"} or gives == ["embeddings"]:
        return "embedding"
    if kind in {"image", "audio", "moderation", "rerank"} or (gives and "text" not in gives):
        return "other"
    if kind_of(entry["id"]) == "embedding":
        return "embedding"
    capabilities = entry.get("capabilities")
    if isinstance(capabilities, dict) and capabilities.get("completion_chat") is False:  # Mistral
        return "other"
    return "other" if _OTHERS.search(entry["id"]) else "chat"


def _model(entry: dict[str, Any], kind: ModelKind) -> ModelInfo:
    name: str = entry["id"]
    display = entry.get("name") or entry.get("display_name")
    capabilities = entry.get("capabilities") if isinstance(entry.get("capabilities"), dict) else {}
    architecture = entry.get("architecture") if isinstance(entry.get("architecture"), dict) else {}
    parameters = entry.get("supported_parameters")
    modalities = architecture.get("input_modalities") if architecture else None
    known = parameters if isinstance(parameters, list) else None
    return ModelInfo(
        name=name,
        display_name=display if isinstance(display, str) and display else name,
        context_window=_context(entry),
        vision="image" in modalities if isinstance(modalities, list) else _flag(capabilities, "vision"),
        tools="tools" in known if known is not None else _flag(capabilities, "function_calling"),
        reasoning="reasoning" in known if known is not None else _flag(capabilities, "reasoning"),
        kind=kind,
    )


def _flag(capabilities: dict[str, Any] | None, name: str) -> bool | None:
    value = capabilities.get(name) if capabilities else None
    return value if isinstance(value, bool) else None


def _context(entry: dict[str, Any]) -> int | None:
    """OpenRouter, Groq, Mistral, vLLM and llama.cpp each have their own word for it."""
    meta = entry.get("meta")
    for value in (
        entry.get("context_length"),
        entry.get("context_window"),
        entry.get("max_context_length"),
        entry.get("max_model_len"),
        meta.get("n_ctx") or meta.get("n_ctx_train") if isinstance(meta, dict) else None,
    ):
        if isinstance(value, int) and value > 0:
            return value
    return None
