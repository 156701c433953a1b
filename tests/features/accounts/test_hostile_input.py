"""Whatever is sent: a precise problem, never a 500."""

from typing import Any

import pytest
from httpx import AsyncClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from convosphere.platform.context import Platform
from tests.factories.accounts import PASSWORD, MadeOrganization, create_organization, sign_in_headers

MEDIA_TYPE = "application/problem+json"
# One database serves all examples of a test: what they must not do is the same for each.
examples = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)

nasty = st.one_of(
    st.text(st.characters(codec=None), max_size=40),
    st.sampled_from(
        [
            "",
            " ",
            "\x00",
            "a\x00b",
            "\ud800",
            "x\udfffy",
            "\u202eevil",
            "a" * 5000,
            "<script>alert(1)</script>",
            "' OR 1=1 --",
            "a@b@c.org",
            "a@[127.0.0.1]",
            "Ada <ada@example.org>",
            "ada@example",
            "%s%n{}",
        ]
    ),
    st.none(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.lists(st.text(max_size=5), max_size=3),
    st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3),
)


def some_of(*names: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=dict.fromkeys((*names, "unheard_of"), nasty))


def escaped(body: Any) -> bytes:
    """JSON with escapes for everything that is not ASCII, so that lone surrogates get through."""
    import json  # noqa: PLC0415 - the encoder of the product refuses them

    return json.dumps(body).encode()


async def send(client: AsyncClient, method: str, path: str, body: bytes, headers: dict[str, str]) -> None:
    response = await client.request(
        method, f"/api/v1{path}", content=body, headers=headers | {"Content-Type": "application/json"}
    )
    assert response.status_code < 500, response.text
    if response.status_code >= 400:
        assert response.headers["content-type"] == MEDIA_TYPE
        problem = response.json()
        assert problem["code"]
        if response.status_code == 422:
            assert problem["errors"], problem
            assert all(error["field"].startswith("body") and error["message"] for error in problem["errors"])


class TestAnonymous:
    @pytest.fixture(autouse=True)
    async def some_organization(self, platform: Platform) -> MadeOrganization:
        return await create_organization(platform, registration="open")

    @examples
    @given(body=some_of("email", "name", "password", "organization_name", "invitation", "locale"))
    async def test_registering(self, client: AsyncClient, body: dict[str, Any]) -> None:
        await send(client, "POST", "/auth/register", escaped(body), {})

    @examples
    @given(name=nasty, email=nasty)
    async def test_registering_with_a_good_password(self, client: AsyncClient, name: Any, email: Any) -> None:
        body = {"email": email, "name": name, "password": PASSWORD}
        await send(client, "POST", "/auth/register", escaped(body), {})
        body = {"email": "ada@example.org", "name": name, "password": PASSWORD}
        await send(client, "POST", "/auth/register", escaped(body), {})

    @examples
    @given(email=nasty, password=nasty)
    async def test_signing_in(self, client: AsyncClient, email: Any, password: Any) -> None:
        await send(client, "POST", "/auth/sign-in", escaped({"email": email, "password": password}), {})
        good = {"email": "person1@example.org", "password": password}
        await send(client, "POST", "/auth/sign-in", escaped(good), {})

    @examples
    @given(body=some_of("token", "new_password", "email"))
    async def test_resetting(self, client: AsyncClient, body: dict[str, Any]) -> None:
        await send(client, "POST", "/auth/password-reset", escaped(body), {})
        await send(client, "POST", "/auth/password-reset/confirm", escaped({"new_password": PASSWORD} | body), {})

    @pytest.mark.parametrize("body", [b"", b"{", b"null", b"[]", b"\xff\xfe", b"1e999", b'{"email":' * 2000, b"NaN"])
    @pytest.mark.parametrize("path", ["/auth/register", "/auth/sign-in", "/auth/password-reset"])
    async def test_what_is_no_object(self, client: AsyncClient, path: str, body: bytes) -> None:
        response = await client.post(f"/api/v1{path}", content=body, headers={"Content-Type": "application/json"})
        assert response.status_code in {400, 422}
        assert response.headers["content-type"] == MEDIA_TYPE

    @examples
    @given(token=st.text(st.characters(min_codepoint=33, max_codepoint=255), max_size=120))
    async def test_bearer_tokens_and_cookies(self, client: AsyncClient, token: str) -> None:
        for value in (f"Bearer {token}", token, f"Bearer csk_{token}"):
            response = await client.get("/api/v1/me", headers={b"Authorization": value.encode("latin-1")})
            assert response.status_code == 401
        cookie = f"convosphere_refresh={token}".encode("latin-1")
        assert (await client.post("/api/v1/auth/refresh", headers={b"Cookie": cookie})).status_code == 401


class TestSignedIn:
    @pytest.fixture
    async def headers(self, platform: Platform, organization: MadeOrganization) -> dict[str, str]:
        return await sign_in_headers(platform, organization.owner)

    @examples
    @given(body=some_of("name", "locale", "theme", "onboarded", "role", "scopes", "expires_at", "registration"))
    async def test_bodies(self, client: AsyncClient, headers: dict[str, str], body: dict[str, Any]) -> None:
        for method, path in (
            ("PATCH", "/me"),
            ("PATCH", "/organization"),
            ("POST", "/me/api-keys"),
            ("POST", "/invitations"),
            ("POST", "/me/password"),
        ):
            await send(client, method, path, escaped(body), headers)

    @examples
    @given(
        query=st.fixed_dictionaries(
            {},
            optional={
                name: st.one_of(
                    st.text(st.characters(codec="utf-8"), max_size=60),
                    st.integers().map(str),
                    st.sampled_from(["\x00", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "true"]),
                    st.sampled_from(
                        [
                            "WyIwMDAxLTAxLTAxVDAwOjAwOjAwKzIzOjU5IiwiMDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAwIl0",
                            "WyI5OTk5LTEyLTMxVDIzOjU5OjU5LTIzOjU5IiwiMDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAwIl0",
                            "bnVsbA",
                            "eyJhIjoxfQ",
                        ]
                    ),
                )
                for name in ("limit", "cursor", "q", "role", "active", "action", "actor", "from", "to", "odd")
            },
        )
    )
    async def test_queries(self, client: AsyncClient, headers: dict[str, str], query: dict[str, str]) -> None:
        for path in ("/people", "/me/sessions", "/me/api-keys", "/invitations", "/audit"):
            response = await client.get(f"/api/v1{path}", params=query, headers=headers)
            assert response.status_code in {200, 422}, response.text
            if response.status_code == 422:
                assert all(error["field"].startswith("query.") for error in response.json()["errors"])
