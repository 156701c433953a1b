"""The examples of the client's README, each as a program of its own, on a real server."""

import os
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.acceptance.conftest import Install
from tests.acceptance.harness.people import found
from tests.acceptance.harness.processes import FakeProviderProcess

README = Path(__file__).parents[3] / "clients/python/README.md"
EXAMPLES = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
SAYS = ("word-20", "word-20", "Trip to Weimar", "E-mail")


@pytest.fixture(scope="module")
def environment(install: Install, provider: FakeProviderProcess) -> dict[str, str]:
    server = install(accounts_registration="open").start("run")
    founding = found(server.url, provider.url, ("fake-words-20",))
    with httpx.Client(base_url=f"{server.url}/api/v1", headers={"authorization": f"Bearer {founding.token}"}) as http:
        patch = http.patch(f"/models/{founding.models['fake-words-20']}", json={"is_default": True})
        assert patch.status_code == 200, patch.text
        made = http.post("/me/api-keys", json={"name": "Readme", "scopes": ["chat", "models.read"]})
    return {"CONVOSPHERE_URL": server.url, "CONVOSPHERE_API_KEY": made.json()["secret"]}


@pytest.mark.parametrize(("example", "says"), list(zip(EXAMPLES, SAYS, strict=True)))
def test_an_example_runs_as_it_stands(environment: dict[str, str], tmp_path: Path, example: str, says: str) -> None:
    program = example.replace("http://127.0.0.1:8080", environment["CONVOSPHERE_URL"])
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        env={**os.environ, **environment, "XDG_STATE_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert says in done.stdout, done.stdout
