"""Several people in one organisation, and what is opened to whom."""

from dataclasses import dataclass
from typing import Any

from tests.features.chat.conftest import Chatter


@dataclass
class Company:
    """People with different access to what the first of them owns."""

    owner: Chatter
    anna: Chatter
    ben: Chatter


async def let_in(owner: Chatter, conversation: str, who: Chatter, role: str = "reader") -> dict[str, Any]:
    """Opens a conversation to somebody."""
    path = f"/conversations/{conversation}/members/person/{who.person.id}"
    member = await owner.call("PUT", path, 200, json={"role": role})
    assert isinstance(member, dict)
    return member


async def let_group_in(owner: Chatter, conversation: str, group: str, role: str = "reader") -> None:
    """Opens a conversation to a group."""
    await owner.call("PUT", f"/conversations/{conversation}/members/group/{group}", 200, json={"role": role})


async def shut_out(owner: Chatter, conversation: str, who: Chatter) -> None:
    """Closes it to them again."""
    await owner.call("DELETE", f"/conversations/{conversation}/members/person/{who.person.id}", 204)


async def group_of(administrator: Chatter, *people: Chatter, name: str = "Readers") -> str:
    """A group with these people in it; its id."""
    made = await administrator.call("POST", "/groups", 201, json={"name": name})
    for who in people:
        await administrator.call("PUT", f"/groups/{made['id']}/members/{who.person.id}", 204)
    return str(made["id"])


async def joined(who: Chatter, query: str = "") -> list[dict[str, Any]]:
    """The conversations that others have opened to somebody."""
    page = await who.call("GET", f"/conversations?scope=joined{query}", 200)
    items = page["items"]
    assert isinstance(items, list)
    return items
