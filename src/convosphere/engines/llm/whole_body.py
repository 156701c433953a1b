"""Bodies that are read whole, but never more of them than memory bears."""

import aiohttp


async def read_bounded(response: aiohttp.ClientResponse, limit: int) -> bytes:
    """The body, up to `limit` bytes; what is beyond is left unread. Raises what aiohttp raises."""
    parts: list[bytes] = []
    size = 0
    while size < limit and not response.content.at_eof():
        chunk = await response.content.readany()
        parts.append(chunk)
        size += len(chunk)
    return b"".join(parts)[:limit]
