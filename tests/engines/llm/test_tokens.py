"""How tokens are counted: by OpenAI's own tables where a name says so, else estimated."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convosphere.engines.llm import ChatMessage, Image, TokenCounter, Tool, ToolCall, counter_for
from convosphere.engines.llm.tokens.encodings import encoding_name, load_encoding


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("gpt-4o", "o200k_base"),
        ("gpt-4o-mini-2024-07-18", "o200k_base"),
        ("gpt-4.1-nano", "o200k_base"),
        ("gpt-5.2", "o200k_base"),
        ("o3-mini", "o200k_base"),
        ("openai/gpt-oss:20b", "o200k_base"),
        ("ft:gpt-4o-mini:acme::1", "o200k_base"),
        ("gpt-4", "cl100k_base"),
        ("gpt-4-turbo", "cl100k_base"),
        ("gpt-3.5-turbo-16k", "cl100k_base"),
        ("gpt-4all", None),
        ("o1000", None),
        ("claude-sonnet-4-5", None),
        ("llama3.3:70b", None),
        ("fake-echo", None),
    ],
)
def test_a_name_says_which_tokeniser_a_model_has(model: str, expected: str | None) -> None:
    assert encoding_name(model) == expected


@pytest.mark.parametrize(
    ("name", "text", "tokens"),
    [
        # As OpenAI's own tokeniser has it.
        ("cl100k_base", "Hello world, schöne Grüße 12345\n\n  x", 12),
        ("o200k_base", "Hello world, schöne Grüße 12345\n\n  x", 11),
        ("o200k_base", "<|endoftext|>", 7),
    ],
)
def test_texts_are_counted_as_openai_counts_them(name: str, text: str, tokens: int) -> None:
    encoding = load_encoding(name)
    assert encoding is not None
    assert TokenCounter(encoding).text(text) == tokens
    assert encoding.decode(encoding.encode_ordinary(text)) == text


async def test_other_models_are_estimated_and_the_estimate_is_mended() -> None:
    plain = await counter_for("llama3.3:70b")
    mended = await counter_for("llama3.3:70b", 1.5)
    assert not plain.exact
    assert not plain.calibrated
    assert mended.calibrated
    assert (plain.text("x" * 400), mended.text("x" * 400)) == (100, 150)
    # What no tokeniser does is not believed.
    assert (await counter_for("llama3.3:70b", 1000.0)).text("x" * 400) <= 600


async def test_pictures_calls_and_tools_count() -> None:
    counter = await counter_for("gpt-4o")
    assert counter.exact
    bare = counter.message(ChatMessage("user", "Look"))
    assert counter.message(ChatMessage("user", "Look", images=[Image("image/png", b"x")])) > bare + 100
    call = ToolCall("1", "weather", '{"city": "Oslo"}')
    assert counter.message(ChatMessage("assistant", "", tool_calls=[call])) > 4
    assert counter.tools([Tool("weather", "The weather", {"type": "object"})]) > 4


@given(st.text(), st.text())
def test_more_text_is_never_fewer_tokens_than_it_should_be(one: str, other: str) -> None:
    counter = TokenCounter(load_encoding("o200k_base"))
    # Two texts may merge where they meet, but no more than what is there.
    assert counter.text(one + other) <= counter.text(one) + counter.text(other) + 2
    assert counter.text(one) <= len(one.encode(errors="replace")) + 2 * len(one)


@pytest.mark.parametrize("text", ["a" * 3_000_000, " " * 3_000_000, "\n\t" * 1_000_000])
def test_no_text_takes_long(text: str) -> None:
    counter = TokenCounter(load_encoding("o200k_base"))
    began = time.monotonic()
    first = counter.text(text)
    assert first == counter.text(text)
    assert time.monotonic() - began < 3
