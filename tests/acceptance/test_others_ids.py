"""Ids of others: whoever they belong to, they do not exist for anybody else, and nothing breaks."""

import asyncio
import json

import pytest

from tests.acceptance.harness.people import PASSWORD, Founding, Person, found, join
from tests.acceptance.harness.problems import refused
from tests.acceptance.harness.processes import FakeProviderProcess, Installation, Process
from tests.acceptance.harness.watching import has_ended, watching

pytestmark = pytest.mark.usefixtures("no_bug_is_logged")

ECHO = "fake-echo"


@pytest.fixture(scope="module")
def founding(product: Process, provider: FakeProviderProcess) -> Founding:
    return found(product.url, provider.url, [ECHO])


@pytest.fixture
async def conversation(owner: Person, founding: Founding) -> str:
    return await owner.begin(founding.models[ECHO])


async def test_somebody_elses_conversation_does_not_exist(owner: Person, conversation: str, product: Process) -> None:
    _, answer = await owner.ask(conversation, "mine")
    stranger = await join(owner.http, product)
    base = f"/conversations/{conversation}"
    for method, path, body in (
        ("GET", base, None),
        ("PATCH", base, {"title": "yours"}),
        ("DELETE", base, None),
        ("GET", f"{base}/messages", None),
        ("POST", f"{base}/messages", {"content": "hello"}),
        ("POST", f"{base}/messages/{answer['id']}/stop", None),
        ("POST", f"{base}/messages/{answer['id']}/retry", None),
        ("GET", f"{base}/events?after=0", None),
    ):
        reply = await stranger.request(method, path, body=body)
        refused(reply, 404)
        assert conversation not in json.dumps(reply.body)
    refused(await stranger.request("POST", "/conversations", body={"id": conversation}), 409, "body.id")


async def test_ids_that_another_organisation_uses_are_refused(
    owner: Person, founding: Founding, conversation: str, installation: Installation
) -> None:
    question, _ = await owner.ask(conversation, "mine")
    outsider = await outsider_of(owner, installation)
    own = await outsider.begin()
    body = {"id": question["id"], "content": "theirs"}
    refused(await outsider.request("POST", f"/conversations/{own}/messages", body=body), 409, "body.id")
    refused(await outsider.request("POST", "/conversations", body={"id": conversation}), 409, "body.id")
    refused(await outsider.request("GET", f"/conversations/{conversation}"), 404)
    assert (await outsider.messages(own))["items"] == []
    reply = await outsider.request("POST", "/conversations", body={"model_id": founding.models[ECHO]})
    # A model of somebody else's is as good as none: refused now, or said in the answer.
    if reply.status == 201:
        _, answer = await outsider.ask(reply.body["id"])
        async with watching(outsider, reply.body["id"]) as watcher:
            await watcher.until(has_ended)
        assert watcher.copy.messages[answer["id"]]["error"]["code"] == "model_not_found"
    else:
        refused(reply, 404)


async def outsider_of(owner: Person, installation: Installation) -> Person:
    """Somebody of another organisation, made as the administrator of the server makes them."""
    made = await asyncio.to_thread(installation.command, "admin", "create-organization", "--name", "Elsewhere")
    assert made.returncode == 0, made.stderr
    added = await asyncio.to_thread(
        installation.command,
        *("admin", "create-user", "--email", "out@elsewhere.example", "--name", "Out", "--password-stdin"),
        *("--organization", made.stdout.strip()),
        stdin=f"{PASSWORD}\n",
    )
    assert added.returncode == 0, added.stderr
    credentials = {"email": "out@elsewhere.example", "password": PASSWORD}
    session = await Person(owner.http, owner.server, "").call("POST", "/auth/sign-in", credentials)
    return Person(owner.http, owner.server, session["access_token"])
