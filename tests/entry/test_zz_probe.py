from dataclasses import replace
import base64
from httpx import ASGITransport, AsyncClient
from structlog.testing import capture_logs
from tests.factories.accounts import create_organization, sign_in_headers
import pytest, json
from sqlalchemy import event, text
from convosphere.entry.api import create_app
from convosphere.platform.realtime.redis import RedisEventLog
from tests.harness.served import Served

async def test_probe(app, platform, application):
    @app.get("/api/v1/boom")
    async def boom(): raise RuntimeError("secret 42")
    app.router.routes.insert(0, app.router.routes.pop())
    org = await create_organization(platform)
    h = await sign_in_headers(platform, org.owner)
    client = AsyncClient(transport=ASGITransport(app, raise_app_exceptions=False), base_url="http://127.0.0.1:8080")
    async def show(label, coro):
        with capture_logs() as logs:
            r = await coro
        print("##", label, r.status_code, dict(r.headers), r.text[:300].replace("\n"," "), [ (l["event"], l.get("status")) for l in logs])
    await show("boom", client.get("/api/v1/boom", headers={"x-request-id": "abcdefgh-1234"}))
    cur = lambda s: base64.urlsafe_b64encode(s.encode()).decode()
    for c in ['["0001-01-01T00:00:00+05:00","019a4c1e-7d3a-7c41-9d7e-0f4f5a2b6c1d"]', '["9999-12-31T23:59:59-05:00","019a4c1e-7d3a-7c41-9d7e-0f4f5a2b6c1d"]','["0001-01-01T00:00:00","019a4c1e-7d3a-7c41-9d7e-0f4f5a2b6c1d"]','["2024-01-01T00:00:00Z",[1]]', '[1,2]', '{"a":1,"b":2}']:
        await show("cursor "+c, client.get("/api/v1/conversations", headers=h, params={"cursor": cur(c)}))
    for kw in ({"content":b"x"*20}, ):
        pass
    # statements
    sts=[]
    def note(conn, cur_, st, *r): sts.append(" ".join(st.split())[:150])
    event.listen(platform.database.engine.sync_engine, "before_cursor_execute", note)
    async def count(label, coro):
        sts.clear(); r = await coro; print("## SQL", label, r.status_code, len(sts)); [print("##    ", s) for s in sts]; return r
    await client.get("/api/v1/conversations", headers=h)
    await count("list", client.get("/api/v1/conversations", headers=h))
    c=(await count("create", client.post("/api/v1/conversations", headers=h, json={}))).json()["id"]
    await count("create again", client.post("/api/v1/conversations", headers=h, json={"id":c}))
    await count("send", client.post(f"/api/v1/conversations/{c}/messages", headers=h, json={"content":"hi"}))
    await count("messages", client.get(f"/api/v1/conversations/{c}/messages", headers=h))
    await count("events", client.get(f"/api/v1/conversations/{c}/events?after=0", headers=h))
    # ready
    with capture_logs():
        a2 = replace(application, platform=replace(platform, log=RedisEventLog("unix:///tmp/h10/nobody")))
        c2 = AsyncClient(transport=ASGITransport(create_app(a2), raise_app_exceptions=False), base_url="http://127.0.0.1:8080")
        r = await c2.get("/health/ready"); print("## ready", r.status_code, r.text)
