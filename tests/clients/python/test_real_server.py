"""The client's contract with the installed product, a process of its own."""

import pytest

from tests.acceptance.conftest import Install
from tests.acceptance.harness.people import found
from tests.acceptance.harness.processes import FakeProviderProcess
from tests.clients.python.contract import MODELS, Contract, Place


@pytest.fixture(scope="module")
def product(install: Install, provider: FakeProviderProcess) -> Place:
    # One of the models fails again and again, and must not make the server leave the others alone.
    server = install(accounts_registration="open", models_retries="0", models_circuit_failures="1000").start("run")
    return Place(server.url, found(server.url, provider.url, MODELS))


class TestRealServer(Contract):
    @pytest.fixture
    def place(self, product: Place) -> Place:
        return product
