"""Pictures in requests: decoded where they are sent along, fetched where only their address on the web is sent."""

import asyncio
import binascii
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fastapi import Request

from convosphere.engines.llm import Image
from convosphere.features.assistants.routes.openai.errors import UnsupportedError, WrongImageError
from convosphere.features.assistants.routes.openai.hanging_up import until_hung_up
from convosphere.features.assistants.routes.openai.picture_heads import read_head
from convosphere.features.models.types import ResolvedModel
from convosphere.platform.context import Platform
from convosphere.platform.http import (
    AddressRefusedError,
    FetchError,
    FetchTimeoutError,
    GuardedClient,
    InvalidUrlError,
    ResponseTooLargeError,
)
from convosphere.platform.settings import Settings

_DATA_URL: Final = re.compile(r"data:(?P<type>[a-z]+/[a-z0-9.+-]+);base64,", re.IGNORECASE)
_WEB: Final = re.compile(r"https?://", re.IGNORECASE)
# What OpenAI and Anthropic take.
_IMAGE_TYPES: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
MOST_FETCHED: Final = 20
_AT_ONCE: Final = 4
_FETCH_SECONDS: Final = 20.0
_OK: Final = 200
# Decoding so much takes long enough for others to notice.
_LARGE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class WantedPicture:
    """A picture as a request names it; `field` is where."""

    url: str
    field: str
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class _Limits:
    """Bytes of one picture and of all that are fetched; pixels, which is what a picture unpacks to."""

    bytes: int
    fetched: int
    pixels: int


# By their URLs, as `read_pictures` made them.
Pictures = Mapping[str, Image]


async def pictures_for(
    model: ResolvedModel, wanted: Sequence[WantedPicture], request: Request, platform: Platform
) -> Pictures:
    """Each picture once, by its URL. No transaction may be open.

    Raises:
        HungUpError: the client has gone meanwhile.
        WrongImageError: one is no picture, too large, or could not be fetched.
        UnsupportedError: see there; or the model sees none.
    """
    if not wanted:
        return {}
    if model.is_builtin:
        raise UnsupportedError("builtin_images", field=wanted[0].field)
    if model.vision is False:
        raise UnsupportedError("image_model", field=wanted[0].field)
    reading = read_pictures(wanted, platform.http, platform.settings)
    return await until_hung_up(request.receive, reading)


async def read_pictures(wanted: Sequence[WantedPicture], http: GuardedClient, settings: Settings) -> Pictures:
    """As `pictures_for`."""
    # The first place that names one is where it is to be blamed.
    each = {picture.url: picture for picture in reversed(wanted)}
    remote = [picture for picture in reversed(each.values()) if _WEB.match(picture.url)]
    if remote and not settings.api.fetch_images:
        raise UnsupportedError("image_address", field=remote[0].field)
    if len(remote) > MOST_FETCHED:
        raise WrongImageError("too_many", field=remote[MOST_FETCHED].field, limit=MOST_FETCHED)
    limits = _Limits(settings.api.image_bytes, settings.api.request_bytes, settings.files.image_pixels)
    images = {url: await _decode(picture, limits) for url, picture in each.items() if not _WEB.match(url)}
    if remote:
        images |= await _fetch_all(remote, http, limits)
    return images


async def _decode(picture: WantedPicture, limits: _Limits) -> Image:
    if len(picture.url) < _LARGE:
        return _decoded(picture, limits)
    return await asyncio.to_thread(_decoded, picture, limits)


def _decoded(picture: WantedPicture, limits: _Limits) -> Image:
    head = _DATA_URL.match(picture.url)
    if head is None:
        raise UnsupportedError("image_url", field=picture.field)
    media_type = head["type"].lower()
    if media_type not in _IMAGE_TYPES:
        raise UnsupportedError("image_type", field=picture.field)
    # Four letters carry three bytes.
    if (len(picture.url) - head.end()) * 3 // 4 > limits.bytes:
        raise WrongImageError("too_large", field=picture.field, limit=limits.bytes)
    try:
        data = binascii.a2b_base64(memoryview(picture.url.encode())[head.end() :], strict_mode=True)
    except ValueError as error:  # binascii.Error, and lone surrogates
        raise WrongImageError("base64", field=picture.field) from error
    if not data:
        raise WrongImageError("base64", field=picture.field)
    return _checked(picture, data, "not_a_picture", limits.pixels)


def _checked(picture: WantedPicture, data: bytes, otherwise: str, most_pixels: int) -> Image:
    """The picture as what it is, whatever it is called; `otherwise`: the reason if it is none."""
    head = read_head(data)
    if head is None:
        raise WrongImageError(otherwise, field=picture.field)
    if head.width * head.height > most_pixels:
        raise WrongImageError(
            "too_many_pixels", field=picture.field, limit=most_pixels, size=f"{head.width} × {head.height}"
        )
    return Image(head.media_type, data, picture.detail)


async def _fetch_all(wanted: Sequence[WantedPicture], http: GuardedClient, limits: _Limits) -> dict[str, Image]:
    gate = asyncio.Semaphore(_AT_ONCE)
    # What one request may bring along, it may also have fetched; more is not held in memory.
    left = limits.fetched

    async def fetch(picture: WantedPicture) -> Image:
        nonlocal left
        async with gate:
            image = await _fetch(picture, http, min(limits.bytes, max(left, 0)), limits.pixels)
        left -= len(image.data)
        return image

    try:
        async with asyncio.timeout(_FETCH_SECONDS), asyncio.TaskGroup() as group:
            tasks = {picture.url: group.create_task(fetch(picture)) for picture in wanted}
    except ExceptionGroup as errors:
        raise errors.exceptions[0] from None
    except TimeoutError as error:
        raise WrongImageError("timeout", field=wanted[0].field) from error
    return {url: task.result() for url, task in tasks.items()}


async def _fetch(picture: WantedPicture, http: GuardedClient, most: int, most_pixels: int) -> Image:
    try:
        fetched = await http.request(
            "GET",
            picture.url,
            headers={"Accept": ", ".join(sorted(_IMAGE_TYPES))},
            timeout_seconds=_FETCH_SECONDS,
            max_bytes=most,
        )
    except ResponseTooLargeError as error:
        raise WrongImageError("too_large", field=picture.field, limit=most) from error
    except FetchTimeoutError as error:
        raise WrongImageError("timeout", field=picture.field) from error
    except (AddressRefusedError, InvalidUrlError) as error:
        raise WrongImageError("address", field=picture.field) from error
    except FetchError as error:
        raise WrongImageError("unreachable", field=picture.field) from error
    if fetched.status != _OK:
        raise WrongImageError("status", field=picture.field, status=fetched.status)
    return _checked(picture, fetched.body, "no_picture", most_pixels)
