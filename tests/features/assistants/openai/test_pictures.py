"""Pictures in requests: fetched where they lie on the web, within bounds, and never from the private network."""

import base64
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from openai import APIStatusError, AsyncOpenAI, BadRequestError

from convosphere.platform.context import Platform
from tests.factories.accounts import MadeOrganization, create_api_key
from tests.factories.pictures import jpeg, png, webp
from tests.fakes.provider import FakeProvider
from tests.features.assistants.openai.conftest import Door, usage_records

PNG = png()
JPEG = jpeg()
ALLOWED = pytest.mark.settings(http={"allowed_networks": ["127.0.0.0/8"]}, api={"image_bytes": 100_000})


@pytest.fixture
async def gallery() -> AsyncIterator[str]:
    """A web server with pictures; its address."""
    pictures: dict[str, tuple[int, bytes]] = {
        "/cat.png": (200, PNG),
        "/dog": (200, JPEG),
        "/page": (200, b"<html>no picture</html>"),
        "/gone": (404, b""),
        "/bomb": (200, png(100, 101)),
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


def data_url(picture: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(picture).decode()}"


def large(megabytes: int) -> str:
    return data_url(PNG + bytes(megabytes * 1_000_000))


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


@pytest.mark.settings(http={"allowed_networks": ["127.0.0.0/8"]}, files={"image_pixels": 10_000})
async def test_what_is_sent_along_is_looked_at(openai: AsyncOpenAI, gallery: str, provider: FakeProvider) -> None:
    """Bytes that are no picture, and pictures that unpack to too much, are refused where they stand."""
    bomb = "100 × 101 pixels"
    for url, said in (
        (data_url(b"#!/bin/sh\nrm -rf /"), "no picture in PNG"),
        (data_url(PNG[:12]), "no picture in PNG"),
        (data_url(png(100, 101)), bomb),
        (data_url(webp(100, 101, form="lossless")), bomb),
        (f"{gallery}/bomb", bomb),
    ):
        with pytest.raises(BadRequestError, match=said) as caught:
            await openai.chat.completions.create(model="fake-words-5", messages=[*showing(), *showing(url)])
        assert (caught.value.param, caught.value.code) == ("messages[1].content[1].image_url.url", "invalid_image")
        item: Any = {"role": "user", "content": [{"type": "input_image", "image_url": url}]}
        with pytest.raises(BadRequestError, match=said) as caught:
            await openai.responses.create(model="fake-words-5", input=[item])
        assert (caught.value.param, caught.value.code) == ("input[0].content[0].image_url", "invalid_image")
    assert provider.chats == []
    # Called what it is not, it goes on as what it is.
    await openai.chat.completions.create(model="fake-words-5", messages=showing(data_url(JPEG)))
    (_, part) = provider.chats[0].body["messages"][0]["content"]
    assert part["image_url"]["url"].startswith("data:image/jpeg;base64,")


async def test_results_of_tools_bring_no_pictures(openai: AsyncOpenAI, provider: FakeProvider) -> None:
    call: Any = {"id": "c1", "type": "function", "function": {"name": "draw", "arguments": "{}"}}
    shown: Any = {"type": "image_url", "image_url": {"url": data_url(PNG)}}
    messages: Any = [
        {"role": "assistant", "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "c1", "content": [{"type": "text", "text": "Here"}, shown]},
    ]
    with pytest.raises(BadRequestError, match="Only messages of the role user") as caught:
        await openai.chat.completions.create(model="fake-words-5", messages=messages)
    assert (caught.value.param, caught.value.code) == ("messages[1].content[1].image_url", "unsupported")
    items: Any = [
        {"type": "function_call", "call_id": "c1", "name": "draw", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "c1", "output": [{"type": "input_image", "image_url": "data:,"}]},
    ]
    with pytest.raises(BadRequestError, match="input_image") as caught:
        await openai.responses.create(model="fake-words-5", input=items)
    assert (caught.value.param, caught.value.code) == ("input[1].output[0].type", "unsupported")
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
