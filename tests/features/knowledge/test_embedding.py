"""Who embeds a base's documents: chosen, changed while the old one serves, interrupted, called off, refused."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from sqlalchemy import text

from convosphere.entry.wiring import Application
from convosphere.features.knowledge.actions.desk import Desk
from convosphere.features.knowledge.actions.embedding.reembedding import reembed
from convosphere.features.knowledge.types.spaces import BaseKey
from convosphere.platform.settings import Settings
from tests.factories.accounts import MadeOrganization
from tests.factories.models import connect_fake, model_id
from tests.factories.onnx_models import write_embedder
from tests.fakes.provider import FakeProvider
from tests.features.knowledge.conftest import Keeper
from tests.harness.platform import build_settings

EMBEDDER = "text-embedding-fake"
TEXTS = {"one.txt": "Holidays are applied for in the portal.", "two.txt": "The heating is serviced in October."}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_embedder(tmp_path_factory.mktemp("models") / "tiny", ["portal", "heating", "october", "holidays"])


@pytest.fixture
def settings(tmp_path: Path, model: Path) -> Settings:
    return build_settings(data_dir=tmp_path, embeddings={"directory": model, "threads": 1})


@pytest.fixture
async def provider(application: Application, organization: MadeOrganization) -> AsyncIterator[FakeProvider]:
    async with FakeProvider(models=("fake-words-3", EMBEDDER)) as running:
        await connect_fake(application.platform, application.gateway, organization.id, running)
        yield running


@pytest.fixture
def desk(application: Application) -> Desk:
    return next(feature.state["knowledge_desk"] for feature in application.features if feature.name == "knowledge")  # type: ignore[return-value]  # state holds objects of all kinds


async def chosen(application: Application, organization: MadeOrganization, kind: str) -> dict[str, Any]:
    if kind != "model":
        return {"kind": kind}
    return {"kind": kind, "model_id": str(await model_id(application.platform, organization.id, EMBEDDER))}


async def settled(keeper: Keeper, base: str, kind: str) -> dict[str, Any]:
    """The base's embedder once it is of this kind and nothing is changing."""
    async with asyncio.timeout(60):
        while True:
            now = await keeper.call("GET", f"/bases/{base}/embedder", 200)
            if now["kind"] == kind and (now["switch"] is None or now["switch"]["status"] == "done"):
                assert isinstance(now, dict)
                return now
            assert now["switch"] is None or now["switch"]["status"] != "failed", now
            await asyncio.sleep(0.05)


async def rows(application: Application, organization: MadeOrganization, query: str) -> list[Any]:
    async with application.platform.database.transaction(organization.id) as session:
        return list(await session.execute(text(query)))


async def vectors(application: Application) -> list[Any]:
    """What lies in the index, whose tables have no policy."""
    async with application.platform.database.transaction(None) as session:
        return list(await session.execute(text("SELECT chunk_id, space_id FROM retrieval_vectors")))


@pytest.mark.usefixtures("worker")
async def test_from_the_local_model_to_another_and_to_none(
    anna: Keeper, application: Application, organization: MadeOrganization, provider: FakeProvider
) -> None:
    base = await anna.base()
    # The local model is there, so a new base gets it by itself.
    now = await settled(anna, base, "local")
    assert (now["dimension"], now["reason"], now["model_id"]) == (64, None, None)
    for name, content in TEXTS.items():
        await anna.write(base, name, content)
    assert len(await rows(application, organization, "SELECT * FROM embedded_versions")) == len(TEXTS)
    assert (await anna.call("GET", f"/bases/{base}", 200))["lexical_only"] is False

    listed = await anna.call("GET", "/embedders", 200)
    assert [(each["kind"], each["ready"]) for each in listed["items"]] == [("local", True), ("model", True)]
    assert (listed["local"]["status"], listed["may_fetch"], listed["reranker"]) == ("ready", False, None)

    wish = await chosen(application, organization, "model")
    await anna.call("PUT", f"/bases/{base}/embedder", 200, json=wish)
    now = await settled(anna, base, "model")
    assert (now["dimension"], now["switch"]["done"], now["switch"]["total"]) == (8, 2, 2)
    sent = [each.body["input"] for each in provider.requests if each.path.endswith("/embeddings")]
    assert {passage.partition("\n")[2] for batch in sent[1:] for passage in batch} == set(TEXTS.values())
    records = await rows(application, organization, "SELECT purpose, person_id FROM usage_records")
    assert {(record.purpose, record.person_id) for record in records} == {("knowledge", anna.person.id)}
    # The space that nobody is searched in any more is gone, with what was noted about it.
    assert len(await rows(application, organization, "SELECT * FROM embedding_spaces")) == 1
    assert len(await rows(application, organization, "SELECT * FROM embedded_versions")) == len(TEXTS)
    async with asyncio.timeout(60):
        while len({row.space_id for row in await vectors(application)}) > 1:  # noqa: ASYNC110 - a job's work
            await asyncio.sleep(0.05)
    # What comes from now on is embedded there as well.
    await anna.write(base, "three.txt", "A third one.")
    assert len(await rows(application, organization, "SELECT * FROM embedded_versions")) == 3
    assert len(await vectors(application)) == 3

    now = await anna.call("PUT", f"/bases/{base}/embedder", 200, json={"kind": "none"})
    assert (now["kind"], now["reason"]) == ("none", "no_embedder")
    assert await rows(application, organization, "SELECT * FROM embedding_spaces") == []
    # What is brought back after the embedder was changed is read anew, and has that one's vectors.
    back = (await anna.call("GET", f"/bases/{base}/documents", 200))["items"][1]["id"]
    await anna.call("DELETE", f"/documents/{back}", 204)
    await anna.call("PUT", f"/bases/{base}/embedder", 200, json={"kind": "local"})
    await settled(anna, base, "local")
    assert len(await rows(application, organization, "SELECT * FROM embedded_versions")) == 2
    await anna.call("POST", f"/documents/{back}/restore", 200)
    assert (await anna.taken_in(back))["found"] == 2
    assert len(await rows(application, organization, "SELECT * FROM embedded_versions")) == 3
    await anna.call("PUT", f"/bases/{base}/embedder", 200, json={"kind": "none"})
    # Moved into a base that embeds, a document is read anew there, and its vectors are that base's.
    other = await anna.base(name="Other")
    await settled(anna, other, "local")
    document = (await anna.call("GET", f"/bases/{base}/documents", 200))["items"][0]["id"]
    body = {"kind": "move", "selection": {"document_ids": [document]}, "to_base_id": other}
    await anna.finished(await anna.call("POST", f"/bases/{base}/operations", 202, json=body))
    assert (await anna.taken_in(document))["found"] == 2
    assert len(await rows(application, organization, "SELECT * FROM embedded_versions")) == 1


async def test_an_interrupted_change_goes_on_and_serves_meanwhile(
    anna: Keeper, application: Application, organization: MadeOrganization, provider: FakeProvider, desk: Desk
) -> None:
    platform = application.platform
    await platform.jobs.start_worker(alone=True)
    base = await anna.base()
    await settled(anna, base, "local")
    for name, content in TEXTS.items():
        await anna.write(base, name, content)
    await platform.jobs.stop_worker()
    wish = await chosen(application, organization, "model")
    waiting = await anna.call("PUT", f"/bases/{base}/embedder", 200, json=wish)
    assert (waiting["kind"], waiting["switch"]["status"], waiting["switch"]["done"]) == ("local", "waiting", 0)

    # The first document is embedded; in the middle of the second the process dies.
    before = len(provider.requests)
    provider.script(model=EMBEDDER)
    provider.script(model=EMBEDDER, first_token_delay=60)
    key = BaseKey(organization.id, UUID(base))
    dying = asyncio.create_task(reembed(desk, key))
    async with asyncio.timeout(30):
        while len(provider.requests) < before + 2:  # noqa: ASYNC110 - the fake tells nobody
            await asyncio.sleep(0.01)
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    now = await anna.call("GET", f"/bases/{base}/embedder", 200)
    assert (now["kind"], now["switch"]["status"], now["switch"]["done"]) == ("local", "running", 1)
    provider.reset()
    await reembed(desk, key)
    asked = [each.body["input"] for each in provider.requests]
    assert len(asked) == 1  # the second document only
    now = await settled(anna, base, "model")
    assert now["switch"]["done"] == 2
    # Once more changes nothing.
    await reembed(desk, key)
    assert len(provider.requests) == 1


@pytest.mark.usefixtures("worker")
async def test_a_change_that_cannot_work_leaves_the_base_as_it_is(
    anna: Keeper, application: Application, organization: MadeOrganization, provider: FakeProvider
) -> None:
    base = await anna.base()
    await settled(anna, base, "local")
    await anna.write(base, "one.txt", TEXTS["one.txt"])
    wish = await chosen(application, organization, "model")

    # It does not answer when it is chosen: nothing begins.
    provider.script(model=EMBEDDER, status=401)
    refused = await anna.call("PUT", f"/bases/{base}/embedder", 502, json=wish)
    assert refused["code"] == "provider_auth"

    # Its vectors change their length in the middle.
    odd = {"data": [{"index": 0, "embedding": [0.5] * 5}], "usage": {"prompt_tokens": 1}}
    provider.script(model=EMBEDDER)
    provider.script(model=EMBEDDER, raw=orjson.dumps(odd))
    await anna.call("PUT", f"/bases/{base}/embedder", 200, json=wish)
    async with asyncio.timeout(60):
        now = await anna.call("GET", f"/bases/{base}/embedder", 200)
        while now["switch"]["status"] != "failed":
            await asyncio.sleep(0.05)
            now = await anna.call("GET", f"/bases/{base}/embedder", 200)
    assert now["kind"] == "local"
    problem = now["switch"]["problem"]
    assert problem["code"] == "embedding_wrong_dimension"
    assert "5" in problem["detail"]
    assert "8" in problem["detail"]
    assert len(await rows(application, organization, "SELECT * FROM embedding_spaces")) == 1
    # Another try, with an embedder that has come to its senses.
    await anna.call("PUT", f"/bases/{base}/embedder", 200, json=wish)
    await settled(anna, base, "model")


@pytest.mark.usefixtures("worker")
async def test_an_embedder_that_fails_half_way_leaves_nothing_to_be_found(
    anna: Keeper, application: Application, organization: MadeOrganization, provider: FakeProvider
) -> None:
    base = await anna.base(strategy={"kind": "fixed", "max_tokens": 50, "overlap_tokens": 0})
    await settled(anna, base, "local")
    await anna.call("PUT", f"/bases/{base}/embedder", 200, json=await chosen(application, organization, "model"))
    await settled(anna, base, "model")
    # More than one request's worth of passages.
    long = "\n\n".join(f"Otters number {number} swim in the river and sleep on their backs." for number in range(600))
    shorter: dict[str, Any] = {"usage": {"prompt_tokens": 1}}
    for name, code in (("refused", "provider_auth"), ("shorter", "embedding_wrong_dimension")):
        provider.reset()
        provider.script(model=EMBEDDER)
        if name == "refused":
            provider.script(model=EMBEDDER, times=None, status=401)
        else:
            provider.script(model=EMBEDDER, times=None, raw=orjson.dumps(shorter))
        body = {"name": name, "text": f"{name}\n\n{long}"}
        made = await anna.call("POST", f"/bases/{base}/documents/from-text", 201, json=body)
        document = await anna.taken_in(made["id"])
        assert len(provider.requests) > 1
        assert (document["status"], document["stage"], document["found"]) == ("failed", "embedding", None)
        assert document["problem"]["code"] == code
        assert document["problem"]["detail"]
        provider.reset()
        question = {"question": "otters in the river", "bases": [base], "note": False}
        assert made["id"] not in str(await anna.call("POST", "/search", 200, json=question))
        # The queue goes on, and so does this one when asked to.
        await anna.write(base, f"{name} after", "A heron stands there.")
        await anna.call("POST", f"/documents/{made['id']}/retry", 200)
        assert (await anna.taken_in(made["id"]))["status"] == "ready"
        await anna.call("DELETE", f"/documents/{made['id']}", 204)
        # As many as were asked for in the second request of the same passages, each with five numbers instead of eight.
        second = [each for each in provider.requests if "Otters" in str(each.body["input"])][1]
        shorter["data"] = [{"index": at, "embedding": [0.5] * 5} for at, _ in enumerate(second.body["input"])]


async def test_a_change_is_called_off(
    anna: Keeper, application: Application, organization: MadeOrganization, provider: FakeProvider, desk: Desk
) -> None:
    await application.platform.jobs.start_worker(alone=True)
    base = await anna.base()
    await settled(anna, base, "local")
    await anna.write(base, "one.txt", TEXTS["one.txt"])
    await application.platform.jobs.stop_worker()
    path = f"/bases/{base}/embedder/switch"
    assert (await anna.call("DELETE", path, 409))["code"] == "embedder_switch_not_running"
    await anna.call("PUT", f"/bases/{base}/embedder", 200, json=await chosen(application, organization, "model"))
    now = await anna.call("DELETE", path, 200)
    assert (now["kind"], now["switch"]["status"]) == ("local", "cancelled")
    asked = len(provider.requests)
    await reembed(desk, BaseKey(organization.id, UUID(base)))
    assert len(provider.requests) == asked
    assert (await anna.call("GET", f"/bases/{base}/embedder", 200))["kind"] == "local"


@pytest.mark.usefixtures("provider")
async def test_who_may_choose(
    anna: Keeper,
    ben: Keeper,
    guest: Keeper,
    admin: Keeper,
    stranger: Keeper,
    application: Application,
    organization: MadeOrganization,
) -> None:
    base = await anna.base()
    path, wish = f"/bases/{base}/embedder", {"kind": "none"}
    for keeper, role, expected in ((stranger, None, 404), (ben, None, 404), (ben, "viewer", 403), (ben, "editor", 403)):
        if role is not None:
            await anna.let_in(base, ben, role)
        await keeper.call("PUT", path, expected, json=wish)
        await keeper.call("DELETE", f"{path}/switch", expected)
        await keeper.call("GET", path, 404 if expected == 404 else 200)
    for method, place in (("PUT", path), ("GET", path), ("GET", "/embedders"), ("POST", "/embedders/local/fetch")):
        response = await anna.client.request(method, f"/api/v1/knowledge{place}", json=wish)
        assert response.status_code == 401
    for keeper, expected in ((guest, 403), (ben, 403), (admin, 409)):
        await keeper.call("POST", "/embedders/local/fetch", expected)
    # Fields that do not fit together, and models that are not there, are nobody's, or do not embed.
    for body in ({"kind": "model"}, {"kind": "local", "model_id": str(uuid4())}, {"kind": "other"}, {}):
        await anna.call("PUT", path, 422, json=body)
    await anna.call("PUT", path, 404, json={"kind": "model", "model_id": str(uuid4())})
    chats = str(await model_id(application.platform, organization.id, "fake-words-3"))
    refused = await anna.call("PUT", path, 409, json={"kind": "model", "model_id": chats})
    assert refused["code"] == "model_does_not_embed"
    theirs = await stranger.base()
    foreign = await chosen(application, organization, "model")
    await stranger.call("PUT", f"/bases/{theirs}/embedder", 404, json=foreign)
