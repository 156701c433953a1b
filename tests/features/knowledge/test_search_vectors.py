"""Search with an embedder: both legs, said where one is missing; documents that were really taken in."""

from pathlib import Path

import pytest
from sqlalchemy import text

from convosphere.entry.wiring import Application
from convosphere.platform.settings import Settings
from tests.factories.accounts import MadeOrganization
from tests.factories.onnx_models import write_embedder
from tests.features.knowledge.conftest import Keeper
from tests.harness.platform import build_settings

HOLIDAYS = "# Time off\n\nHolidays are applied for in the portal."
HEATING = "# House\n\nThe heating is serviced in October."


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    model = write_embedder(tmp_path / "tiny", ["portal", "heating", "october", "holidays"])
    return build_settings(data_dir=tmp_path, embeddings={"directory": model, "threads": 1})


@pytest.mark.usefixtures("worker")
async def test_both_legs_find_and_a_missing_one_is_told(
    application: Application, organization: MadeOrganization, anna: Keeper
) -> None:
    base = await anna.base()
    await anna.write(base, "time.md", HOLIDAYS)
    await anna.write(base, "house.md", HEATING)
    found = await anna.call("POST", "/search", 200, json={"question": "holidays in the portal"})
    assert found["lexical_only"] == []
    first = found["items"][0]
    assert first["name"] == "time.md"
    (passage,) = first["passages"]
    assert passage["dense"] > 0.5
    assert passage["heading"] == ["Time off"]
    shown = await anna.call("POST", "/bench", 200, json={"question": "heating", "bases": [base]})
    assert [hit["document_name"] for hit in shown["dense"]][:1] == ["house.md"]
    assert shown["lexical"][0]["passage"]["chunk_id"] == shown["fused"][0]["passage"]["chunk_id"]
    # The model is another one than the one that made the vectors: words still find, and the page says so.
    async with application.platform.database.transaction(organization.id) as session:
        await session.execute(text("UPDATE embedding_spaces SET fingerprint = 'another'"))
    found = await anna.call("POST", "/search", 200, json={"question": "serviced heating"})
    assert [each["name"] for each in found["items"]] == ["house.md"]
    (told,) = found["lexical_only"]
    assert (told["base_id"], told["because"]) == (base, "embedder_changed")
    assert told["reason"]
