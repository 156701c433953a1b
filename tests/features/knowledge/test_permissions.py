"""Every route of bases and documents against: nobody, another organisation, somebody without access, a viewer who would
change something, a guest with the role of an editor, and a viewer whom a document's own readers leave out.
"""

from dataclasses import dataclass
from typing import Any

import pytest
from fastapi import FastAPI

from tests.features.knowledge.conftest import Keeper

BASE = "/bases/{base}"
DOCUMENT = "/documents/{document}"
SELECTION = {"document_ids": ["{document}"]}
QUESTIONS = {"name": "Set", "questions": [{"question": "Secret?", "expected": [{"document_id": "{document}"}]}]}
KEPT = {"name": "Mine", "request": {"question": "secret"}}
VIEWER, EDITOR, MANAGER, OWNER, ONESELF = "viewer", "editor", "manager", "owner", "oneself"


@dataclass(frozen=True)
class Route:
    """A request, and who may make it: a role in the base, who began an upload, or (guests, too) who keeps something."""

    method: str
    path: str
    need: str
    body: dict[str, Any] | None = None


ROUTES = [
    Route("GET", BASE, VIEWER),
    Route("PATCH", BASE, MANAGER, {"name": "Mine"}),
    Route("DELETE", BASE, MANAGER),
    Route("POST", "/bases/{gone}/restore", MANAGER),
    Route("DELETE", "/bases/{gone}?for_good=true", MANAGER),
    Route("GET", f"{BASE}/members", VIEWER),
    Route("PUT", BASE + "/members/person/{person}", MANAGER, {"role": "manager"}),
    Route("DELETE", BASE + "/members/person/{person}", MANAGER),
    Route("GET", f"{BASE}/documents", VIEWER),
    Route("GET", f"{BASE}/documents?deleted=true", EDITOR),
    Route("POST", f"{BASE}/uploads", EDITOR, {"name": "a.md", "size": 3}),
    Route("GET", "/uploads/{upload}", OWNER),
    Route("HEAD", "/uploads/{upload}/content", OWNER),
    Route("PATCH", "/uploads/{upload}/content", OWNER),
    Route("DELETE", "/uploads/{upload}", OWNER),
    Route("POST", f"{BASE}/documents/from-text", EDITOR, {"name": "a", "text": "Text."}),
    Route("POST", f"{BASE}/documents/from-url", EDITOR, {"url": "https://example.org/"}),
    Route("GET", DOCUMENT, VIEWER),
    Route("PATCH", DOCUMENT, EDITOR, {"name": "Mine"}),
    Route("DELETE", DOCUMENT, EDITOR),
    Route("POST", "/documents/{deleted}/restore", EDITOR),
    Route("POST", f"{DOCUMENT}/retry", EDITOR),
    Route("GET", f"{DOCUMENT}/access", EDITOR),
    Route("PUT", f"{DOCUMENT}/access", EDITOR, {"own_access": False}),
    Route("GET", f"{DOCUMENT}/versions", VIEWER),
    Route("POST", f"{DOCUMENT}/versions/1/restore", EDITOR),
    Route("GET", f"{BASE}/folders", VIEWER),
    Route("POST", f"{BASE}/folders", EDITOR, {"name": "Folder"}),
    Route("PATCH", "/folders/{folder}", EDITOR, {"name": "Mine"}),
    Route("DELETE", "/folders/{folder}", EDITOR),
    Route("GET", f"{BASE}/tags", VIEWER),
    Route("POST", f"{BASE}/tags", EDITOR, {"name": "Tag"}),
    Route("PATCH", "/tags/{tag}", EDITOR, {"name": "Mine"}),
    Route("POST", "/tags/{tag}/merge", EDITOR, {"into": "{tag}"}),
    Route("DELETE", "/tags/{tag}", EDITOR),
    Route("GET", f"{DOCUMENT}/content", VIEWER),
    Route("GET", f"{DOCUMENT}/pages/1", VIEWER),
    Route("GET", f"{DOCUMENT}/chunks", VIEWER),
    Route("PATCH", DOCUMENT + "/chunks/{chunk}", EDITOR, {"enabled": False}),
    Route("GET", f"{DOCUMENT}/download", VIEWER),
    Route("POST", f"{BASE}/preview-chunks", EDITOR, {"text": "Text."}),
    Route("POST", f"{BASE}/zip", VIEWER, {"selection": SELECTION}),
    Route("POST", f"{BASE}/operations", EDITOR, {"kind": "delete", "selection": SELECTION}),
    Route("GET", "/operations?base_id={base}", EDITOR),
    Route("GET", "/operations/{operation}", EDITOR),
    Route("GET", "/operations/{operation}/failures", EDITOR),
    Route("POST", "/operations/{operation}/cancel", EDITOR),
    Route("POST", "/operations/{operation}/retry", EDITOR),
    Route("POST", "/operations/{operation}/undo", EDITOR),
    Route("GET", f"{BASE}/embedder", VIEWER),
    Route("PUT", f"{BASE}/embedder", MANAGER, {"kind": "none"}),
    Route("DELETE", f"{BASE}/embedder/switch", MANAGER),
    Route("GET", f"{DOCUMENT}/similar", VIEWER),
    Route("POST", "/bench", EDITOR, {"question": "secret", "bases": ["{base}"]}),
    Route("GET", f"{BASE}/question-sets", EDITOR),
    Route("POST", f"{BASE}/question-sets", EDITOR, QUESTIONS),
    Route("PUT", "/question-sets/{set}", EDITOR, QUESTIONS),
    Route("DELETE", "/question-sets/{set}", EDITOR),
    Route("GET", "/question-sets/{set}/runs", EDITOR),
    Route("POST", "/question-sets/{set}/runs", EDITOR, {}),
    Route("GET", "/bench-runs/{run}", EDITOR),
    Route("GET", "/figures?base_id={base}", EDITOR),
    Route("GET", "/figures/documents.csv?base_id={base}", EDITOR),
    Route("PUT", "/searches/saved/{saved}", ONESELF, KEPT),
    Route("DELETE", "/searches/saved/{saved}", ONESELF),
    Route("DELETE", "/searches/{search}", ONESELF),
]
# For everybody who may use knowledge; what they see is theirs (tests/features/knowledge/test_search.py).
OPEN = {
    *("GET /limits", "GET /bases", "POST /bases", "GET /content/{token}", "GET /embedders", "POST /search"),
    *("GET /suggest", "GET /searches", "DELETE /searches", "GET /searches/popular"),
    *("GET /searches/saved", "POST /searches/saved"),
}
# For administrators of the organisation: tests/features/knowledge/test_embedding.py.
ELSEWHERE = {"POST /embedders/local/fetch"}


@dataclass
class Made:
    """A base of Anna's with something of each kind in it, and their ids."""

    anna: Keeper
    ids: dict[str, str]
    deleted: bool = False

    def fill(self, value: Any) -> Any:
        """Paths and bodies with ids in their places."""
        if isinstance(value, str):
            return value.format(**self.ids)
        if isinstance(value, dict):
            return {name: self.fill(each) for name, each in value.items()}
        return [self.fill(each) for each in value] if isinstance(value, list) else value

    async def let_in(self, who: Keeper, role: str) -> None:
        """Gives somebody a role in the base, and in the one that is deleted."""
        gone = self.ids["gone"]
        if self.deleted:
            await self.anna.call("POST", f"/bases/{gone}/restore", 200)
        for base in (self.ids["base"], gone):
            await self.anna.let_in(base, who, role)
        await self.anna.call("DELETE", f"/bases/{gone}", 204)
        self.deleted = True

    async def ask(self, who: Keeper, route: Route) -> tuple[int, str]:
        """Status and code of a request."""
        options: dict[str, Any] = {} if route.body is None else {"json": self.fill(route.body)}
        if route.path.endswith("/content") and route.method == "PATCH":
            options = {"content": b"abc", "headers": {"Upload-Offset": "0"}}
        response = await who.request(route.method, self.fill(route.path), **options)
        return response.status_code, response.json().get("code", "") if response.content else ""


@pytest.fixture
async def made(anna: Keeper, worker: None) -> Made:  # noqa: ARG001 - documents are taken in
    base = await anna.base()
    document = (await anna.write(base, "Secret", "The secret is safe."))["id"]
    deleted = (await anna.write(base, "Gone", "This one is gone."))["id"]
    body = {"kind": "delete", "selection": {"document_ids": [deleted]}}
    operation = await anna.finished(await anna.call("POST", f"/bases/{base}/operations", 202, json=body))
    gone = await anna.base(name="Gone")
    questions = {"name": "Set", "questions": [{"question": "Secret?", "expected": [{"document_id": document}]}]}
    ids = {
        "base": base,
        "gone": gone,
        "document": document,
        "deleted": deleted,
        "operation": str(operation["id"]),
        "person": str(anna.person.id),
        "upload": (await anna.call("POST", f"/bases/{base}/uploads", 201, json={"name": "a.md", "size": 3}))["id"],
        "folder": (await anna.call("POST", f"/bases/{base}/folders", 201, json={"name": "Rules"}))["id"],
        "tag": (await anna.call("POST", f"/bases/{base}/tags", 201, json={"name": "old"}))["id"],
        "set": (await anna.call("POST", f"/bases/{base}/question-sets", 201, json=questions))["id"],
        "saved": (await anna.call("POST", "/searches/saved", 201, json=KEPT))["id"],
        "chunk": (await anna.call("GET", f"/documents/{document}/chunks", 200))["items"][0]["id"],
    }
    ids["run"] = (await anna.call("POST", f"/question-sets/{ids['set']}/runs", 202, json={}))["id"]
    await anna.call("POST", "/search", 200, json={"question": "secret", "bases": [base]})
    ids["search"] = (await anna.call("GET", "/searches", 200))["items"][0]["id"]
    return Made(anna, ids)


async def test_nobody_and_no_stranger_comes_in(made: Made, ben: Keeper, guest: Keeper, stranger: Keeper) -> None:
    nobody = Keeper(ben.person, ben.client, {})
    refused = {"knowledge_read_only", "knowledge_manager_only"}
    await made.let_in(guest, "editor")
    for route in ROUTES:
        assert (await made.ask(nobody, route))[0] == 401, route
        for who in (stranger, ben):
            status, _ = await made.ask(who, route)
            assert status == 404, (who.person.name, route)
        if route.need == ONESELF:
            assert (await made.ask(guest, route))[0] == 404, route
        elif route.need != VIEWER:
            status, code = await made.ask(guest, route)
            assert (status, code) in {(403, "forbidden"), (403, "")}, (route, status, code)
    await made.let_in(ben, "viewer")
    for route in ROUTES:
        status, code = await made.ask(ben, route)
        if route.need in (EDITOR, MANAGER):
            assert status == 403, (route, status)
            assert code in refused, (route, code)
        elif route.need in (OWNER, ONESELF):
            assert status == 404, route
        else:
            assert status in {200, 201} or code == "document_no_page", (route, status, code)
    await made.let_in(ben, "editor")
    for route in ROUTES:
        if route.need == MANAGER:
            assert await made.ask(ben, route) == (403, "knowledge_manager_only"), route


async def test_a_documents_own_readers_leave_others_out(made: Made, ben: Keeper) -> None:
    anna, ids = made.anna, made.ids
    await anna.let_in(ids["base"], ben, "viewer")
    search = {"question": "secret", "bases": [ids["base"]]}
    assert ids["document"] in str(await ben.call("POST", "/search", 200, json=search))
    link = await ben.call("GET", f"/documents/{ids['document']}/download", 200)
    access = {"own_access": True, "readers": []}
    await anna.call("PUT", f"/documents/{ids['document']}/access", 200, json=access)
    # At once, on every way: by itself, in lists and counts, in searches, behind a link made before.
    for route in ROUTES:
        if DOCUMENT in route.path:
            assert (await made.ask(ben, route))[0] == 404, route
    assert (await ben.call("GET", f"/bases/{ids['base']}/documents", 200))["items"] == []
    assert ids["document"] not in str(await ben.call("POST", "/search", 200, json=search))
    assert (await ben.client.get(link["url"])).status_code == 404
    body = {"selection": {"everything": True}}
    await ben.call("POST", f"/bases/{ids['base']}/zip", 409, json=body)
    await anna.call("PATCH", f"/documents/{ids['document']}", 200, json={"tags": [ids["tag"]]})
    assert [tag["document_count"] for tag in (await ben.call("GET", f"/bases/{ids['base']}/tags", 200))["items"]] == [0]
    # Those on the list read it; editors always do.
    access["readers"] = [{"kind": "person", "id": str(ben.person.id)}]
    shown = await anna.call("PUT", f"/documents/{ids['document']}/access", 200, json=access)
    assert [reader["name"] for reader in shown["readers"]] == ["Ben"]
    await ben.call("GET", f"/documents/{ids['document']}", 200)
    assert ids["document"] in str(await ben.call("POST", "/search", 200, json=search))
    # Being on the list is of no use to whom the base is closed.
    await anna.call("DELETE", f"/bases/{ids['base']}/members/person/{ben.person.id}", 204)
    await ben.call("GET", f"/documents/{ids['document']}", 404)
    assert ids["document"] not in str(await ben.call("POST", "/search", 200, json={"question": "secret"}))


def test_every_route_is_tried(app: FastAPI) -> None:
    tried = {f"{route.method} {route.path.partition('?')[0]}" for route in ROUTES} | OPEN | ELSEWHERE
    there = set()
    for path, item in app.openapi()["paths"].items():
        for method, operation in item.items():
            if path.startswith("/api/v1/knowledge"):
                assert all(tag.startswith("Knowledge ") for tag in operation["tags"])
                there.add(f"{method.upper()} {path.removeprefix('/api/v1/knowledge')}")
    assert {_plain(each) for each in there} <= {_plain(each) for each in tried}


def _plain(route: str) -> str:
    """A route without the names of its places; kinds, numbers and pages are places, too."""
    method, path = route.split(" ")
    places = {"person", "1", "documents.csv", "{table}.csv"}
    parts = ["{}" if part.startswith("{") or part in places else part for part in path.split("/")]
    return f"{method} {'/'.join(parts)}"
