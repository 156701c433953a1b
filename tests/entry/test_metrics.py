"""`/metrics`: for this machine or for the bearer of a token; what was counted is in it."""

import re

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from convosphere.entry.wiring import Application
from convosphere.platform.clock import SystemClock
from tests.entry.conftest import Knock
from tests.factories.accounts import create_organization, sign_in_headers

TOKEN = "a-token-for-prometheus"
with_token = pytest.mark.settings(telemetry={"metrics_token": TOKEN})


def sample(text: str, series: str) -> float | None:
    """The value of a series (`name{label="value"}`); None: there is none."""
    found = re.search(rf"^{re.escape(series)} (\S+)$", text, re.MULTILINE)
    return None if found is None else float(found[1])


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.7.6", "::1"])
async def test_this_machine_may_read_them(app: FastAPI, knock: Knock, address: str) -> None:
    response = await knock(app, address).get("/metrics")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/plain")
    assert "process_resident_memory_bytes" in response.text


@pytest.mark.parametrize("address", ["192.0.2.1", "10.0.0.5", "2001:db8::1"])
async def test_other_machines_may_not(app: FastAPI, knock: Knock, address: str) -> None:
    response = await knock(app, address).get("/metrics")
    assert (response.status_code, response.json()["code"]) == (403, "forbidden")
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("sign", [b"x-forwarded-for", b"forwarded", b"x-real-ip"])
async def test_what_came_through_a_proxy_that_nobody_named_is_not_of_this_machine(
    app: FastAPI, knock: Knock, sign: bytes
) -> None:
    client = knock(app, "127.0.0.1")
    assert (await client.get("/metrics", headers=[(sign, b"127.0.0.1")])).status_code == 403


@pytest.mark.settings(trusted_proxies=["127.0.0.1"])
async def test_a_proxy_on_this_machine_does_not_open_them_to_everybody(app: FastAPI, knock: Knock) -> None:
    client = knock(app, "127.0.0.1")
    outside = await client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.1"})
    assert outside.status_code == 403
    pretending = await client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1, 192.0.2.1"})
    assert pretending.status_code == 403


@with_token
@pytest.mark.parametrize("address", ["127.0.0.1", "192.0.2.1"])
async def test_with_a_token_set_the_token_decides(app: FastAPI, knock: Knock, address: str) -> None:
    client = knock(app, address)
    assert (await client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})).status_code == 200
    for given in (
        None,
        "Bearer",
        "Bearer ",
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN[:-1]}",
        "Bearer Schlüssel",
        "Basic YTpi",
    ):
        headers = [] if given is None else [(b"authorization", given.encode())]
        refused = await client.get("/metrics", headers=headers)
        assert (refused.status_code, refused.json()["code"]) == (401, "unauthenticated"), given
        assert TOKEN not in refused.text


async def test_requests_are_counted_by_route_and_not_by_path(app: FastAPI, knock: Knock) -> None:
    client = knock(app)
    for number in range(3):
        unknown = f"/api/v1/conversations/00000000-0000-0000-0000-00000000000{number}"
        assert (await client.get(unknown)).status_code == 401
    text = (await client.get("/metrics")).text
    labels = 'method="GET",route="/api/v1/conversations/{conversation_id}",status="401"'
    assert sample(text, f"convosphere_http_request_seconds_count{{{labels}}}") == 3
    assert "00000000-0000" not in text


class TestJobs:
    """With time that passes, for a worker needs it."""

    @pytest.fixture
    def clock(self) -> SystemClock:
        return SystemClock()

    async def test_a_job_and_its_outcome_are_counted(self, application: Application, client: AsyncClient) -> None:
        organization = await create_organization(application.platform)
        headers = await sign_in_headers(application.platform, organization.owner)
        made = await client.post("/api/v1/conversations", headers=headers, json={})
        path = f"/api/v1/conversations/{made.json()['id']}/messages"
        head = (await client.get(path, headers=headers)).json()["event_cursor"]
        await client.post(path, headers=headers, json={"content": "2 + 2"})
        await application.platform.jobs.start_worker(alone=True)
        await _until_ended(client, headers, made.json()["id"], head)
        # What still runs ends first.
        await application.platform.jobs.stop_worker()
        text = (await client.get("/metrics")).text
        assert sample(text, 'convosphere_job_seconds_count{job="chat.answer",outcome="done"}') == 1
        assert sample(text, "convosphere_running_answers") == 0


async def _until_ended(client: AsyncClient, headers: dict[str, str], conversation: str, after: int) -> None:
    for _ in range(20):
        path = f"/api/v1/conversations/{conversation}/events?after={after}&wait=5"
        page = (await client.get(path, headers=headers)).json()
        if any(entry["event"]["type"] in {"message.completed", "message.failed"} for entry in page["events"]):
            return
        after = page["cursor"]
    pytest.fail("the answer did not end")
