"""Addresses, the choice of a default, the environment: rules without I/O."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convosphere.engines.llm import ModelInfo, Provider
from convosphere.features.models.errors import BaseUrlError
from convosphere.features.models.rules import (
    choose_default,
    connections_in,
    normalize_base_url,
    storable_models,
    visible,
)
from convosphere.features.models.types import EnvironmentConnection, ModelTraits
from convosphere.platform.settings import SettingsError


@pytest.mark.parametrize(
    ("given_url", "stored"),
    [
        ("https://api.example.com/v1", "https://api.example.com/v1"),
        ("HTTPS://API.Example.com/V1/", "https://api.example.com/V1"),
        ("http://127.0.0.1:11434/v1//", "http://127.0.0.1:11434/v1"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("http://ollama:11434/", "http://ollama:11434"),
        (
            "https://x.openai.azure.com/openai/deployments/a?api-version=2024-10-21",
            "https://x.openai.azure.com/openai/deployments/a?api-version=2024-10-21",
        ),
    ],
)
def test_an_address_is_stored_in_one_form(given_url: str, stored: str) -> None:
    assert normalize_base_url(given_url) == stored
    assert normalize_base_url(stored) == stored


@pytest.mark.parametrize(
    "url",
    [
        "",
        "api.example.com/v1",
        "ftp://example.com",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://",
        "http:///v1",
        "https://user@example.com",
        "https://user:password@example.com",
        "https://:password@example.com",
        "https://@example.com",
        "https://example.com/v1#fragment",
        "https://example.com/v1?key=secret",
        "https://example.com/v1?api-version=1&key=secret",
        "https://example.com:0",
        "https://example.com:99999",
        "https://example.com:port",
        "https://[::1",
        "https://exa mple.com",
        "https://example.com/\nHost: other",
        "https://example.com\\@other.com",
        "https://example.com/\x00",
        "http://169.254.169.254/v1",
        "http://[fd00:ec2::254]/v1",
        "https://example.com/" + "a" * 2_000,
    ],
)
def test_an_unusable_address_is_refused(url: str) -> None:
    with pytest.raises(BaseUrlError) as caught:
        normalize_base_url(url)
    assert caught.value.field == "body.base_url"


@given(st.text(max_size=60))
def test_any_text_is_either_an_address_or_refused(text: str) -> None:
    try:
        stored = normalize_base_url(text)
    except BaseUrlError:
        return
    assert stored.startswith(("http://", "https://"))
    assert normalize_base_url(stored) == stored


def traits(
    number: int,
    name: str = "some-model",
    *,
    provider: Provider = "openai",
    usable: bool = True,
    is_default: bool = False,
    chosen: bool = False,
) -> ModelTraits:
    return ModelTraits(UUID(int=number), provider, name, usable, is_default, chosen)


def test_without_models_there_is_no_default() -> None:
    assert choose_default([]) is None
    assert choose_default([traits(1, usable=False, is_default=True)]) is None


def test_the_builtin_model_gives_way_to_the_first_real_one() -> None:
    builtin = traits(1, "builtin", provider="builtin", is_default=True)
    real = traits(2)
    assert choose_default([builtin]) is builtin
    assert choose_default([real, builtin]) is real


def test_a_builtin_model_that_was_chosen_stays() -> None:
    builtin = traits(1, "builtin", provider="builtin", is_default=True, chosen=True)
    assert choose_default([traits(2), builtin]) is builtin


def test_a_real_default_stays_when_a_better_one_comes() -> None:
    present = traits(1, "llama3.2", is_default=True)
    assert choose_default([present, traits(2, "gpt-5-mini")]) is present


def test_a_default_that_cannot_be_asked_is_replaced() -> None:
    gone = traits(1, usable=False, is_default=True, chosen=True)
    other = traits(2)
    assert choose_default([gone, other]) is other


def test_a_known_good_family_comes_first_else_the_given_order() -> None:
    assert choose_default([traits(1, "gpt-3.5-turbo"), traits(2, "gpt-5-mini")]) == traits(2, "gpt-5-mini")
    assert choose_default([traits(1, "other"), traits(2, "openai/gpt-4o-mini")]) == traits(2, "openai/gpt-4o-mini")
    assert choose_default([traits(1, "b"), traits(2, "a")]) == traits(1, "b")
    newest_first = [traits(1, "claude-opus-4-5"), traits(2, "claude-sonnet-4-5"), traits(3, "claude-sonnet-4")]
    assert choose_default(newest_first) == newest_first[1]


def test_the_environment_without_keys_offers_nothing() -> None:
    assert connections_in({"OPENAI_BASE_URL": "http://localhost:1/v1", "OPENAI_API_KEY": "  "}) == ()


def test_the_environments_keys_become_connections() -> None:
    found = connections_in(
        {"OPENAI_API_KEY": "sk-1\n", "OPENAI_BASE_URL": "https://relay.example/v1/", "ANTHROPIC_API_KEY": "sk-ant-2"}
    )
    assert found == (
        EnvironmentConnection("openai", "OpenAI", "https://relay.example/v1", "sk-1"),
        EnvironmentConnection("anthropic", "Anthropic", None, "sk-ant-2"),
    )
    assert "sk-1" not in repr(found)


def test_a_bad_address_in_the_environment_names_its_variable() -> None:
    with pytest.raises(SettingsError, match=r"^OPENAI_BASE_URL: "):
        connections_in({"OPENAI_API_KEY": "sk-1", "OPENAI_BASE_URL": "nonsense"})


def test_models_are_kept_as_they_can_be_stored() -> None:
    offered = [
        ModelInfo("good", "Good\x00\x1fone\n", context_window=8_192),
        ModelInfo("good", "again"),
        ModelInfo("bad\x00name", "x"),
        ModelInfo("long" * 100, "x"),
        ModelInfo("", "x"),
        ModelInfo("odd", "\u2028", context_window=10**12),
        ModelInfo("negative", "n", context_window=-1),
    ]
    assert storable_models(offered) == [
        ModelInfo("good", "Good one", context_window=8_192),
        ModelInfo("odd", "odd"),
        ModelInfo("negative", "n"),
    ]


def test_a_flood_of_models_is_bounded() -> None:
    assert len(storable_models(ModelInfo(f"m{number}", "m") for number in range(6_000))) == 5_000


@given(st.text())
def test_visible_text_can_be_stored(text: str) -> None:
    shown = visible(text)
    assert "\x00" not in shown
    assert len(shown) <= 200
    shown.encode()
