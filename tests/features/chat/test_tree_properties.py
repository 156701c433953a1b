"""Any order of questions, edits, retries, switches and deletions shows what a model of the tree says."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from convosphere.entry.wiring import Application
from tests.features.chat.conftest import Chatter
from tests.features.chat.trees import answer_at_once, path

pytestmark = pytest.mark.unasked

steps = st.lists(
    st.tuples(st.sampled_from(["ask", "follow", "edit", "retry", "show", "delete"]), st.integers(0, 50)),
    min_size=3,
    max_size=12,
)


@dataclass
class Tree:
    """Who follows whom, in order of arrival, and the end of what is shown."""

    parents: dict[str, str | None] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    leaf: str | None = None

    def add(self, message: dict[str, Any]) -> None:
        self.parents[message["id"]] = message["parent_id"]
        self.roles[message["id"]] = message["role"]
        self.leaf = message["id"]

    def children(self, parent: str | None) -> list[str]:
        return [each for each, above in self.parents.items() if above == parent]

    def newest_below(self, message: str) -> str:
        found, below = message, {message}
        for each, above in self.parents.items():
            if above in below:
                below.add(each)
                found = each
        return found

    def way(self) -> list[str]:
        found: list[str] = []
        at = self.leaf
        while at is not None:
            found.insert(0, at)
            at = self.parents[at]
        return found

    def siblings(self, message: str) -> list[str]:
        return [each for each in self.children(self.parents[message]) if self.roles[each] == self.roles[message]]

    def delete(self, message: str) -> None:
        parent, ends_here, beside = self.parents[message], self.leaf == message, self.siblings(message)
        at = beside.index(message)
        for child in self.children(message):
            self.parents[child] = parent
        del self.parents[message]
        left = beside[:at][-1:] or beside[at + 1 :][:1] or self.children(parent)[-1:]
        if ends_here:
            self.leaf = self.newest_below(left[0]) if left else parent

    def some(self, number: int, role: str | None = None) -> str | None:
        fitting = [each for each in self.parents if role is None or self.roles[each] == role]
        return fitting[number % len(fitting)] if fitting else None

    def answered_question(self, number: int) -> str | None:
        """An answer that can be tried again: what it follows is a question."""
        fitting = [
            each
            for each, above in self.parents.items()
            if self.roles[each] == "assistant" and above is not None and self.roles[above] == "user"
        ]
        return fitting[number % len(fitting)] if fitting else None


@dataclass
class Walk:
    """The steps at the API and in the model."""

    application: Application
    owner: Chatter
    conversation: str
    tree: Tree

    async def step(self, kind: str, number: int) -> None:
        if kind in ("ask", "follow", "edit"):
            target = self.tree.some(number, "user" if kind == "edit" else None)
            field_name = {"follow": "parent_id", "edit": "edits"}.get(kind)
            more = {field_name: target} if field_name and target else {}
            sent = await self.owner.ask(self.conversation, "Go", **more)
            await self._came(sent["question"], sent["answer"])
        elif kind == "retry":
            if (answer := self.tree.answered_question(number)) is not None:
                again = await self.owner.call("POST", path(self.conversation, answer, "retry"), 201)
                await self._came(again["answer"])
        elif (message := self.tree.some(number)) is not None:
            if kind == "show":
                await self.owner.call("POST", path(self.conversation, message, "show"), 200)
                self.tree.leaf = self.tree.newest_below(message)
            else:
                await self.owner.call("DELETE", path(self.conversation, message), 204)
                self.tree.delete(message)

    async def _came(self, *messages: dict[str, Any]) -> None:
        for message in messages:
            self.tree.add(message)
        await answer_at_once(self.application, self.owner, messages[-1]["id"])


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
async def test_what_is_shown_is_what_the_tree_says(
    owner: Chatter, application: Application, taken: list[tuple[str, int]]
) -> None:
    walk = Walk(application, owner, await owner.converse(), Tree())
    for kind, number in taken:
        await walk.step(kind, number)
        items = (await owner.call("GET", f"/conversations/{walk.conversation}/messages?limit=200", 200))["items"]
        assert [item["id"] for item in items] == walk.tree.way()
        for item in items:
            beside = walk.tree.siblings(item["id"])
            place = beside.index(item["id"])
            assert item["siblings"] == {
                "index": place + 1,
                "count": len(beside),
                "previous_id": beside[place - 1] if place else None,
                "next_id": beside[place + 1] if place + 1 < len(beside) else None,
            }
