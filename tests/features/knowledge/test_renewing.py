"""What was taken in before words were taken apart better is known, and found by the better words after a while."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from convosphere.engines.retrieval import ANALYSIS, bm25
from convosphere.entry.wiring import Application
from convosphere.features.knowledge.actions.renewing import renew_all
from convosphere.features.knowledge.repository import chunks
from tests.factories.accounts import MadeOrganization
from tests.features.knowledge.conftest import Keeper
from tests.features.knowledge.test_sweep import desk_of

pytestmark = pytest.mark.usefixtures("worker")


async def test_terms_of_earlier_releases_are_renewed_by_themselves(
    anna: Keeper, application: Application, organization: MadeOrganization, monkeypatch: pytest.MonkeyPatch
) -> None:
    def earlier(content: str, language: str | None) -> tuple[Mapping[str, float], int]:  # noqa: ARG001 - as the real one
        words = content.lower().replace(".", "").split()
        return dict.fromkeys(words, 1.0), len(words)

    base = await anna.base(language="de")
    with monkeypatch.context() as patched:
        patched.setattr(bm25, "count_terms", earlier)
        lease = await anna.write(base, "Eins", "Der Mietvertrag liegt hier.")
        edited = await anna.write(base, "Zwei", "Der Kaufvertrag liegt dort.")
        gone = await anna.write(base, "Drei", "Der Dienstvertrag ist weg.")
    fresh = await anna.write(base, "Vier", "Der Leihvertrag ist neu.")
    await anna.call("DELETE", f"/documents/{gone['id']}", 204)
    earlier_ones = {"number": ANALYSIS - 1, "fresh": fresh["id"]}
    async with application.platform.database.transaction(organization.id) as session:
        statement = "UPDATE document_versions SET analysis = :number WHERE document_id <> :fresh"
        await session.execute(text(statement), earlier_ones)

    async def found(question: str) -> set[str]:
        body = {"question": question, "bases": [base], "note": False}
        items = (await anna.call("POST", "/search", 200, json=body))["items"]
        return {each["name"].removesuffix(".md") for each in items}

    async def left() -> Any:
        return (await anna.call("GET", f"/figures?base_id={base}", 200))["bases"][0]["older_analysis"]

    # Found as they were, by those words alone.
    assert (await left(), await found("Vertrag"), await found("Mietvertrag")) == (2, {"Vier"}, {"Eins", "Vier"})
    # Somebody edits a passage between its being looked up and its being written.
    looked_up = chunks.list_chunks
    to_edit = {UUID(edited["id"])}

    async def late(*arguments: Any, **more: Any) -> Any:
        rows = await looked_up(*arguments, **more)
        if rows and rows[0].document_id in to_edit:
            to_edit.clear()
            path = f"/documents/{edited['id']}/chunks/{rows[0].id}"
            await anna.call("PATCH", path, 200, json={"text": "Die Schenkungsurkunde."})
        return rows

    before = await anna.call("GET", f"/documents/{lease['id']}", 200)
    monkeypatch.setattr(chunks, "list_chunks", late)
    await renew_all(desk_of(application))
    monkeypatch.setattr(chunks, "list_chunks", looked_up)
    assert (await left(), await found("Vertrag"), await found("Urkunde")) == (0, {"Eins", "Vier"}, {"Zwei"})
    # Nothing was read again, or made a version of.
    assert await anna.call("GET", f"/documents/{lease['id']}", 200) == before
    # What comes back from deletion is known as what it is, and has its turn the next time.
    await anna.call("POST", f"/documents/{gone['id']}/restore", 200)
    assert (await left(), await found("Vertrag")) == (1, {"Eins", "Vier"})
    await renew_all(desk_of(application))
    assert (await left(), await found("Vertrag")) == (0, {"Eins", "Vier", "Drei"})
