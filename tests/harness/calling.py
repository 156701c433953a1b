"""How people and programs of the tests speak to the API: what all of them share, whichever feature they are for."""

from typing import Any, ClassVar

from httpx import AsyncClient, Response


class Calling:
    """Somebody at the API: who says so by `headers`, over `client`."""

    ROOT: ClassVar[str] = "/api/v1"

    client: AsyncClient
    headers: dict[str, str]

    async def request(self, method: str, path: str, **options: Any) -> Response:
        """A request whose answer is looked at by who asks."""
        headers = self.headers | options.pop("headers", {})
        return await self.client.request(method, f"{self.ROOT}{path}", headers=headers, **options)

    async def call(self, method: str, path: str, expected: int, **options: Any) -> Any:
        """A request whose status is known beforehand; the answer's JSON, if any."""
        response = await self.request(method, path, **options)
        assert response.status_code == expected, response.text
        return response.json() if response.content else None
