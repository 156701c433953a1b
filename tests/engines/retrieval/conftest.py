"""The indexes that one suite is run against; Weaviate only where a server is named."""

import os
from collections.abc import AsyncIterator
from importlib import import_module

import pytest
from pydantic import HttpUrl

from convosphere.engines.retrieval import RetrievalIndex, open_index
from convosphere.platform.context import Platform
from convosphere.platform.settings.retrieval import RetrievalSettings
from tests.engines.retrieval.library import Library

WEAVIATE_URL = os.environ.get("CONVOSPHERE_TEST_WEAVIATE_URL")


# Every test has an event loop of its own, and gRPC leaves a socket behind in each.
_WEAVIATE = pytest.param("weaviate", marks=pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"))


@pytest.fixture(scope="session")
def weaviate_url() -> HttpUrl:
    if WEAVIATE_URL is None:
        pytest.skip("needs a Weaviate server: CONVOSPHERE_TEST_WEAVIATE_URL=http://127.0.0.1:8080")
    # Held open: at the end of the last channel gRPC waits for its thread, which the guard of the event loop forbids.
    import_module("grpc.aio").init_grpc_aio()
    return HttpUrl(WEAVIATE_URL)


@pytest.fixture(params=["postgres", _WEAVIATE])
async def index(request: pytest.FixtureRequest, platform: Platform) -> AsyncIterator[RetrievalIndex]:
    settings = RetrievalSettings()
    if request.param == "weaviate":
        url = request.getfixturevalue("weaviate_url")
        settings = RetrievalSettings(weaviate_url=url, weaviate_prefix="ConvoSphereTest")
    opened = open_index(settings, platform.database)
    yield opened
    await opened.aclose()


@pytest.fixture
def library(index: RetrievalIndex, platform: Platform) -> Library:
    return Library(index, platform.database)
