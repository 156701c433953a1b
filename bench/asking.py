"""Requests one after the other and many at once, with their times."""

import asyncio
import time
from collections.abc import Sequence
from http import HTTPStatus

import aiohttp

AT_ONCE = 10


async def times_of(http: aiohttp.ClientSession, addresses: Sequence[str], token: str) -> list[float]:
    """Milliseconds of each request, one after the other."""
    times = []
    for address in addresses:
        began = time.perf_counter()
        await _get(http, address, token)
        times.append((time.perf_counter() - began) * 1000)
    return times


async def rate_of(http: aiohttp.ClientSession, addresses: Sequence[str], token: str, seconds: float) -> float:
    """Requests a second with ten on their way at any time."""
    done = 0
    until = time.perf_counter() + seconds

    async def go_on(number: int) -> None:
        nonlocal done
        while time.perf_counter() < until:
            await _get(http, addresses[(done * AT_ONCE + number) % len(addresses)], token)
            done += 1

    began = time.perf_counter()
    await asyncio.gather(*(go_on(number) for number in range(AT_ONCE)))
    return done / (time.perf_counter() - began)


async def _get(http: aiohttp.ClientSession, address: str, token: str) -> None:
    async with http.get(address, headers={"authorization": f"Bearer {token}"}) as response:
        body = await response.read()
        if response.status != HTTPStatus.OK:
            raise RuntimeError(f"{address}: {response.status} {body.decode()}")
