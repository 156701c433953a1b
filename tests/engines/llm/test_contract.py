"""The contract of all adapters, on those that read the wire themselves."""

import pytest

from convosphere.engines.llm import ConnectionConfig
from tests.engines.llm.contract import Contract
from tests.fakes.provider import FakeProvider


class TestOpenAI(Contract):
    @pytest.fixture
    def connection(self, provider: FakeProvider) -> ConnectionConfig:
        return ConnectionConfig("openai-1", "openai", provider.url, "secret-key-1")


class TestAnthropic(Contract):
    @pytest.fixture
    def connection(self, provider: FakeProvider) -> ConnectionConfig:
        return ConnectionConfig("anthropic-1", "anthropic", provider.anthropic_url, "secret-key-1")
