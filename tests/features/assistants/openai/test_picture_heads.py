"""Kind and size of a picture, out of its head."""

import pytest

from convosphere.features.assistants.routes.openai.picture_heads import PictureHead, read_head
from tests.factories.pictures import gif, jpeg, png, webp


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (png(5000, 300), "image/png"),
        (jpeg(5000, 300), "image/jpeg"),
        (gif(5000, 300), "image/gif"),
        *((webp(5000, 300, form=form), "image/webp") for form in ("lossy", "lossless", "extended")),
    ],
    ids=["png", "jpeg", "gif", "webp-lossy", "webp-lossless", "webp-extended"],
)
def test_kind_and_size(data: bytes, media_type: str) -> None:
    assert read_head(data) == PictureHead(media_type, 5000, 300)
    assert read_head(data[:18]) is None if media_type != "image/gif" else read_head(data[:9]) is None, "cut off"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        b"RIFF\0\0\0\0WAVEfmt ",
        png(0, 7),
        b"\xff\xd8\xff\xe0\x00\x00" + bytes(20),
        b"\xff\xd8\xff\xe0\xff\xff" + bytes(20),
        b"\xff\xd8\xff\xda" + bytes(20),
        b"\xff\xd8" + b"\xff" * 50,
    ],
    ids=["empty", "signature", "svg", "pdf", "wave", "no-width", "no-length", "beyond", "no-frame", "padding"],
)
def test_what_is_none(data: bytes) -> None:
    assert read_head(data) is None
