"""Reads the list of models, with whatever each kind of server adds to OpenAI's `{id}`."""

import re
from typing import Any

from convosphere.engines.llm.errors import ProtocolError
from convosphere.engines.llm.types import ModelInfo

# OpenAI lists all it has under one roof; these do not chat.
_NO_CHAT = re.compile(
    r"embed|whisper|tts|dall-e|moderation|transcribe|realtime|davinci|babbage|gpt-image|sora|omni-audio|rerank"
    r"|^text-|-instruct-0914|gpt-3\.5-turbo-instruct|audio-preview|-search-api|computer-use",
    re.IGNORECASE,
)


def read_models(body: dict[str, Any]) -> list[ModelInfo]:
    """The chat models of a `GET /models` answer, by name. Raises ProtocolError."""
    entries = body.get("data", body.get("models"))
    if not isinstance(entries, list):
        raise ProtocolError("no list of models in the answer; is the base URL right?")
    models = [_model(e) for e in entries if isinstance(e, dict) and isinstance(e.get("id"), str) and _chats(e)]
    return sorted(models, key=lambda model: model.name.lower())


def _chats(entry: dict[str, Any]) -> bool:
    capabilities = entry.get("capabilities")
    if isinstance(capabilities, dict) and capabilities.get("completion_chat") is False:  # Mistral
        return False
    architecture = entry.get("architecture")
    if isinstance(architecture, dict) and "text" not in (architecture.get("output_modalities") or ["text"]):
        return False  # OpenRouter
    if entry.get("type") in {"embedding", "embeddings", "image", "audio", "moderation", "rerank"}:  # Together
        return False
    return _NO_CHAT.search(entry["id"]) is None


def _model(entry: dict[str, Any]) -> ModelInfo:
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
