"""A bare server in a process of its own: what lists cost on this machine where nobody's rights are looked up, nothing
is validated, logged or counted, and all that is asked of PostgreSQL is the rows, bound to their organisation.

The machine's own limit beside which the product's figures are read: machines differ by half, and by the hour.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import orjson
import psycopg
import uvloop
from aiohttp import web
from psycopg.rows import dict_row

from bench.beside import running, serve
from convosphere.platform.database import EmbeddedPostgres

_CONNECTIONS: Final = 10
_CHATS: Final = """
SELECT id, title, model_id, created_at, updated_at, last_message_at, archived_at, pinned_at, folder_id, tag_ids
  FROM conversations WHERE owner_id = %s AND archived_at IS NULL AND last_message_at < now() - %s * interval '1 minute'
 ORDER BY last_message_at DESC, id DESC LIMIT 50
"""
_MESSAGES: Final = """
SELECT id, parent_id, role, status, content, model_name, created_at, completed_at
  FROM messages WHERE conversation_id = %s ORDER BY position DESC LIMIT 40
"""


@asynccontextmanager
async def bare_server(data_dir: Path, organization_id: str, owner_id: str) -> AsyncIterator[str]:
    """Beside the product whose data directory it is: `/chats/{minutes ago}` and `/messages/{conversation}`."""
    async with running("bench.bare", str(data_dir), organization_id, owner_id) as (address, _):
        yield address


async def _serve(data_dir: Path, organization_id: str, owner_id: str) -> None:
    urls = EmbeddedPostgres(data_dir).attach()
    begin = f"BEGIN; SET LOCAL convosphere.organization_id TO '{organization_id}'"
    connections: asyncio.Queue[psycopg.AsyncConnection[dict[str, object]]] = asyncio.Queue()
    for _ in range(_CONNECTIONS):
        connections.put_nowait(
            await psycopg.AsyncConnection.connect(urls.app_conninfo, autocommit=True, row_factory=dict_row)
        )

    async def answer(statement: str, values: list[object]) -> web.Response:
        connection = await connections.get()
        try:
            await connection.execute(begin.encode())
            rows = await (await connection.execute(statement.encode(), values, prepare=True)).fetchall()
            await connection.execute(b"COMMIT")
        finally:
            connections.put_nowait(connection)
        return web.Response(body=orjson.dumps(rows), content_type="application/json")

    async def chats(request: web.Request) -> web.Response:
        return await answer(_CHATS, [owner_id, int(request.match_info["minutes"])])

    async def messages(request: web.Request) -> web.Response:
        return await answer(_MESSAGES, [request.match_info["conversation"]])

    application = web.Application()
    application.router.add_get("/chats/{minutes}", chats)
    application.router.add_get("/messages/{conversation}", messages)
    await serve(application)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as loop:
        loop.run(_serve(Path(sys.argv[1]), *sys.argv[2:]))
