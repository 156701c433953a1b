"""LiteLLM's process: `python -m convosphere.engines.llm.litellm.child FD [ADDRESS…]`.

FD is its end of a socket pair; an ADDRESS may be reached although clouds hand out credentials there.
"""

import asyncio
import os
import socket
import sys

from convosphere.engines.llm.litellm.fence import keep_from_credentials
from convosphere.engines.llm.litellm.serving import serve


async def _main(fd: int) -> None:
    reader, writer = await asyncio.open_connection(sock=socket.socket(fileno=fd))
    await serve(reader, writer)


if __name__ == "__main__":
    keep_from_credentials(sys.argv[2:])
    asyncio.run(_main(int(sys.argv[1])))
    # LiteLLM leaves threads behind that would be waited for.
    os._exit(0)
