"""The contract on LiteLLM itself, speaking to the fake provider. Its import takes seconds: only this module does it."""

from collections.abc import Iterator

import pytest

from convosphere.engines.llm import ConnectionConfig
from tests.engines.llm.contract import Contract
from tests.fakes.provider import FakeProvider
from tests.harness.guards import only_this_machine

# LiteLLM 1.106 walks over all attributes of its Pydantic models at the end of a stream, deprecated ones included.
pytestmark = pytest.mark.filterwarnings(
    "ignore:Accessing the 'model_:pydantic.warnings.PydanticDeprecatedSince211",
)


@pytest.fixture(autouse=True)
def guards() -> Iterator[None]:
    """Without the guard against blocking: LiteLLM does block, which is why it has a loop and a thread to itself."""
    with only_this_machine():
        yield


class TestLiteLLM(Contract):
    @pytest.fixture
    def connection(self, provider: FakeProvider) -> ConnectionConfig:
        return ConnectionConfig("litellm-1", "litellm", provider.url, "secret-key-1", extra={"vendor": "openai"})
