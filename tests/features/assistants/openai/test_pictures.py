"""Pictures in requests: fetched where they lie on the web, within bounds, and never from the private network."""

import base64
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from openai import APIStatusError, AsyncOpenAI, BadRequestError

from convosphere.platform.context import Platform
from tests.factories.accounts import MadeOrganization, create_api_key
from tests.fakes.provider import FakeProvider
from tests.features.assistants.openai.conftest import Door, usage_records

PNG = b"\x89PNG\r\n\x1a\n not much of a picture"
JPEG = b"\xff\xd8\xff not much of a picture either"
ALLOWED = pytest.mark.settings(http={"allowed_networks": ["127.0.0.0/8"]}, api={"image_bytes": 100_000})


@pytest.fixture
async def gallery() -> AsyncIterator[str]:
    """A web server with pictures; its address."""
    pictures: dict[str, tuple[int, bytes]] = {
        "/cat.png": (200, PNG),
        "/dog": (200, JPEG),
        "/page": (200, b"<html>no picture</html>"),
        "/gone": (404, b""),
        "/huge": (200, PNG + b" " * 200_000),
    }

    async def show(request: web.Request) -> web.Response:
        if request.path == "/inside":
            raise web.HTTPFound("http://169.254.169.254/latest/meta-data")
        status, body = pictures[request.path]
        return web.Response(status=status, body=body, content_type="application/octet-stream")

    app = web.Application()
    app.router.add_get("/{name}", show)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


def showing(*urls: str) -> Any:
    parts = [{"type": "image_url", "image_url": {"url": url}} for url in urls]
    return [{"role": "user", "content": [{"type": "text", "text": "What is this?"}, *parts]}]


def large(megabytes: int) -> str:
    return f"data:image/png;base64,{base64.b64encode(PNG + bytes(megabytes * 1_000_000)).decode()}"


@ALLOWED
async def test_pictures_on_the_web_are_fetched_once(openai: AsyncOpenAI, gallery: str, provider: FakeProvider) -> None:
    urls = [f"{gallery}/cat.png", f"{gallery}/dog", f"{gallery}/cat.png"]
    await openai.chat.completions.create(model="fake-words-5", messages=showing(*urls))
    sent = [part["image_url"]["url"] for part in provider.chats[0].body["messages"][0]["content"][1:]]
    cat, dog = (base64.b64encode(each).decode() for each in (PNG, JPEG))
    assert sent == [f"data:image/png;base64,{cat}", f"data:image/jpeg;base64,{dog}", f"data:image/png;base64,{cat}"]
    item: Any = {"role": "user", "content": [{"type": "input_image", "image_url": urls[0], "detail": "low"}]}
    await openai.responses.create(model="fake-words-5", input=[item])
    (picture,) = provider.chats[1].body["messages"][0]["content"]
    assert picture["image_url"] == {"url": sent[0], "detail": "low"}


@ALLOWED
async def test_what_cannot_be_fetched_is_named(
    openai: AsyncOpenAI, gallery: str, provider: FakeProvider, platform: Platform, organization: MadeOrganization
) -> None:
    for path, said in (
        ("/page", "no picture in PNG"),
        ("/gone", "status 404"),
        ("/huge", "more than 100000 bytes"),
        ("/inside", "not allowed"),
    ):
        with pytest.raises(BadRequestError) as caught:
            await openai.chat.completions.create(
                model="fake-words-5", messages=showing(f"{gallery}/cat.png", f"{gallery}{path}")
            )
        assert (caught.value.param, caught.value.code) == ("messages[0].content[2].image_url.url", "invalid_image")
        assert said in caught.value.message
    with pytest.raises(BadRequestError, match="At most 20 pictures") as caught:
        await openai.chat.completions.create(
            model="fake-words-5", messages=showing(*(f"{gallery}/cat.png?{number}" for number in range(21)))
        )
    assert caught.value.param == "messages[0].content[21].image_url.url"
    assert provider.chats == []
    assert await usage_records(platform, organization) == []


async def test_the_private_network_is_out_of_reach(openai: AsyncOpenAI, gallery: str, provider: FakeProvider) -> None:
    for url in (f"{gallery}/cat.png", "http://169.254.169.254/x.png", "http://[::1]/x.png", "https://user:pw@host/x"):
        with pytest.raises(BadRequestError, match="not allowed") as caught:
            await openai.chat.completions.create(model="fake-words-5", messages=showing(url))
        assert caught.value.code == "invalid_image"
    assert provider.chats == []


@pytest.mark.settings(http={"allowed_networks": ["127.0.0.0/8"]}, api={"fetch_images": False})
async def test_fetching_can_be_switched_off(openai: AsyncOpenAI, gallery: str) -> None:
    with pytest.raises(BadRequestError, match="fetches no pictures") as caught:
        await openai.chat.completions.create(model="fake-words-5", messages=showing(f"{gallery}/cat.png"))
    assert caught.value.code == "unsupported"


async def test_a_picture_of_many_megabytes(openai: AsyncOpenAI, provider: FakeProvider, door: Door) -> None:
    """15 MB pass, 21 MB are too much for a picture, 50 MB for a request."""
    await openai.chat.completions.create(model="fake-words-5", messages=showing(large(15)))
    for megabytes, status, code in ((21, 400, "invalid_image"), (50, 413, "payload_too_large")):
        with pytest.raises(APIStatusError) as caught:
            await openai.chat.completions.create(model="fake-words-5", messages=showing(large(megabytes)))
        assert (caught.value.status_code, caught.value.code) == (status, code)
    assert len(provider.chats) == 1
    assert door.url


async def test_nobody_elses_body_is_read(
    door: Door, platform: Platform, organization: MadeOrganization, provider: FakeProvider
) -> None:
    revoked = await create_api_key(platform, organization.owner)
    async with AsyncOpenAI(base_url=door.url, api_key=f"{revoked[:-4]}AAAA", max_retries=0) as client:
        with pytest.raises(APIStatusError) as caught:
            await client.chat.completions.create(model="fake-words-5", messages=showing(large(10)))
    assert (caught.value.status_code, caught.value.code) == (401, "invalid_api_key")
    assert provider.chats == []
