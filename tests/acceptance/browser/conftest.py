"""A browser, and people who sign in with it; the module's `product` is theirs."""

from collections.abc import AsyncIterator, Iterator

import aiohttp
import pytest
from playwright.async_api import Browser

from convosphere.entry.static import BUILD
from tests.acceptance.harness.browsing import AXE, chromium, require_chromium
from tests.acceptance.harness.people import Founding, Person, found
from tests.acceptance.harness.processes import Process
from tests.harness.guards import only_this_machine


@pytest.fixture(autouse=True)
def guards() -> Iterator[None]:
    """As everywhere, but for blocking calls: Playwright looks for its driver's files in the event loop."""
    with only_this_machine():
        yield


@pytest.fixture(scope="module", autouse=True)
def needs() -> None:
    require_chromium()
    if not (BUILD / "index.html").exists() or not AXE.exists():
        pytest.skip("needs the built web client and axe-core: make web")


@pytest.fixture(scope="module")
def founding(product: Process) -> Founding:
    """Without a provider: the built-in assistant answers."""
    return found(product.url)


@pytest.fixture
async def owner(http: aiohttp.ClientSession, product: Process, founding: Founding) -> Person:
    """The founder, past the first steps."""
    person = Person(http, product, founding.token)
    await person.call("PATCH", "/me", {"onboarded": True})
    return person


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as running:
        yield running
