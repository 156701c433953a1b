"""A server for people at terminals, and somebody who has never signed in at one."""

from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from tests.acceptance.conftest import Install
from tests.acceptance.harness.people import PASSWORD, found
from tests.acceptance.harness.processes import FakeProviderProcess, Process, clean_environment
from tests.clients.python.contract import Place

MODELS = ("fake-words-20", "fake-echo-100tps", "fake-endless-50tps", "fake-500")


@pytest.fixture(scope="module")
def process(install: Install) -> Process:
    return install(accounts_registration="open").start("run")


@pytest.fixture(scope="module")
def place(process: Process, provider: FakeProviderProcess) -> Place:
    return Place(process.url, found(process.url, provider.url, MODELS))


@pytest.fixture
def email(place: Place) -> str:
    """Somebody new, who has never signed in at a terminal."""
    address = f"{uuid4().hex[:12]}@terminal.example"
    wish = {"email": address, "name": "Tessa", "password": PASSWORD}
    response = httpx.post(f"{place.url}/api/v1/auth/register", json=wish)
    assert response.status_code == 201, response.text
    return address


@pytest.fixture
def key(place: Place, email: str) -> str:
    """An API key of theirs."""
    with httpx.Client(base_url=f"{place.url}/api/v1") as http:
        session = http.post("/auth/sign-in", json={"email": email, "password": PASSWORD}).json()
        made = http.post(
            "/me/api-keys",
            json={"name": "Terminal", "scopes": ["chat", "models.read", "account.read"]},
            headers={"authorization": f"Bearer {session['access_token']}"},
        )
        return str(made.json()["secret"])


@pytest.fixture
def environment(place: Place, tmp_path: Path) -> dict[str, str]:
    return {**clean_environment(), "XDG_STATE_HOME": str(tmp_path / "state"), "CONVOSPHERE_URL": place.url}
