"""A provider that cannot be reached is told as that, in sentences of ours."""

from httpx import AsyncClient

from tests.fakes.provider import FakeProvider
from tests.features.models.conftest import Member
from tests.features.models.test_choice import API


async def test_an_unreachable_provider_is_said_to_be_unreachable(client: AsyncClient, owner: Member) -> None:
    async with FakeProvider() as gone:
        url = gone.url
    wish = {"provider": "openai", "name": "Gone", "base_url": url}
    shown = (await client.post(f"{API}/connections", json=wish, headers=owner.headers)).json()
    assert (shown["status"], shown["last_error"]["code"]) == ("failing", "provider_connection_refused")
    refreshed = await client.post(f"{API}/connections/{shown['id']}/refresh-models", headers=owner.headers)
    assert refreshed.status_code == 503
    assert refreshed.json()["code"] == "provider_connection_refused"
    assert refreshed.headers["content-type"] == "application/problem+json"
    # In sentences of ours: nobody has said anything, and our libraries' names are nobody's business.
    await client.patch("/api/v1/me", json={"locale": "de"}, headers=owner.headers)
    german = await client.post(f"{API}/connections/{shown['id']}/test", headers=owner.headers)
    assert shown["last_error"]["detail"] == (
        "The provider's machine refuses the connection: nothing is running at its address. Try again later, or choose "
        "another model; an administrator can check that it is running, and its address with the port."
    )
    assert german.json()["error"]["detail"] == (
        "Der Rechner des Anbieters lehnt die Verbindung ab: Unter seiner Adresse läuft nichts. Versuchen Sie es später "
        "erneut oder wählen Sie ein anderes Modell; die Administration kann prüfen, ob dort etwas läuft und ob Adresse "
        "und Port stimmen."
    )
