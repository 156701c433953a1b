"""Conversations that go while their answers are being taken on: nobody waits for each other for ever."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from convosphere.entry.wiring import Application
from convosphere.features.chat import repository
from convosphere.features.chat.actions.answer.claim import claim_answer
from convosphere.features.chat.actions.temporary import LIFETIME, purge_temporary
from convosphere.features.chat.types import AnswerKey
from convosphere.platform.clock import FrozenClock
from tests.features.chat.conftest import PATIENCE, Chatter

pytestmark = pytest.mark.unasked


async def delete(owner: Chatter, application: Application, how: str, conversation: str, folder: str) -> None:
    if how == "one":
        await owner.call("DELETE", f"/conversations/{conversation}", 204)
    elif how == "folder":
        await owner.call("DELETE", f"/folders/{folder}?contents=delete", 204)
    elif how == "many":
        await owner.call("POST", "/conversations/bulk", 200, json={"action": "delete", "ids": [conversation]})
    else:
        await purge_temporary(application.platform)


@pytest.mark.parametrize("how", ["one", "folder", "many", "purge"])
async def test_a_worker_that_takes_the_answer_on_and_a_deletion_wait_for_each_other_once(
    owner: Chatter, application: Application, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    folder = (await owner.call("POST", "/folders", 201, json={"name": "Here"}))["id"]
    body = {"temporary": True} if how == "purge" else {"folder_id": folder}
    conversation = (await owner.call("POST", "/conversations", 201, json=body))["id"]
    answer = (await owner.ask(conversation))["answer"]["id"]
    locked, go_on = asyncio.Event(), asyncio.Event()
    history = repository.history

    async def slowly(*arguments: Any) -> Any:
        locked.set()
        await go_on.wait()
        return await history(*arguments)

    monkeypatch.setattr(repository, "history", slowly)
    key = AnswerKey(owner.person.organization_id, UUID(conversation), UUID(answer))
    if how == "purge":
        clock.advance(LIFETIME + timedelta(seconds=1))
    async with asyncio.timeout(PATIENCE):
        claiming = asyncio.create_task(claim_answer(application.platform, key, owner.person.id))
        await locked.wait()
        deleting = asyncio.create_task(delete(owner, application, how, conversation, folder))
        # It has locked the conversation and waits for the message.
        await asyncio.sleep(0.3)
        go_on.set()
        claim = await claiming
        await deleting
    assert claim is not None
    assert claim.answer.attempt == 1
    assert await claim_answer(application.platform, key, owner.person.id) is None
