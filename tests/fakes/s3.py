"""A stand-in for an S3-compatible server: objects by key, ranges, lists, multipart uploads. Checks no signatures."""

import itertools
import re
from types import TracebackType
from typing import Self
from xml.sax.saxutils import escape, unescape

from aiohttp import web

_XML = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'


class FakeS3:
    """One bucket called `bucket`. `failing`: answers everything with 403."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.failing = False
        self.endpoint = ""
        self._uploads: dict[str, dict[int, bytes]] = {}
        self._ids = itertools.count(1)
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=1 << 30)
        app.router.add_route("*", "/bucket{key:.*}", self._serve)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.endpoint = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        key = request.match_info["key"].lstrip("/")
        if self.failing:
            return _xml("<Error><Code>AccessDenied</Code><Message>no</Message></Error>", 403)
        if request.method == "POST":
            return await self._multipart(request, key)
        if request.method == "PUT":
            return await self._put(request, key)
        if request.method == "DELETE":
            self.objects.pop(key, None)
            return web.Response(status=204)
        if not key:
            return self._list(request.query.get("prefix", ""))
        return self._get(request, key)

    async def _put(self, request: web.Request, key: str) -> web.Response:
        body = await request.read()
        if "uploadId" in request.query:
            self._uploads[request.query["uploadId"]][int(request.query["partNumber"])] = body
        else:
            self.objects[key] = body
        return web.Response(headers={"ETag": '"e"'})

    async def _multipart(self, request: web.Request, key: str) -> web.Response:
        if "uploads" in request.query:
            upload = str(next(self._ids))
            self._uploads[upload] = {}
            return _xml(
                f"<InitiateMultipartUploadResult {_XML}><UploadId>{upload}</UploadId></InitiateMultipartUploadResult>"
            )
        if "uploadId" in request.query:
            parts = self._uploads.pop(request.query["uploadId"])
            self.objects[key] = b"".join(parts[number] for number in sorted(parts))
            return _xml(f'<CompleteMultipartUploadResult {_XML}><ETag>"e"</ETag></CompleteMultipartUploadResult>')
        removed = re.findall(r"<Key>(.*?)</Key>", await request.text())
        for name in removed:
            self.objects.pop(unescape(name), None)
        done = "".join(f"<Deleted><Key>{name}</Key></Deleted>" for name in removed)
        return _xml(f"<DeleteResult {_XML}>{done}</DeleteResult>")

    def _get(self, request: web.Request, key: str) -> web.Response:
        if key not in self.objects:
            return _xml("<Error><Code>NoSuchKey</Code><Message>none</Message></Error>", 404)
        content = self.objects[key]
        headers = {"ETag": '"e"', "Last-Modified": "Thu, 01 Jan 2026 00:00:00 GMT"}
        wanted = request.http_range
        if wanted.start is None and wanted.stop is None:
            return web.Response(body=content, headers=headers)
        start, stop = wanted.start or 0, min(wanted.stop or len(content), len(content))
        headers["Content-Range"] = f"bytes {start}-{stop - 1}/{len(content)}"
        return web.Response(status=206, body=content[start:stop], headers=headers)

    def _list(self, prefix: str) -> web.Response:
        found = "".join(
            f"<Contents><Key>{escape(key)}</Key><Size>{len(content)}</Size><ETag>e</ETag>"
            "<LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents>"
            for key, content in sorted(self.objects.items())
            if key.startswith(prefix)
        )
        return _xml(f"<ListBucketResult {_XML}><IsTruncated>false</IsTruncated>{found}</ListBucketResult>")


def _xml(body: str, status: int = 200) -> web.Response:
    return web.Response(text=f'<?xml version="1.0"?>{body}', status=status, content_type="application/xml")
