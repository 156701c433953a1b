"""The built web client as the server hands it out, from a directory that the test has built."""

import asyncio
import gzip
from pathlib import Path

import pytest
from httpx import AsyncClient, Response

from convosphere.entry.api import create_app
from convosphere.entry.static import WebClient
from convosphere.entry.wiring import Application
from tests.entry.conftest import Knock

PAGE = b"<!doctype html><title>ConvoSphere</title>" + b"<p>page</p>" * 50
SCRIPT = b"console.log('hashed');" * 100
# Not really Brotli: the server does not look into what the build has compressed.
BROTLI = b"brotli:" + SCRIPT[:50]
FOREVER = "public, max-age=31536000, immutable"
OUTSIDE = "a secret beside the build"


@pytest.fixture
def build(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text(OUTSIDE)
    root = tmp_path / "web_client"
    (root / "assets").mkdir(parents=True)
    files = {
        "index.html": PAGE,
        "index.html.gz": gzip.compress(PAGE),
        "assets/app-1a2b3c.js": SCRIPT,
        "assets/app-1a2b3c.js.gz": gzip.compress(SCRIPT),
        "assets/app-1a2b3c.js.br": BROTLI,
        "assets/logo-9f.svg": b"<svg/>",
        "assets/text-7c.woff2": b"wOF2",
        "manifest.webmanifest": b"{}",
        "robots.txt": b"User-agent: *",
        "sw.js": b"self;",
    }
    for name, content in files.items():
        (root / name).write_bytes(content)
    return root


@pytest.fixture
def site(application: Application, build: Path, knock: Knock) -> AsyncClient:
    """The whole application with the client that the test has built."""
    return knock(create_app(application, WebClient(build)))


async def get(
    site: AsyncClient, path: str, encodings: str = "identity", method: str = "GET", **headers: str
) -> Response:
    """A response whose `content` are the bytes as they came, whatever their encoding."""
    sent = {"accept-encoding": encodings} | {name.replace("_", "-"): value for name, value in headers.items()}
    async with site.stream(method, path, headers=sent) as response:
        response._content = b"".join([part async for part in response.aiter_raw()])
    return response


async def test_files_come_with_their_type(site: AsyncClient) -> None:
    for path, media_type, content in (
        ("/", "text/html; charset=utf-8", PAGE),
        ("/index.html", "text/html; charset=utf-8", PAGE),
        ("/assets/app-1a2b3c.js", "text/javascript; charset=utf-8", SCRIPT),
        ("/assets/logo-9f.svg", "image/svg+xml", b"<svg/>"),
        ("/assets/text-7c.woff2", "font/woff2", b"wOF2"),
        ("/manifest.webmanifest", "application/manifest+json", b"{}"),
        ("/robots.txt", "text/plain; charset=utf-8", b"User-agent: *"),
        ("/sw.js", "text/javascript; charset=utf-8", b"self;"),
    ):
        response = await get(site, path)
        assert (response.status_code, response.headers["content-type"]) == (200, media_type), path
        assert response.content == content, path
        assert response.headers["content-length"] == str(len(content)), path
        assert response.headers["x-content-type-options"] == "nosniff", path


async def test_the_best_accepted_form_is_sent(site: AsyncClient) -> None:
    for accepted, encoding in (
        ("", None),
        ("identity", None),
        ("deflate", None),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, br;q=0.5", "br"),
        ("br", "br"),
    ):
        response = await get(site, "/assets/app-1a2b3c.js", accepted)
        assert response.headers.get("content-encoding") == encoding, accepted
        body = gzip.decompress(response.content) if encoding == "gzip" else response.content
        assert body == (BROTLI if encoding == "br" else SCRIPT), accepted
        assert response.headers["vary"] == "accept-encoding", accepted


async def test_what_has_no_compressed_form_is_sent_plain(site: AsyncClient) -> None:
    response = await get(site, "/assets/logo-9f.svg", "gzip, br")
    assert ("content-encoding" in response.headers, response.content) == (False, b"<svg/>")
    page = await get(site, "/", "br, gzip")
    assert page.headers["content-encoding"] == "gzip"


async def test_what_is_refused_is_not_sent(site: AsyncClient) -> None:
    for accepted, encoding in (("br;q=0, gzip", "gzip"), ("gzip;q=0", None), ("br; q=0.000", None)):
        response = await get(site, "/assets/app-1a2b3c.js", accepted)
        assert response.headers.get("content-encoding") == encoding, accepted


async def test_each_form_has_an_etag_of_its_own_and_nothing_is_sent_twice(site: AsyncClient) -> None:
    etags = set()
    for encodings in ("identity", "gzip", "br"):
        first = await get(site, "/assets/app-1a2b3c.js", encodings)
        etags.add(first.headers["etag"])
        again = await get(site, "/assets/app-1a2b3c.js", encodings, if_none_match=first.headers["etag"])
        assert (again.status_code, again.content) == (304, b"")
        for kept in ("etag", "cache-control", "vary"):
            assert again.headers[kept] == first.headers[kept]
    assert len(etags) == 3
    changed = await get(site, "/assets/app-1a2b3c.js", if_none_match='"something-else"')
    assert changed.status_code == 200


async def test_all_forms_of_if_none_match_are_understood(site: AsyncClient) -> None:
    etag = (await get(site, "/")).headers["etag"]
    for given in (f'{etag}, "other"', f"W/{etag}", "*"):
        assert (await get(site, "/", if_none_match=given)).status_code == 304, given


def test_a_new_build_has_new_etags(build: Path) -> None:
    """Without an event loop, which may not read files."""
    before = etag_of_the_page(build)
    assert etag_of_the_page(build) == before
    (build / "index.html").write_bytes(PAGE + b"!")
    assert etag_of_the_page(build) != before


def etag_of_the_page(build: Path) -> str:
    return WebClient(build)._files["index.html"].etag


async def test_hashed_names_are_kept_for_good_and_the_page_is_asked_for_again(site: AsyncClient) -> None:
    assert (await get(site, "/assets/app-1a2b3c.js")).headers["cache-control"] == FOREVER
    for path in ("/", "/index.html", "/chat/0198", "/robots.txt", "/sw.js", "/manifest.webmanifest"):
        assert (await get(site, path)).headers["cache-control"] == "no-cache", path


async def test_every_address_of_the_client_is_the_page(site: AsyncClient) -> None:
    for path in ("/chat", "/chat/0198f3c2-a1b2", "/settings/security", "/apiary", "/einladung/ä%20b"):
        response = await get(site, path)
        assert (response.status_code, response.content) == (200, PAGE), path


async def test_a_missing_file_is_missing_and_not_the_page(site: AsyncClient) -> None:
    for path in ("/assets/app-old.js", "/assets/", "/assets/nothing", "/favicon.png", "/chat/x.json"):
        response = await get(site, path)
        assert response.status_code == 404, path
        assert b"<title>" not in response.content, path
        assert response.headers.get("cache-control") != FOREVER, path


async def test_head_is_get_without_the_body(site: AsyncClient) -> None:
    for path in ("/", "/assets/app-1a2b3c.js", "/chat/0198"):
        whole, head = await get(site, path), await get(site, path, method="HEAD")
        assert head.status_code == 200
        for name in ("content-length", "etag", "cache-control", "content-type"):
            assert head.headers[name] == whole.headers[name]


async def test_the_page_cannot_be_written(site: AsyncClient) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        response = await get(site, "/chat", method=method)
        assert response.status_code == 405, method
        assert set(response.headers["allow"].split(", ")) == {"GET", "HEAD"}, method


async def test_nothing_outside_of_the_build_is_reached(site: AsyncClient) -> None:
    for path in (
        "/../secret.txt",
        "/assets/../../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/assets/%2e%2e%2f%2e%2e%2fsecret.txt",
        "/..\\secret.txt",
        "//secret.txt",
        "/assets/..%00/secret.txt",
        "/%00",
        "/index.html%00.js",
    ):
        # As raw as it is written here: httpx would tidy it up.
        request = site.build_request("GET", "/")
        request.url = request.url.copy_with(raw_path=path.encode())
        response = await site.send(request)
        assert OUTSIDE not in response.text, path
        assert response.status_code == (200 if response.content == PAGE else 404), path


async def test_browsers_are_told_what_the_page_may_do(site: AsyncClient) -> None:
    for path in ("/", "/chat/0198", "/assets/app-1a2b3c.js"):
        headers = (await get(site, path)).headers
        policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
        assert policy["default-src"] == "'self'"
        assert policy["script-src"] == "'self'", "no inline scripts, no eval, no other hosts"
        assert policy["connect-src"] == "'self'"
        assert (policy["object-src"], policy["base-uri"], policy["frame-ancestors"]) == ("'none'",) * 3
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert "strict-transport-security" not in headers, "not over http"
        assert headers["x-request-id"]


@pytest.mark.settings(public_url="https://chat.example.org")
async def test_behind_https_browsers_are_told_to_stay_there(site: AsyncClient) -> None:
    assert (await get(site, "/")).headers["strict-transport-security"] == "max-age=31536000"


@pytest.fixture
def unbuilt_site(application: Application, tmp_path: Path, knock: Knock) -> AsyncClient:
    return knock(create_app(application, WebClient(tmp_path / "nothing")))


async def test_without_a_build_the_page_says_how_to_get_one(unbuilt_site: AsyncClient) -> None:
    response = await get(unbuilt_site, "/")
    assert response.status_code == 503
    assert "make run" in response.text
    assert (await get(unbuilt_site, "/health/live")).status_code == 200


async def test_a_file_that_went_when_the_client_was_built_anew_is_not_found(site: AsyncClient, build: Path) -> None:
    await asyncio.to_thread((build / "assets/logo-9f.svg").unlink)
    assert (await get(site, "/assets/logo-9f.svg")).status_code == 404
