"""Pure rules: which address is usable, which model is the default, what the environment offers."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final
from urllib.parse import SplitResult, urlsplit, urlunsplit

from convosphere.engines.llm import ModelInfo, Usage
from convosphere.features.models.errors import BaseUrlError
from convosphere.features.models.types import (
    BUILTIN,
    ConnectableProvider,
    EnvironmentConnection,
    ModelPrice,
    ModelTraits,
)
from convosphere.platform.http.addresses import hands_out_credentials, parse
from convosphere.platform.settings import SettingsError

_SCHEMES: Final = ("http", "https")
_NOT_IN_A_URL: Final = re.compile(r"[\x00-\x20\x7f\\]")
_MOST_CHARACTERS: Final = 2_000
# Azure's: the only thing behind a question mark that is no secret.
_QUERY: Final = re.compile(r"api-version=[\w.-]{1,40}")
_INVISIBLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_MOST_MODELS: Final = 5_000
_MOST_NAME_CHARACTERS: Final = 200
_LARGEST_WINDOW: Final = 2**31 - 1
_MILLION: Final = Decimal(1_000_000)

# What a newcomer should get first: good and affordable, of the families most people connect. Earlier is better;
# within a family the provider's own order decides, and where none fits, that order alone.
_FAMILIES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"gpt-5(\.\d+)?-mini$",
        r"gpt-5(\.\d+)?(-chat-latest)?$",
        r"gpt-4\.1(-mini)?$",
        r"gpt-4o(-mini)?$",
        r"claude-(.*-)?sonnet",
        r"claude-(.*-)?haiku",
        r"claude-",
    )
)

_ENVIRONMENT: Final[tuple[tuple[ConnectableProvider, str], ...]] = (("openai", "OpenAI"), ("anthropic", "Anthropic"))


def normalize_base_url(text: str) -> str:
    """A provider's address as it is stored: http or https, without a slash at the end.

    It may be a private one (Ollama, vLLM): administrators set it, and they mean their own network.

    Raises:
        BaseUrlError: it is no web address, leads to where clouds hand out credentials, or carries credentials, a
            fragment, or a query other than Azure's `api-version`.
    """
    if len(text) > _MOST_CHARACTERS or _NOT_IN_A_URL.search(text):
        raise BaseUrlError(field="body.base_url")
    try:
        parts = urlsplit(text)
        usable = _is_usable(parts)
    except ValueError as error:
        raise BaseUrlError(field="body.base_url") from error
    if not usable:
        raise BaseUrlError(field="body.base_url")
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path.rstrip("/"), parts.query, ""))


def _is_usable(parts: SplitResult) -> bool:
    # Reading the port checks it: a ValueError says that it is none.
    plain = parts.username is None and parts.password is None and parts.port != 0 and not parts.fragment
    query_fits = not parts.query or _QUERY.fullmatch(parts.query) is not None
    address = parse(parts.hostname or "")
    safe = address is None or not hands_out_credentials(address)
    return parts.scheme.lower() in _SCHEMES and bool(parts.hostname) and plain and query_fits and safe


def storable_models(offered: Iterable[ModelInfo]) -> list[ModelInfo]:
    """What a provider offers, as it can be stored and shown: no name twice, no invisible signs, bounded.

    A model whose name cannot be kept as it is could not be asked for either, so it is left out.
    """
    kept: dict[str, ModelInfo] = {}
    for model in offered:
        if not model.name or visible(model.name) != model.name or len(kept) == _MOST_MODELS:
            continue
        window = model.context_window
        fits = window is not None and 0 < window <= _LARGEST_WINDOW
        kept.setdefault(
            model.name,
            replace(
                model,
                display_name=visible(model.display_name) or model.name,
                context_window=window if fits else None,
            ),
        )
    return list(kept.values())


def visible(text: str, most: int = _MOST_NAME_CHARACTERS) -> str:
    """A provider's text on one line, without control characters, cut at `most` characters."""
    readable = text.encode("utf-8", "replace").decode()
    return _INVISIBLE.sub(" ", readable).strip()[:most]


def choose_default(models: Sequence[ModelTraits]) -> ModelTraits | None:
    """The model for those who choose none.

    The present one stays while it can be asked, unless it is the builtin one, nobody chose it, and a real model
    has come. Otherwise the best real one that can be asked, in the order of `models`; the builtin one last.
    """
    usable = [model for model in models if model.usable]
    real = [model for model in usable if model.provider != BUILTIN]
    present = next((model for model in usable if model.is_default), None)
    if present is not None and (present.chosen or present.provider != BUILTIN or not real):
        return present
    if real:
        return min(real, key=lambda model: _rank(model.name))
    return usable[0] if usable else None


def _rank(name: str) -> int:
    # Relays put the vendor in front: "openai/gpt-5-mini".
    own_name = name.rsplit("/", 1)[-1]
    return next((place for place, family in enumerate(_FAMILIES) if family.match(own_name)), len(_FAMILIES))


def set_cost(price: ModelPrice, usage: Usage) -> Decimal:
    """What a call costs by the price that an administrator has set, unrounded."""
    cached = min(usage.cached_input_tokens, usage.input_tokens)
    cached_price = price.input if price.cached_input is None else price.cached_input
    total = (usage.input_tokens - cached) * price.input + cached * cached_price + usage.output_tokens * price.output
    return total / _MILLION + price.call


def connections_in(environment: Mapping[str, str]) -> tuple[EnvironmentConnection, ...]:
    """The connections that an environment's variables describe: `OPENAI_API_KEY`, `ANTHROPIC_API_KEY`.

    `OPENAI_BASE_URL` and `ANTHROPIC_BASE_URL` say where their keys belong.

    Raises:
        SettingsError: an address is not usable; the message names the variable.
    """
    found = []
    for provider, name in _ENVIRONMENT:
        variable = f"{provider.upper()}_BASE_URL"
        key = environment.get(f"{provider.upper()}_API_KEY", "").strip()
        address = environment.get(variable, "").strip()
        if not key:
            continue
        try:
            base_url = normalize_base_url(address) if address else None
        except BaseUrlError as error:
            raise SettingsError(f"{variable}: this is not a usable web address.") from error
        found.append(EnvironmentConnection(provider=provider, name=name, base_url=base_url, api_key=key))
    return tuple(found)
