"""Files of snapshots: whoever may read the snapshot opens them, as long as it can be read."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from httpx import AsyncClient

from convosphere.entry.wiring import Application
from convosphere.features.chat.actions.shares import expire_shares
from convosphere.features.files.actions import sweep
from convosphere.platform.clock import FrozenClock
from convosphere.platform.context import Platform
from tests.factories import files
from tests.factories.accounts import MadeOrganization, create_organization, create_person
from tests.features.chat.conftest import Chatter, chatter
from tests.features.chat.test_attachments import ready

pytestmark = pytest.mark.unasked

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
async def colleague(application: Application, client: AsyncClient, organization: MadeOrganization) -> Chatter:
    return await chatter(application, client, await create_person(application.platform, organization.id))


async def shared(owner: Chatter, conversation: str, **body: Any) -> str:
    """A snapshot; the beginning of its addresses."""
    made = await owner.call("POST", f"/conversations/{conversation}/shares", 201, json=body)
    return f"/shares/{made['id']}"


async def test_a_snapshot_shows_its_files_to_its_readers_only(
    application: Application, owner: Chatter, colleague: Chatter, platform: Platform
) -> None:
    conversation = await owner.converse()
    picture = await ready(application, owner, "a.png", files.png(30, 20))
    text = await ready(application, owner, "b.txt", b"Hello")
    later = await ready(application, owner, "later.txt", b"Later")
    # The first without words: it is in the snapshot for its file.
    await owner.ask(conversation, "", attachment_ids=[text, picture])
    one = await shared(owner, conversation)
    await owner.call(
        "POST",
        f"/conversations/{conversation}/messages",
        202,
        json={
            "when_busy": "queue",
            "attachment_ids": [later],
        },
    )
    page = await colleague.call("GET", f"{one}/messages", 200)
    (message,) = page["items"]
    assert [(file["id"], file["name"]) for file in message["attachments"]] == [(text, "b.txt"), (picture, "a.png")]
    for file_id, more, start in ((text, "download=true", b"Hello"), (picture, "variant=preview", b"RIFF")):
        link = await colleague.call("GET", f"{one}/files/{file_id}/link?{more}", 200)
        content = await owner.client.get(link["url"])
        assert (content.status_code, content.content[: len(start)]) == (200, start)
        # Nowhere but in the snapshot.
        await colleague.call("GET", f"/files/{file_id}/link", 404)
    elsewhere = await create_organization(platform)
    stranger = await chatter(application, owner.client, elsewhere.owner)
    nobody = Chatter(owner.person, owner.client, {})
    await nobody.call("GET", f"{one}/files/{text}/link", 401)
    await stranger.call("GET", f"{one}/files/{text}/link", 404)
    for file_id in (later, str(uuid4())):
        problem = await colleague.call("GET", f"{one}/files/{file_id}/link", 404)
        assert [error["field"] for error in problem["errors"]] == ["path.file_id"]


async def test_revoked_or_expired_its_files_are_gone_with_it(
    application: Application, owner: Chatter, colleague: Chatter, platform: Platform, clock: FrozenClock
) -> None:
    conversation = await owner.converse()
    file_id = await ready(application, owner, "b.txt", b"Hello")
    await owner.ask(conversation, "Look", attachment_ids=[file_id])
    revoked = await shared(owner, conversation)
    expiring = await shared(owner, conversation, expires_at=(NOW + timedelta(minutes=5)).isoformat())
    await owner.call("DELETE", revoked, 204)
    await colleague.call("GET", f"{revoked}/files/{file_id}/link", 404)
    await colleague.call("GET", f"{expiring}/files/{file_id}/link", 200)
    # Going on from it takes the files along: the copy is the colleague's own.
    copied = (await colleague.call("POST", f"{expiring}/copy", 201))["id"]
    clock.advance(timedelta(minutes=5))
    await colleague.call("GET", f"{expiring}/files/{file_id}/link", 404)
    await expire_shares(platform)
    await owner.call("DELETE", f"/conversations/{conversation}", 204)
    await sweep(platform, owner.person.organization_id)
    (message, *_) = (await colleague.messages(copied))["items"]
    assert [file["id"] for file in message["attachments"]] == [file_id]
    link = await colleague.call("GET", f"/conversations/{copied}/files/{file_id}/link", 200)
    assert (await owner.client.get(link["url"])).content == b"Hello"
    # The last that carried it takes it along.
    await colleague.call("DELETE", f"/conversations/{copied}", 204)
    assert (await owner.client.get(link["url"])).status_code == 404
