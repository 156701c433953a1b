"""Sockets follow bases: states of documents as they change, for as long as one may read the base."""

from collections.abc import AsyncIterator
from typing import Any

import orjson
import pytest
from fastapi import FastAPI

from tests.features.chat.sockets import unknown_socket
from tests.features.knowledge.conftest import Keeper
from tests.harness.served import Served


@pytest.fixture
async def server(app: FastAPI) -> AsyncIterator[Served]:
    served = Served(app)
    await served.start()
    yield served
    await served.stop()


async def test_a_base_is_followed_until_it_is_closed_to_one(
    server: Served,
    anna: Keeper,
    ben: Keeper,
    worker: None,  # noqa: ARG001 - documents are taken in
) -> None:
    base = await anna.base()
    async with unknown_socket(server) as socket:
        await socket.send(type="authenticate", token=ben.headers["Authorization"].removeprefix("Bearer "))
        await socket.until("ready")
        await socket.send(type="base.follow", base=base)
        refused = await socket.until("problem")
        assert (refused["base"], refused["problem"]["code"]) == (base, "not_found")
        await anna.let_in(base, ben, "viewer")
        await socket.send(type="base.follow", base=base)
        assert (await socket.until("base.followed"))["base"] == base
        document = await anna.write(base, "Secret name", "Something to be found.")
        seen: list[dict[str, Any]] = []
        while not seen or seen[-1]["status"] != "ready":
            seen.append((await socket.until("document.changed"))["event"])
        assert {each["document_id"] for each in seen} == {document["id"]}
        assert "Secret name" not in orjson.dumps(seen).decode()
        await anna.call("DELETE", f"/bases/{base}/members/person/{ben.person.id}", 204)
        await anna.call("PATCH", f"/documents/{document['id']}", 200, json={"name": "Other.md"})
        assert (await socket.until("base.closed"))["base"] == base
