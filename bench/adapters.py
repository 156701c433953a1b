"""How each adapter is connected to the fake provider, and asked for without ConvoSphere in between."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import aiohttp
import orjson

_QUESTION = [{"role": "user", "content": "Go"}]


@dataclass(frozen=True, slots=True)
class Wire:
    """One adapter. `base_url` and `path` follow the fake provider's address without its version."""

    provider: str
    base_url: str
    path: str
    body: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)
    # For the adapter that its budgets were written for; the others are measured beside it.
    held_to_budgets: bool = False

    def connection(self, address: str, model: str) -> dict[str, Any]:
        """The body that connects it to the fake provider at an address."""
        return {
            "provider": self.provider,
            "name": model,
            "base_url": address + self.base_url,
            "api_key": "sk-bench",
            "extra": {"models": [model], **self.extra},
        }

    async def first_token(self, http: aiohttp.ClientSession, address: str, model: str) -> float:
        """Seconds from the request to the first text, asked directly."""
        body = {"model": model, "stream": True, "messages": _QUESTION, **self.body}
        began = time.perf_counter()
        first = 0.0
        async with http.post(address + self.path, json=body, headers=self.headers) as response:
            async for line in response.content:
                if first == 0.0 and line.startswith(b"data: {") and _text(orjson.loads(line[6:])):
                    first = time.perf_counter() - began
        return first


def _text(event: dict[str, Any]) -> str:
    choices = event.get("choices")
    if choices:
        return choices[0]["delta"].get("content") or ""
    return str(event.get("delta", {}).get("text", ""))


_CHAT = "/v1/chat/completions"
ADAPTERS: Mapping[str, Wire] = MappingProxyType(
    {
        "openai": Wire("openai", "/v1", _CHAT, {}, held_to_budgets=True),
        "anthropic": Wire(
            "anthropic",
            "",
            "/v1/messages",
            {"max_tokens": 16_000},
            {"anthropic-version": "2023-06-01", "x-api-key": "sk-bench"},
        ),
        "litellm": Wire("litellm", "/v1", _CHAT, {}, extra={"vendor": "openai"}),
    }
)
