"""The test bench and the figures: what editors learn of how well their documents are found and used."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from convosphere.entry.wiring import Application
from convosphere.features.knowledge.rules.bench import Expected, rate
from tests.factories.accounts import MadeOrganization
from tests.factories.knowledge import MadeDocument, create_base, create_document
from tests.features.knowledge.conftest import PATIENCE, Keeper

LEAVE = "Everybody has 30 days of annual leave."
TRIPS = "Business trips go by train."


@pytest.fixture
async def base(application: Application, organization: MadeOrganization, anna: Keeper) -> UUID:
    return await create_base(application.platform, organization.id, editor=anna.person.id)


@pytest.fixture
async def leave(application: Application, organization: MadeOrganization, base: UUID) -> MadeDocument:
    platform = application.platform
    await create_document(platform, organization.id, base, "Trips.md", [TRIPS])
    return await create_document(platform, organization.id, base, "Leave.md", ["Leave of other kinds.", LEAVE])


def test_figures_of_a_question() -> None:
    one, two = UUID(int=1), UUID(int=2)
    found = [(two, "Other"), (one, "All have  30 days\nof leave"), (one, "More")]
    whole = rate([Expected(one)], found)
    assert (whole.recall, whole.mrr) == (1.0, 0.5)
    assert round(whole.ndcg, 3) == 0.631
    assert rate([Expected(one, "30 DAYS of"), Expected(two)], found).ndcg == 1.0
    assert rate([Expected(one, "31 days")], found).recall == 0.0
    assert rate([Expected(one), Expected(one, "more")], found).recall == 1.0


async def test_a_question_goes_through_each_leg(anna: Keeper, ben: Keeper, base: UUID, leave: MadeDocument) -> None:
    body = {"question": "annual leave", "bases": [str(base)], "settings": {"fusion": "rrf", "lexical_weight": 1}}
    shown = await anna.call("POST", "/bench", 200, json=body)
    assert shown["lexical"][0]["passage"]["chunk_id"] == str(leave.chunk_ids[1])
    assert [hit["rank"] for hit in shown["fused"]] == [1, 2]
    assert (shown["dense"], shown["reranked"], shown["lexical_only"]) == ([], None, [str(base)])
    await anna.call("POST", "/bench", 422, json={**body, "settings": {"lexical_weight": 2}})
    await ben.call("POST", "/bench", 404, json=body)


@pytest.mark.usefixtures("worker")
async def test_a_set_of_questions_is_run_in_the_background_and_compared_over_time(
    anna: Keeper, ben: Keeper, guest: Keeper, base: UUID, leave: MadeDocument
) -> None:
    wanted = {
        "name": "Basics",
        "questions": [
            {"question": "annual leave", "expected": [{"document_id": str(leave.id), "contains": "30 days"}]},
            {"question": "quokka", "expected": [{"document_id": str(leave.id)}]},
        ],
    }
    sets = f"/bases/{base}/question-sets"
    made = await anna.call("POST", sets, 201, json=wanted)
    place = f"/question-sets/{made['id']}"
    started = await anna.call("POST", f"{place}/runs", 202, json={})
    assert (started["status"], started["total"], started["recall"]) == ("waiting", 2, None)
    async with asyncio.timeout(PATIENCE):
        while True:
            run = await anna.call("GET", f"/bench-runs/{started['id']}", 200)
            if run["status"] == "done":
                break
            await asyncio.sleep(0.05)
    assert (run["done"], run["recall"], run["ndcg"], run["mrr"]) == (2, 0.5, 0.5, 0.5)
    assert [each["recall"] for each in run["questions"]] == [1.0, 0.0]
    assert run["questions"][0]["found"][0] == {
        "document_id": str(leave.id),
        "chunk_id": str(leave.chunk_ids[1]),
        "expected": True,
    }
    assert [each["id"] for each in (await anna.call("GET", f"{place}/runs", 200))["items"]] == [started["id"]]
    await anna.call("PUT", place, 200, json=wanted | {"name": "More"})
    (listed,) = (await anna.call("GET", sets, 200))["items"]
    assert (listed["name"], listed["latest"]["mrr"]) == ("More", 0.5)
    for who, status in ((ben, 404), (guest, 403)):
        await who.call("GET", sets, status)
        await who.call("POST", sets, status, json=wanted)
        await who.call("PUT", place, status, json=wanted)
        await who.call("POST", f"{place}/runs", status, json={})
        await who.call("GET", f"{place}/runs", status)
        await who.call("GET", f"/bench-runs/{started['id']}", status)
        await who.call("DELETE", place, status)
    await anna.call("DELETE", place, 204)
    await anna.call("GET", f"/bench-runs/{started['id']}", 404)


async def test_a_run_of_somebody_who_was_shut_out_meanwhile_has_no_figures(
    application: Application,
    organization: MadeOrganization,
    anna: Keeper,
    admin: Keeper,
    base: UUID,
    leave: MadeDocument,
) -> None:
    wanted = {"name": "Basics", "questions": [{"question": "leave", "expected": [{"document_id": str(leave.id)}]}]}
    made = await anna.call("POST", f"/bases/{base}/question-sets", 201, json=wanted)
    started = await anna.call("POST", f"/question-sets/{made['id']}/runs", 202, json={})
    async with application.platform.database.transaction(organization.id) as session:
        await session.execute(text("UPDATE knowledge_members SET role = 'viewer'"))
    await application.platform.jobs.start_worker(alone=True)
    async with asyncio.timeout(PATIENCE):
        while True:
            run = await admin.call("GET", f"/bench-runs/{started['id']}", 200)
            if run["status"] not in {"waiting", "running"}:
                break
            await asyncio.sleep(0.05)
    # Not "nothing was found".
    assert (run["status"], run["done"], run["recall"]) == ("failed", 0, None)


async def test_figures_are_counted_by_day_base_and_document(
    application: Application, organization: MadeOrganization, anna: Keeper, ben: Keeper, base: UUID, leave: MadeDocument
) -> None:
    platform = application.platform
    now = platform.clock.now()
    make = create_document
    code, params = "document_too_many_chunks", {"count": 7, "limit": 5}
    refused = {"status": "failed", "problem_code": code, "problem_params": params}
    old = await make(
        platform, organization.id, base, "=Old.md", ["Fax numbers"], created_at=now - timedelta(900), version=refused
    )
    await make(platform, organization.id, base, "Over.md", ["Over"], valid_until=now - timedelta(1))
    await make(platform, organization.id, base, "Cut.md", ["Cut"], version={"truncated": True, "warnings": []})
    for question in ("annual leave", "quokka", "Quokka"):
        await anna.call("POST", "/search", 200, json={"question": question})
    async with platform.database.transaction(organization.id) as session:
        for kind, count in (("cited", 3), ("opened", 2)):
            await session.execute(
                text("INSERT INTO knowledge_uses VALUES (:organization, :document, :day, :kind, :count)"),
                {
                    "organization": organization.id,
                    "document": leave.id,
                    "day": now.date(),
                    "kind": kind,
                    "count": count,
                },
            )
    shown = await anna.call("GET", f"/figures?base_id={base}", 200)
    assert len(shown["days"]) == 30
    today = shown["days"][-1]
    assert (today["searches"], today["searches_few"], today["searches_none"]) == (3, 1, 2)
    assert (today["cited"], today["opened"], today["downloaded"], today["answers"]) == (3, 2, 0, 0)
    (counted,) = shown["bases"]
    assert (counted["documents"], counted["outdated"], counted["poorly_read"], counted["never_used"]) == (5, 2, 1, 4)
    assert counted["health"] == 0.4
    assert [(each["name"], each["cited"]) for each in shown["most_used"]] == [("Leave.md", 3)]
    assert len(shown["never_used"]) == 4
    assert [(each["question"].lower(), each["times"]) for each in shown["few_results"]] == [
        ("quokka", 2),
        ("annual leave", 1),
    ]
    assert {(each["name"], each["because"]) for each in shown["outdated"]} == {
        ("=Old.md", "old"),
        ("Over.md", "expired"),
    }
    assert [(each["name"], each["because"]) for each in shown["poorly_read"]] == [("Cut.md", "truncated")]
    problems = {
        each["because"]: each["problem"] for each in [*shown["outdated"], *shown["poorly_read"], *shown["broken"]]
    }
    assert {because: each["title"] for because, each in problems.items()} == {
        "old": "Not renewed for long",
        "expired": "No longer valid",
        "truncated": "The text ends early",
        "document_too_many_chunks": "The document comes to too many passages",
    }
    assert problems["document_too_many_chunks"]["detail"].startswith("It comes to 7 passages; at most 5")
    table = await anna.request("GET", "/figures/documents.csv")
    assert table.headers["content-type"].startswith("text/csv")
    lines = table.text.splitlines()
    assert lines[0] == "\ufeffdocument_id,name,base_id,cited,opened,downloaded"
    assert f"{old.id},'=Old.md,{base},0,0,0" in lines
    assert len(lines) == 6
    asked = f"?base_id={base}"
    for name, rows in (
        ("days", 31),
        ("bases", 2),
        ("questions", 3),
        ("never_used", 5),
        ("poorly_read", 2),
        ("broken", 2),
    ):
        assert len((await anna.request("GET", f"/figures/{name}.csv{asked}")).text.splitlines()) == rows, name
    # In the reader's language, each row with its reason.
    await anna.client.patch("/api/v1/me", headers=anna.headers, json={"locale": "de"})
    german = await anna.request("GET", f"/figures/outdated.csv{asked}")
    first, *others = german.text.splitlines()
    assert first == "\ufeffdocument_id,name,base_id,because,title,detail,at"
    assert {tuple(line.split(",")[3:5]) for line in others} == {
        ("old", "Lange nicht erneuert"),
        ("expired", "Nicht mehr gültig"),
    }
    await anna.call("GET", "/figures?from=2026-01-02&to=2026-01-01", 422)
    (first,) = (await anna.call("GET", "/figures?to=0001-01-01", 200))["days"]
    assert first["day"] == "0001-01-01"
    # A search beyond one's own bases is counted, and its words are not told.
    mine = await create_base(platform, organization.id, editor=ben.person.id, everyone="viewer")
    await create_document(platform, organization.id, mine, "Mine.md", ["Mine"])
    await anna.call("POST", "/search", 200, json={"question": "What nobody else shall read"})
    seen = await ben.call("GET", "/figures", 200)
    assert (seen["days"][-1]["searches_none"], seen["few_results"]) == (1, [])
