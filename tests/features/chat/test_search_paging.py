"""Pages of one search are of one moment: what is said meanwhile is found by the next search."""

from datetime import timedelta

import pytest

from convosphere.entry.wiring import Application
from convosphere.platform.clock import FrozenClock
from tests.features.chat.conftest import Chatter
from tests.features.chat.test_search_joined import hits, said
from tests.features.chat.together import let_in

pytestmark = pytest.mark.unasked


@pytest.mark.parametrize("joined", [False, True], ids=["own", "joined"])
async def test_what_is_said_between_two_pages_comes_into_neither(
    owner: Chatter,
    anna: Chatter,
    application: Application,
    clock: FrozenClock,
    joined: bool,  # noqa: FBT001 - a column of the table
) -> None:
    platform = application.platform
    opened = await said(platform, owner, "Weimar eins", "Weimar zwei", title="Weimar")
    await let_in(owner, opened, anna)
    reader = anna if joined else owner
    first = await reader.call("GET", "/search/messages", 200, params={"q": "weimar", "limit": 1})
    clock.advance(timedelta(minutes=1))
    # Fits less well, so that it would stand behind the first page.
    later = "Weimar " + "und viele andere Wörter " * 50
    await let_in(owner, await said(platform, owner, later), anna)
    page = {"q": "weimar", "limit": 5, "cursor": first["next_cursor"]}
    second = await reader.call("GET", "/search/messages", 200, params=page)
    found = {item["message_id"] for page in (first, second) for item in page["items"]}
    assert (len(found), second["next_cursor"]) == (2, None)
    assert len(await hits(reader, "weimar")) == 3
