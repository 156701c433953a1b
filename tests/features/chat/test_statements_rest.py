"""What the less hot routes cost the database: the same however long the conversation and whoever reads it."""

import pytest

from convosphere.entry.wiring import Application
from tests.factories.accounts import create_person
from tests.features.chat.conftest import Chatter, chatter
from tests.features.chat.test_statements import WHO, ended
from tests.features.chat.together import let_in

pytestmark = pytest.mark.unasked

SAID = [{"role": "user", "content": "A question"}, {"role": "assistant", "content": "An answer"}]


@pytest.mark.parametrize("rows", [1, 4])
async def test_it_costs_the_same_however_much_there_is(
    owner: Chatter, application: Application, statements: list[str], rows: int
) -> None:
    conversation = await owner.converse()
    turns = [await ended(application, owner, conversation) for _ in range(rows)]
    people = [await create_person(application.platform, owner.person.organization_id) for _ in range(rows)]
    others = [await chatter(application, owner.client, person) for person in people]
    for person in others:
        await let_in(owner, conversation, person, "writer")
    one = f"/conversations/{conversation}"
    answer = f"{one}/messages/{turns[0]['answer']['id']}"
    for _ in range(rows):
        await owner.call("POST", f"{one}/shares", 201, json={})
        for path, body in (
            ("/prompts", {"title": "T", "content": "C", "visibility": "organization"}),
            ("/templates", {"name": "T", "visibility": "organization", "first_messages": SAID * rows}),
        ):
            await owner.call("POST", path, 201, json=body)
    share = (await owner.call("GET", f"{one}/shares", 200))["items"][0]["id"]
    template = (await owner.call("GET", "/templates", 200))["items"][0]["id"]
    anna = others[0]
    for who, method, path, status, own in (
        # The conversation, then its shares.
        (owner, "GET", f"{one}/shares", 200, 2),
        (owner, "GET", "/shares", 200, 1),
        # The share with whose it is; of its messages also their files and how many there are.
        (anna, "GET", f"/shares/{share}", 200, 2),
        (anna, "GET", f"/shares/{share}/messages", 200, 3),
        # The share, its messages, their files; a conversation with all of them.
        (anna, "POST", f"/shares/{share}/copy", 201, 4),
        (owner, "DELETE", f"/shares/{share}", 204, 2),
        (owner, "PUT", f"{answer}/rating", 200, 3),
        # The conversation, the message, how many are pinned, the pin; siblings and files for whoever watches.
        (owner, "PUT", f"{answer}/pin", 200, 6),
        (owner, "DELETE", f"{answer}/pin", 200, 5),
        (owner, "GET", "/prompts", 200, 1),
        (owner, "GET", "/templates", 200, 1),
        # The template; the conversation, its place in the lists, its title, all its messages, the last of them.
        (owner, "POST", f"/templates/{template}/start", 201, 6),
        # What is retried and what it follows, the way there, the switch; what is added and changed; siblings, files,
        # readers.
        (owner, "POST", f"{answer}/retry", 201, 10),
    ):
        statements.clear()
        body = {"value": "up"} if path.endswith("rating") else {}
        await who.call(method, path, status, **({"json": body} if method in ("POST", "PUT") else {}))
        assert len(statements) <= WHO + own, (method, path, statements)
